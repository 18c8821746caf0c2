"""Whether the addresses in content still answer."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from roles.links import Answer, Outcome


class LinkCheckQuerySet(models.QuerySet):
    """Which checks."""

    def broken(self) -> Self:
        """Return what is gone, or did not answer twice in a row."""
        return self.filter(
            models.Q(outcome=Outcome.GONE)
            | models.Q(outcome=Outcome.REFUSED)
            | models.Q(outcome=Outcome.SILENT, failures__gte=2)
        )


class LinkCheck(models.Model):
    """What came of asking for one address the last time."""

    AGAIN_AFTER = timedelta(days=30)
    FAILED_AGAIN_AFTER = timedelta(days=1)

    url = models.URLField(unique=True)
    outcome = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Outcome]
    )
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="How often in a row it was not fine."
    )
    checked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return f"{self.url}: {self.outcome}"

    def take(self, answer: Answer, *, now: datetime) -> None:
        """Keep an answer, and when to ask again."""
        is_fine = answer.outcome in {Outcome.FINE, Outcome.UNCLEAR}
        self.outcome, self.status = answer.outcome, answer.status
        self.detail = answer.detail.replace("\0", "")
        self.failures = 0 if is_fine else min(self.failures + 1, 1000)
        self.checked_at = now
        self.due_at = now + (self.AGAIN_AFTER if is_fine else self.FAILED_AGAIN_AFTER)
        self.save()
