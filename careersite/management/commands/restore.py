"""manage.py restore: a new database from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careersite.backup import BackupError
from careersite.backup.files import restore


class Command(BaseCommand):
    """Never touches the database in use: it makes another one beside it."""

    help = "Make a new database from a backup; point DATABASE_URL to it afterwards."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", required=True, help="name of the new database")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verbosity"]:
            self.stdout.write(f"Restoring {options['file']} ...")
        try:
            restore(options["file"], into=options["into"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored into the database {options['into']}.")
