"""./dev manage: one of Django's commands, with the site's environment."""

import os
import sys

from careersite.dev.environment import claim_database, site_environment
from careersite.dev.prepare import forget_preparation
from careersite.dev.terminal import ROOT


def main(arguments: list[str]) -> int:
    """Become manage.py; the database stays up as long as it runs."""
    use = claim_database()
    if use:
        use.outlive_exec()
    forget_preparation()  # a command may undo what the next start counts on
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    os.execve(command[0], command, site_environment())  # noqa: S606
