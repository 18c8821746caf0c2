"""./dev fix: repair what the checks can repair by themselves."""

import os

from careersite.dev.check import files
from careersite.dev.terminal import call, complain, tool


def main(arguments: list[str]) -> int:
    """Run each repair; what is left is for a person, `./dev check` names it."""
    if arguments:
        complain("usage: ./dev fix")
        return 2
    python, templates = files("*.py"), files("*.html")
    repairs = (
        ["ruff", "check", "--fix", "--quiet", ".", "dev"],
        ["django-upgrade", "--target-version=5.2", *python],
        ["ruff", "format", ".", "dev"],
        ["djade", "--target-version=5.2", *templates],
        ["djhtml", "-t2", *templates],
    )
    for name, *words in repairs:
        call([tool(name), *words], os.environ)
    return 0
