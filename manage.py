"""Run one of Django's commands. `./dev manage` prepares everything first."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careersite.settings")
    # Migrations, the worker and backups hold a session: past a pooler, if any.
    if direct := os.environ.get("DATABASE_DIRECT_URL"):
        os.environ["DATABASE_URL"] = direct
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
