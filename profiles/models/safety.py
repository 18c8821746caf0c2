"""Who wants nothing more to do with whom, and what the operators should look at."""

from datetime import datetime
from typing import Self

from django.db import models

from profiles.models.mentoring import Mentorship
from profiles.models.user import User

REPORT_MAX = 2000


class BlockQuerySet(models.QuerySet):
    """Which blocks."""

    def by(self, person: User) -> Self:
        """Return whom one person blocks."""
        return self.filter(blocker=person)

    def between(self, one: User, other: User) -> Self:
        """Return the blocks of two persons, whoever of them blocks."""
        return self.filter(
            models.Q(blocker=one, blocked=other) | models.Q(blocker=other, blocked=one)
        )


class Block(models.Model):
    """One person shuts another out; neither can mentor the other while it lasts."""

    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="blocked_by"
    )
    created_at = models.DateTimeField()

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["blocker", "blocked"], name="profiles_block_once_per_pair"
            ),
            models.CheckConstraint(
                condition=~models.Q(blocker=models.F("blocked")),
                name="profiles_block_nobody_blocks_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} blocks {self.blocked}"


class AbuseReportQuerySet(models.QuerySet):
    """Which reports."""

    def open(self) -> Self:
        """Return the reports that no operator has closed."""
        return self.filter(handled_at__isnull=True)


class AbuseReport(models.Model):
    """Somebody tells the operators what another person did."""

    reporter = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="abuse_reports"
    )
    reported = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="reports_about"
    )
    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(max_length=REPORT_MAX)
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by_id = models.BigIntegerField(null=True, blank=True)
    note = models.TextField(
        "operators' note",
        max_length=REPORT_MAX,
        blank=True,
        default="",
        db_default="",
        help_text="What was found and done. Neither side sees it.",
    )

    objects = AbuseReportQuerySet.as_manager()

    class Meta:
        ordering = ["handled_at", "-created_at", "-pk"]
        indexes = [models.Index(fields=["handled_at", "-created_at", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "reported"],
                condition=models.Q(handled_at__isnull=True),
                name="profiles_abusereport_one_open_per_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(handled_at__isnull=True, handled_by_id__isnull=True)
                | models.Q(handled_at__isnull=False, handled_by_id__isnull=False),
                name="profiles_abusereport_end_has_its_actor",
            ),
        ]

    def __str__(self) -> str:
        # The desk's log keeps this for good, also when an account is erased.
        return f"Report {self.pk}"

    def add(self, text: str) -> None:
        """Keep more words in a report that is still open."""
        self.text = f"{self.text}\n\n{text}"[:REPORT_MAX]
        self.save(update_fields=["text"])

    def close(self, *, by: User, now: datetime) -> None:
        """Note that an operator dealt with it."""
        self.handled_at = now
        self.handled_by_id = by.pk
        self.save(update_fields=["handled_at", "handled_by_id"])
