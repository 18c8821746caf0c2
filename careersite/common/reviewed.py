"""The way from an editor's draft to readers: who moved it, why, and when it is due."""

from datetime import datetime

from django.db import models

from careersite.common.actor import Actor

MOVED: list[str] = [
    "status",
    "scheduled_for",
    "editor_id",
    "editor_name",
    "reason",
    "updated_at",
]


class Reviewed(models.Model):
    """Something with a status that a publisher looks at before readers see it."""

    status: models.CharField
    updated_at: models.DateTimeField

    scheduled_for = models.DateTimeField(null=True, editable=False)
    editor_id = models.BigIntegerField(null=True, editable=False)
    editor_name = models.CharField(max_length=80, blank=True, editable=False)
    reason = models.CharField(max_length=280, blank=True, editable=False)

    class Meta:
        abstract = True

    def move_to(
        self,
        status: str,
        *,
        by: Actor | None,
        reason: str = "",
        at: datetime | None = None,
    ) -> None:
        """Take `status`; `at` is when something scheduled will be published."""
        self.status, self.scheduled_for = status, at
        self.editor_id = by.pk if by else None
        self.editor_name = by.display_name if by else ""
        self.reason = reason
        self.save(update_fields=MOVED)
