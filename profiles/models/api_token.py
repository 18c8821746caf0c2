"""Tokens by which programs act for a person."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.crypto import constant_time_compare

from careersite.common.models import TimeStamped
from profiles.models.user import User


class ApiTokenQuerySet(models.QuerySet):
    """Which tokens."""

    def of(self, user: User) -> Self:
        """Return the tokens that one person made."""
        return self.filter(user=user)

    def open_at(self, now: datetime) -> Self:
        """Return the tokens that were not revoked and have not expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class ApiToken(TimeStamped):
    """Lets a program act for a person, until it expires or is revoked."""

    class Scope(models.TextChoices):
        READ = "read", "Read only"
        WRITE = "write", "Read and write"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="Which program it is for.")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    token_hash = models.CharField(max_length=64, unique=True)
    # A new password ends every token, whichever way it was set.
    password_mark = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope__in=["read", "write"]),
                name="profiles_apitoken_scope_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="profiles_apitoken_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def revoke(self, *, now: datetime) -> None:
        """Let it do nothing from now on."""
        self.revoked_at = now
        self.save(update_fields=["revoked_at", "updated_at"])

    def note_use(self, *, now: datetime) -> None:
        """Remember when a program last came with it."""
        self.last_used_at = now
        self.save(update_fields=["last_used_at"])

    def may_write(self) -> bool:
        """Tell whether it may change something."""
        return self.scope == self.Scope.WRITE

    def state_at(self, now: datetime) -> str:
        """Return one of open, expired, revoked, ended (by a new password)."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at <= now:
            return "expired"
        mark = self.user.get_session_auth_hash()
        return "open" if constant_time_compare(self.password_mark, mark) else "ended"
