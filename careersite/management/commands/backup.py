"""manage.py backup: the database in one file."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careersite.backup import BackupError
from careersite.backup.files import dump
from careersite.backup.notes import note_run
from careersite.models import BackupRun


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
        begin = time.monotonic()
        try:
            dump(path)
        except BackupError as error:
            _note(begin, said=str(error))
            raise CommandError(str(error)) from error
        size = path.stat().st_size
        _note(begin, said=path.name, size=size)
        self.stdout.write(f"{path}: {size:,} bytes")


def _note(begin: float, *, said: str, size: int | None = None) -> None:
    note_run(
        BackupRun.Kind.BACKUP,
        now=timezone.now(),
        seconds=time.monotonic() - begin,
        said=said,
        size=size,
    )
