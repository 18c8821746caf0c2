"""What the site notes about itself, for its operators."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from careersite.common.repeats import KeptAnswer

__all__ = ["BackupRun", "KeptAnswer"]

SAID_MAX = 280


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    """Which runs, and how they are written."""

    def latest_of(self, kind: str) -> Self:
        """Return the runs of one kind, newest first."""
        return self.filter(kind=kind).order_by("-ended_at", "-pk")

    def record(
        self, kind: str, *, now: datetime, seconds: float, said: str, size: int | None
    ) -> "BackupRun":
        """Write one row, which stays as it is; without a size the run failed."""
        return self.create(
            kind=kind,
            ended_at=now,
            took=timedelta(seconds=seconds),
            said=said[:SAID_MAX],
            file_bytes=size,
        )


class BackupRun(models.Model):
    """A backup was written or proven, or could not be."""

    class Kind(models.TextChoices):
        BACKUP = "backup", "Backup"
        DRILL = "drill", "Restore drill"

    kind = models.CharField(max_length=6, choices=Kind)
    ended_at = models.DateTimeField()
    took = models.DurationField()
    file_bytes = models.BigIntegerField(
        null=True, help_text="Size of the file; empty where the run failed."
    )
    said = models.CharField(max_length=SAID_MAX)

    objects = BackupRunQuerySet.as_manager()

    class Meta:
        ordering = ["-ended_at", "-pk"]
        indexes = [
            models.Index(
                fields=["kind", "-ended_at"], name="careersite_backuprun_latest"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["backup", "drill"]),
                name="careersite_backuprun_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(file_bytes__isnull=True)
                | models.Q(file_bytes__gte=0),
                name="careersite_backuprun_size_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.said}"

    @property
    def is_passed(self) -> bool:
        """Whether the run came to its end."""
        return self.file_bytes is not None
