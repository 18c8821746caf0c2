"""What we decide differently from the account library's defaults."""

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from profiles.middleware import BEGAN_AT, SEEN_AT
from profiles.models import User
from profiles.services import account_mail, accounts, notices

logger = logging.getLogger(__name__)

FRESH_SECONDS = 900


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up with a profile, and tries that are counted per person and address."""

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, **options: Any
    ) -> User:
        """Save account, profile and accepted terms together."""
        super().save_user(request, user, form, commit=False)
        name = form.cleaned_data["name"]
        accounts.register(user=user, name=name, now=timezone.now())
        return user

    def post_login(
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse:
        """Give every account a profile, also one that an operator made."""
        accounts.ensure_profile(user=user)
        now = timezone.now().timestamp()
        request.session[BEGAN_AT] = request.session[SEEN_AT] = now
        return super().post_login(request, user, **kwargs)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell of a change of the account in the site too; mail that fails is retried.

        The change has happened by now: a mail server that is away must not turn it
        into an error.
        """
        try:
            super().send_notification_mail(template_prefix, user, context, email)
            is_mailed = True
        except OSError:
            is_mailed = False
        notices.tell_of_security(
            user=user,
            text=f"{render_to_string(f'{template_prefix}_subject.txt').strip()}.",
            is_mailed=is_mailed,
            now=timezone.now(),
            mail_to=email or "",
        )

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        """Queue the mail: sent at once, its time would tell who has an account."""
        account_mail.queue_reset_mail(user=user)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Queue the mail to the owner of an address that somebody signed up with."""
        account_mail.queue_known_address_mail(email=email)

    def send_confirmation_mail(
        self,
        request: HttpRequest,
        emailconfirmation: Any,
        signup: bool,  # noqa: FBT001 - the library's own
    ) -> None:
        """Queue the mail whose link confirms an address."""
        account_mail.queue_confirmation_mail(address=emailconfirmation.email_address)

    def is_safe_url(self, url: str | None) -> bool:
        """Tell whether `url` stays on the site; what is no address does not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # newer Pythons refuse brackets that hold no address
            return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again unless it was given a short while ago."""
        given = get_authentication_records(self.request, self.request.user)
        fresh = timezone.now().timestamp() - FRESH_SECONDS
        if any(record["at"] > fresh for record in given):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 after too many wrong passwords, instead of a form error."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as too_many:
            raise ImmediateHttpResponse(respond_429(request)) from too_many

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password; the address in it may be a password typed too soon."""
        logger.warning("sign-in failed", extra={"client": self.get_client_ip(request)})

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        # Wrong tries from one address must not lock the owner out elsewhere.
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets of the second factor encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._cipher().decrypt(encrypted_text.encode()).decode()

    def _cipher(self) -> Fernet:
        digest = hashlib.sha256(f"second-factor:{settings.SECRET_KEY}".encode())
        return Fernet(base64.urlsafe_b64encode(digest.digest()))
