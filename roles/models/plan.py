"""What a file would change, kept until somebody confirms it."""

from collections import Counter
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models

from careersite.common.actor import Actor


class FilePlan(models.Model):
    """One uploaded file as a plan that is confirmed once and can be undone.

    `rows` holds a list of lines with the changed columns only, old and new, in the
    form of a revision.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        APPLIED = "applied", "Applied"
        UNDONE = "undone", "Undone"
        DROPPED = "dropped", "Dropped"

    class WrongStateError(Exception):
        """Raised where a plan was applied or undone already."""

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
        abstract = True
        ordering = ["-planned_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["planned", "dropped"], applied_at=None, undone_at=None
                )
                | models.Q(state="applied", applied_at__isnull=False, undone_at=None)
                | models.Q(
                    state="undone", applied_at__isnull=False, undone_at__isnull=False
                ),
                name="%(app_label)s_%(class)s_state_has_its_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display().lower()})"

    def mark_applied(self, *, by: Actor, now: datetime) -> None:
        """Note who applied it; `rows` holds the new ids by now."""
        self.expect(self.State.PLANNED)
        self.state, self.applied_at = self.State.APPLIED, now
        self.actor_id, self.actor_name = by.pk, by.display_name
        self.save()

    def mark_undone(self, *, now: datetime) -> None:
        """Note that all of it was taken back."""
        self.expect(self.State.APPLIED)
        self.state, self.undone_at = self.State.UNDONE, now
        self.save(update_fields=["state", "undone_at"])

    def mark_dropped(self, *, by: Actor) -> None:
        """Note who decided that it will not be applied."""
        self.expect(self.State.PLANNED)
        self.state = self.State.DROPPED
        self.actor_id, self.actor_name = by.pk, by.display_name
        self.save(update_fields=["state", "actor_id", "actor_name"])

    def expect(self, state: str) -> None:
        """Raise WrongStateError in any other state."""
        if self.state != state:
            raise self.WrongStateError(f"It is {self.get_state_display().lower()}.")


class ImportBatch(FilePlan):
    """A file of one flat table: what it creates and what it changes.

    Each of `rows` is {line, action, key, pk, old, new}; once applied, one that was
    created also holds `made`, the fingerprint of all that the row held then.
    """

    model_label = models.CharField(max_length=60)

    class Meta(FilePlan.Meta):
        verbose_name_plural = "import batches"
        indexes = [models.Index(fields=["model_label", "-planned_at"])]


class PayUpdate(FilePlan):
    """A new edition's pay figures, which supersede those of the editions before.

    Each of `rows` is {line, key, pk, family, old, new, jumps, new_pk}: `pk` is the
    figure that becomes history, `new_pk` the one made in its place. `source_ids`
    are the editions that were made.
    """

    title = models.CharField(max_length=200)
    published_on = models.DateField()
    source_ids: Any = models.JSONField(default=list)

    class Meta(FilePlan.Meta):
        indexes = [models.Index(fields=["-planned_at"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display().lower()})"


IS_WAITING = models.Q(state=FilePlan.State.PLANNED)


class FrameworkPlanQuerySet(models.QuerySet):
    """Which plans."""

    def waiting(self) -> Self:
        """Return plans that nobody applied or dropped yet, the oldest first."""
        return self.filter(IS_WAITING).exclude(rows=[]).order_by("planned_at")

    def waiting_first(self) -> Self:
        """Return all plans, those that wait before others, the newest first."""
        plans = self.annotate(is_waiting=IS_WAITING)
        return plans.order_by("-is_waiting", "-planned_at", "-pk")


class FrameworkPlan(FilePlan):
    """What an import from a public framework adds to drafts.

    Each of `rows` is {line, model, action, parent, key, old, new, pk}. `left` lists
    what stays as it is, with the reason; `left_out` counts rows of the files that
    were not taken, by reason; `opened` holds the drafts that applying made.
    """

    left: Any = models.JSONField(default=list)
    left_out: Any = models.JSONField(default=dict)
    opened: Any = models.JSONField(default=list)

    objects = FrameworkPlanQuerySet.as_manager()

    class Meta(FilePlan.Meta):
        indexes = [
            models.Index(
                models.ExpressionWrapper(IS_WAITING, models.BooleanField()).desc(),
                models.F("planned_at").desc(),
                models.F("id").desc(),
                name="roles_frameworkplan_waiting",
            )
        ]

    def summary(self) -> list[str]:
        """Say how many rows of each kind it writes, such as `2 roles to create`."""
        counts = Counter((one["model"], one["action"]) for one in self.rows)
        return [
            f"{number} {_kind(label, number)} to {action}"
            for (label, action), number in counts.items()
        ]


def _kind(label: str, number: int) -> str:
    meta = apps.get_model(label)._meta
    return str(meta.verbose_name if number == 1 else meta.verbose_name_plural)
