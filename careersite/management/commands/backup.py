"""manage.py backup: the database in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careersite.backup.files import BackupError, dump


class Command(BaseCommand):
    """Safe at any time: the site goes on, the file holds one moment."""

    help = "Write the whole database to a file (pg_dump, custom format)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        if options["verbosity"]:
            self.stdout.write(f"Writing the database to {path} ...")
        try:
            dump(path)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes")
