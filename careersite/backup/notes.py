"""What is kept of backups and drills, so that operators see how the last one went."""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction

from careersite.models import BackupRun

logger = logging.getLogger(__name__)


def note_run(
    kind: str, *, now: datetime, seconds: float, said: str, size: int | None = None
) -> None:
    """Note a run; without a size it failed, and `said` is why.

    A database that cannot take the note, such as one that lacks a migration, spoils no
    backup: the log tells of it.
    """
    try:
        with transaction.atomic():
            BackupRun.objects.record(
                kind, now=now, seconds=seconds, said=said, size=size
            )
    except DatabaseError as error:
        logger.warning("The note of a %s was not kept: %s", kind, error)
