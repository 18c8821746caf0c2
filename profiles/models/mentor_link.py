"""The link by which learners come to a mentor."""

from datetime import datetime
from typing import Self

from django.db import models

from profiles.models.user import User


class MentorLinkQuerySet(models.QuerySet):
    """Which links."""

    def of(self, mentor: User) -> Self:
        """Return the link of one mentor."""
        return self.filter(mentor=mentor)


class MentorLink(models.Model):
    """A mentor's personal link; a new one makes the one before useless."""

    mentor = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="mentor_link"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    objects = MentorLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Link of {self.mentor}"

    def renew(self, token_hash: str, *, now: datetime) -> None:
        """Let only the token of `token_hash` lead here from now on."""
        self.token_hash = token_hash
        self.created_at = now
        self.save(update_fields=["token_hash", "created_at"])
