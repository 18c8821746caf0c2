"""Imports: what a file would change, what it changed, and how it was undone."""

from datetime import datetime

from django.db import models

from careersite.common.actor import Actor


class ImportBatch(models.Model):
    """One uploaded file as a plan that is confirmed once and can be undone.

    `rows` holds a list of {line, action, key, pk, old, new}: the changed columns
    only, in the form of a revision.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        APPLIED = "applied", "Applied"
        UNDONE = "undone", "Undone"

    class WrongStateError(Exception):
        """Raised where a batch was applied or undone already."""

    model_label = models.CharField(max_length=60)
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    rows = models.JSONField()
    unchanged = models.PositiveIntegerField(default=0)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    planned_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-planned_at"]
        verbose_name_plural = "import batches"
        indexes = [models.Index(fields=["model_label", "-planned_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="planned", applied_at=None, undone_at=None)
                | models.Q(state="applied", applied_at__isnull=False, undone_at=None)
                | models.Q(
                    state="undone", applied_at__isnull=False, undone_at__isnull=False
                ),
                name="roles_importbatch_state_has_its_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display().lower()})"

    def mark_applied(self, *, by: Actor, now: datetime) -> None:
        """Note who applied it; `rows` holds the new ids by now."""
        self._expect(self.State.PLANNED)
        self.state, self.applied_at = self.State.APPLIED, now
        self.actor_id, self.actor_name = by.pk, by.display_name
        self.save()

    def mark_undone(self, *, now: datetime) -> None:
        """Note that all of it was taken back."""
        self._expect(self.State.APPLIED)
        self.state, self.undone_at = self.State.UNDONE, now
        self.save(update_fields=["state", "undone_at"])

    def _expect(self, state: str) -> None:
        if self.state != state:
            raise self.WrongStateError(f"It is {self.get_state_display().lower()}.")
