"""What was published when, by whom and why."""

from typing import Self

import pgtrigger
from django.db import models


class OfContentQuerySet(models.QuerySet):
    """Rows about one piece of content, which they name without a key."""

    def about(self, content: models.Model) -> Self:
        """Return rows about `content`."""
        return self.filter(model_label=content._meta.label, object_id=content.pk)


class Revision(models.Model):
    """One published state of a root with all its children, to compare and restore."""

    model_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    reason = models.CharField(max_length=280, blank=True)

    objects = OfContentQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["model_label", "object_id", "number"],
                name="roles_revision_number_is_unique",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"


class EditorialEvent(models.Model):
    """One act in the life of a root: who moved it from where to where, and why."""

    class Action(models.TextChoices):
        DRAFT = "draft", "Draft made"
        RESTORE = "restore", "Older text brought back as a draft"
        SUBMIT = "submit", "Sent to review"
        SEND_BACK = "send_back", "Sent back to draft"
        SCHEDULE = "schedule", "Scheduled"
        PUBLISH = "publish", "Published"
        HOLD = "hold", "Held back when its time came"
        DISCARD = "discard", "Draft thrown away"
        ARCHIVE = "archive", "Archived"
        REVIVE = "revive", "Taken out of the archive"

    model_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=9, choices=Action)
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12, blank=True)
    actor_id = models.BigIntegerField(
        null=True, help_text="Empty where time alone did it."
    )
    actor_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=280, blank=True)

    objects = OfContentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model_label", "object_id", "-at"])]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.model_label} {self.object_id}"
