"""What a password must not be."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from profiles.breached import is_breached
from profiles.models import User
from profiles.models.user import PASSWORD_MAX

STAFF_MIN_LENGTH = 15
SITE_WORDS = ("careersite", "career site")


class StaffLengthValidator:
    """Asks more of people who keep the content and the accounts."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a staff password under 15 characters."""
        if user is None or not (user.is_staff or user.is_superuser):
            return
        if len(password) < STAFF_MIN_LENGTH:
            message = f"Editors use at least {STAFF_MIN_LENGTH} characters."
            raise ValidationError(message, code="password_too_short")

    def get_help_text(self) -> str:
        return f"Editors use at least {STAFF_MIN_LENGTH} characters."


class LongestValidator:
    """Refuses what no form would take when the password is asked for."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for more characters than anybody remembers."""
        if len(password) > PASSWORD_MAX:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"A password has at most {PASSWORD_MAX} characters."


class BreachedPasswordValidator:
    """Refuses what was stolen elsewhere, where the installation has a list of it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password in the list."""
        listed = settings.BREACHED_PASSWORDS
        if listed and is_breached(password, Path(listed)):
            raise ValidationError(
                "This password is in a list of stolen ones: choose another.",
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return "Do not use a password that was stolen elsewhere."


class SiteWordValidator:
    """Refuses the site's own name with a few signs around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where little is left beside the site's name."""
        rest = password.casefold()
        for word in SITE_WORDS:
            rest = rest.replace(word, "")
        if rest != password.casefold() and len(rest) < 8:
            raise ValidationError("Do not build your password on our name.")

    def get_help_text(self) -> str:
        return "Do not build your password on our name."
