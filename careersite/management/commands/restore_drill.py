"""manage.py restore_drill: prove that a backup of this database comes back."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careersite.backup import BackupError
from careersite.backup.drill import Drill, run_drill
from careersite.backup.notes import note_run
from careersite.models import BackupRun


class Command(BaseCommand):
    """Safe at any time: reads one moment, and removes what it made."""

    help = "Dump, restore into a fresh database, compare every table, say how long."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verbosity"]:
            self.stdout.write("Dumping, restoring and comparing every table ...")
        begin = time.monotonic()
        try:
            drill = run_drill()
        except BackupError as error:
            _note(begin, said=str(error))
            raise CommandError(str(error)) from error
        if not drill.is_passed:
            said = _said_of_failure(drill)
            _note(begin, said=said)
            raise CommandError(said)
        _note(begin, said=f"{drill.tables} tables equal", size=drill.file_size)
        self.stdout.write(
            f"{drill.tables} tables equal, all sequences usable."
            f" Database {drill.database_size:,} bytes, file {drill.file_size:,} bytes;"
            f" dump {drill.dump_seconds:.1f} s, restore {drill.restore_seconds:.1f} s."
        )


def _note(begin: float, *, said: str, size: int | None = None) -> None:
    note_run(
        BackupRun.Kind.DRILL,
        now=timezone.now(),
        seconds=time.monotonic() - begin,
        said=said,
        size=size,
    )


def _said_of_failure(drill: Drill) -> str:
    different = ", ".join(drill.different) or "none"
    spent = ", ".join(drill.spent) or "none"
    return f"Not restored. Tables that differ: {different}. Sequences spent: {spent}."
