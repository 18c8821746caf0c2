"""The private address under which a calendar program reads due dates."""

from typing import Self

from django.db import models
from django.utils.crypto import constant_time_compare

from careersite.common.models import TimeStamped
from profiles.models import User


class CalendarFeedQuerySet(models.QuerySet):
    """Which feeds."""

    def of(self, user: User) -> Self:
        """Return the feed of one learner."""
        return self.filter(user=user)


class CalendarFeed(TimeStamped):
    """One learner's feed; whoever has the token reads it, until it ends.

    It ends when it is revoked, and with a new password.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    # A new password ends the feed, whichever way it was set.
    password_mark = models.TextField(
        max_length=64, default="", db_default="", editable=False
    )

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar of {self.user}"

    def change_token(self, token_hash: str, *, password_mark: str) -> None:
        """Answer to the token of `token_hash` alone from now on."""
        self.token_hash = token_hash
        self.password_mark = password_mark
        self.save(update_fields=["token_hash", "password_mark", "updated_at"])

    @property
    def is_open(self) -> bool:
        """Whether the password is still the one under which it was made."""
        mark = self.user.get_session_auth_hash()
        return constant_time_compare(self.password_mark, mark)
