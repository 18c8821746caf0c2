"""What a person was told, in the site and by mail."""

from datetime import datetime
from typing import Self

from django.db import models

from profiles.models.user import User


class NoticeQuerySet(models.QuerySet):
    """Which notices."""

    def to(self, user: User) -> Self:
        """Return what one person was told."""
        return self.filter(user=user)

    def unread(self) -> Self:
        """Return what was not marked as read."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Something a person should know; the unique key keeps it from doubling."""

    class Kind(models.TextChoices):
        WORK_SENT = "work_sent", "Work was sent to you for review"
        REVIEW_ANSWERED = "review_answered", "A mentor answered"
        COMMENT = "comment", "A comment was written"
        INVITATION_ANSWERED = "invitation_answered", "An invitation was answered"
        MENTORSHIP_CHANGED = "mentorship_changed", "A mentorship changed"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=40, choices=Kind)
    text = models.CharField(max_length=280)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="profiles_notice_told_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def mark_mailed(self, *, now: datetime) -> None:
        """Remember that the mail is out, so that it goes once."""
        self.mailed_at = now
        self.save(update_fields=["mailed_at"])
