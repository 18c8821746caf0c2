"""Sign-in by token.

REST framework reads this while it is itself being imported, so this module must
not import `rest_framework.views`.
"""

from django.utils import timezone
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from careersite.common.acting import known_as
from profiles.middleware import lacks_second_factor
from profiles.models import ApiToken, User
from profiles.services import tokens

KEYWORD = "token"


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Token <secret>`, made at /me/tokens/."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return who the token stands for; None where there is no header at all.

        Raises AuthenticationFailed (401) for a header that lets nobody in, and
        PermissionDenied (403) where it is valid but does not allow this.
        """
        if "Authorization" not in request.headers:
            return None
        header = authentication.get_authorization_header(request)
        keyword, _, secret = header.strip().partition(b" ")
        if keyword.lower() != KEYWORD.encode():
            # Passed over, a session sent along would answer for what it names.
            raise exceptions.AuthenticationFailed(
                "Only tokens are read here: Authorization: Token <secret>."
            )
        # Bytes that are no ASCII match no token, and hash like any other text.
        found = tokens.find_token(secret.strip().decode("latin-1"), now=timezone.now())
        if found is None:
            raise exceptions.AuthenticationFailed("This token lets nobody in.")
        if request.method not in permissions.SAFE_METHODS and not found.may_write():
            raise exceptions.PermissionDenied(
                "This token may only read.", "token_reads_only"
            )
        if lacks_second_factor(found.user):
            raise exceptions.PermissionDenied(
                "Set up a second factor first.", "second_factor_required"
            )
        known_as(found.user)
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return "Token"
