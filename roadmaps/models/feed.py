"""The private address under which a calendar program reads due dates."""

from typing import Self

from django.db import models

from careersite.common.models import TimeStamped
from profiles.models import User


class CalendarFeedQuerySet(models.QuerySet):
    """Which feeds."""

    def of(self, user: User) -> Self:
        """Return the feed of one learner."""
        return self.filter(user=user)


class CalendarFeed(TimeStamped):
    """One learner's feed; whoever has the token reads it, until it is revoked."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar of {self.user}"

    def change_token(self, token_hash: str) -> None:
        """Answer to the token of `token_hash` alone from now on."""
        self.token_hash = token_hash
        self.save(update_fields=["token_hash", "updated_at"])
