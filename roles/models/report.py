"""What readers say is wrong with a page."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from careersite.common.actor import Actor


class ReportQuerySet(models.QuerySet):
    """Which reports."""

    def open(self) -> Self:
        """Return what nobody has finished with, oldest first."""
        return self.filter(state__in=Report.OPEN).order_by("made_at", "pk")

    def finished_by(self, moment: datetime) -> Self:
        """Return what editors had finished with at a moment."""
        return self.exclude(state__in=Report.OPEN).filter(handled_at__lte=moment)


class Report(models.Model):
    """A problem that a reader tells us of; it says nothing of who the reader is."""

    class Kind(models.TextChoices):
        FIGURE = "figure", "A figure or a claim is wrong"
        OLD = "old", "Something is out of date"
        LINK = "link", "A link does not work"
        PAGE = "page", "The page does not work for me"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        NEW = "new", "New"
        IN_HAND = "in_hand", "In hand"
        DONE = "done", "Done"
        REJECTED = "rejected", "Rejected"

    OPEN = (State.NEW, State.IN_HAND)
    TEXT_MAX = 2_000

    page = models.CharField(max_length=300, blank=True, help_text="Its address here.")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.TextField(max_length=TEXT_MAX)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    note = models.TextField(blank=True, help_text="What was found and done.")
    handled_at = models.DateTimeField(null=True, editable=False)
    actor_id = models.BigIntegerField(null=True, editable=False)
    actor_name = models.CharField(max_length=80, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "report by a reader"
        verbose_name_plural = "reports by readers"
        indexes = [models.Index(fields=["state", "made_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="roles_report_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state="new") | Q(handled_at__isnull=False),
                name="roles_report_handled_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page or 'no page named'}"

    def handle(self, *, by: Actor, now: datetime) -> None:
        """Keep the state and the note that an editor gave it, and who did."""
        self.handled_at = now
        self.actor_id, self.actor_name = by.pk, by.display_name
        self.save(
            update_fields=["state", "note", "handled_at", "actor_id", "actor_name"]
        )
