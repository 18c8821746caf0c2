"""Who signs in."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

# Whoever may choose a password can also give it wherever one is asked for.
PASSWORD_MAX = 200


class UserManager(BaseUserManager["User"]):
    """Makes accounts that sign in by e-mail."""

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an account; the address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an operator's account."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractUser):
    """A person with an account; the e-mail address signs in."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(
        max_length=80, blank=True, help_text="How others here see you."
    )

    leaving_at = models.DateTimeField(
        null=True, blank=True, help_text="When this person asked to be deleted."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        indexes = [
            models.Index(
                fields=["leaving_at"],
                condition=models.Q(leaving_at__isnull=False),
                name="profiles_user_leaving",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="profiles_user_email_is_unique",
                violation_error_message="An account with this address exists.",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def deactivate(self) -> None:
        """End every way in; what belongs to the account stays."""
        self.is_active = False
        self.save(update_fields=["is_active"])

    def reactivate(self) -> None:
        """Let this person sign in again."""
        self.is_active = True
        self.save(update_fields=["is_active"])

    def leave(self, *, now: datetime) -> None:
        """Note that this person wants to be deleted."""
        self.leaving_at = now
        self.save(update_fields=["leaving_at"])

    def stay(self) -> None:
        """Forget the wish to be deleted."""
        self.leaving_at = None
        self.save(update_fields=["leaving_at"])

    def allow_into_admin(self) -> None:
        """Let this person sign in to the admin; what they may do there is apart."""
        self.is_staff = True
        self.save(update_fields=["is_staff"])

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name that others see; the part before the @ where none is given."""
        return self.name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside a name."""
        words = self.display_name.split()
        return "".join(word[0] for word in words[:2]).upper()
