"""Words that somebody has typed at a step and not sent yet."""

from typing import Any, Self

from django.db import models

from careersite.common.models import TimeStamped
from profiles.models import User
from roadmaps.models.step_progress import StepProgress


class StepDraftQuerySet(models.QuerySet):
    """Which drafts."""

    def of(self, user: User) -> Self:
        """Return the drafts of one person."""
        return self.filter(user=user)


class StepDraft(TimeStamped):
    """What stands in one form of a step; its writer alone reads it.

    Sent words leave the row empty: its version goes on counting, so that a second
    tab still notices.
    """

    class Kind(models.TextChoices):
        SUBMIT = "submit", "Evidence"
        COMMENT = "comment", "Comment"
        NOTE = "note", "Note"

    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="drafts"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="step_drafts")
    kind = models.CharField(max_length=7, choices=Kind)
    words = models.JSONField(default=dict, help_text="What was typed, by field.")
    row_version = models.PositiveIntegerField(
        default=1, help_text="Grows with each change: two tabs cannot overwrite."
    )

    objects = StepDraftQuerySet.as_manager()

    class Meta:
        ordering = ["progress", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "user", "kind"],
                name="roadmaps_stepdraft_one_per_form",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["submit", "comment", "note"]),
                name="roadmaps_stepdraft_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft ({self.get_kind_display()}) of {self.user} at {self.progress}"

    def write(self, words: dict[str, Any]) -> None:
        """Take other words instead; none at all empty the draft."""
        self.words = words
        self.row_version += 1
        self.save(update_fields=["words", "row_version", "updated_at"])
