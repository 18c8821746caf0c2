"""Tokens for programs: made once, shown once, kept as a hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import ApiToken, Notice, User
from profiles.services.invitations import hash_token
from profiles.services.notices import notify

DAYS_MAX = 365
OPEN_MAX = 20
# Lets programs that look for leaked secrets know one of ours.
PREFIX = "careersite_"
# Noting every use would cost each request a write.
USE_NOTED_EVERY = timedelta(minutes=15)
PAGE = "/me/tokens/"


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token and its secret, which is told once and never kept."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(
    *, user: User, name: str, scope: str, days: int, by: User, now: datetime
) -> MadeToken:
    """Make a token for 1 to 365 days and tell its owner; ValidationError by field.

    The caller asks for the password first: see profiles.views.tokens.
    """
    User.objects.select_for_update().get(pk=user.pk)  # one after another
    name = name.strip()
    errors = {
        "name": [] if 0 < len(name) <= 80 else ["Use 1 to 80 characters."],
        "scope": [] if scope in ApiToken.Scope.values else ["Choose a scope."],
        "days": []
        if 1 <= days <= DAYS_MAX
        else [f"Enter between 1 and {DAYS_MAX} days."],
    }
    if ApiToken.objects.of(user).open_at(now).count() >= OPEN_MAX:
        errors["name"] = [f"Keep at most {OPEN_MAX} open tokens; revoke one first."]
    found = {field: messages for field, messages in errors.items() if messages}
    if found:
        raise ValidationError(found)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        scope=scope,
        token_hash=hash_token(secret),
        password_mark=user.get_session_auth_hash(),
        expires_at=now + timedelta(days=days),
    )
    notify(
        user=user,
        key=f"token/{token.pk}",
        kind=Notice.Kind.SECURITY,
        text=f"A token was made: {name} ({token.get_scope_display().lower()}). "
        "If that was not you, revoke it and change your password.",
        url=PAGE,
        now=now,
    )
    return MadeToken(token, secret)


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, now: datetime) -> None:
    """Let a token do nothing from now on; repeated, nothing changes."""
    locked = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoke(now=now)


def find_token(secret: str, *, now: datetime) -> ApiToken | None:
    """Return the token that lets in at `now`, None for every other one alike.

    Deactivated people, those about to be deleted, and tokens made before the
    present password let nobody in. Notes the use, at most every quarter of an hour.
    """
    tokens = ApiToken.objects.select_related("user")
    found = tokens.filter(
        token_hash=hash_token(secret), user__is_active=True, user__leaving_at=None
    ).first()
    if found is None or found.state_at(now) != "open":
        return None
    if found.last_used_at is None or now - found.last_used_at >= USE_NOTED_EVERY:
        found.note_use(now=now)
    return found
