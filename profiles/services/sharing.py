"""Links that show a record to whoever holds them, for a time."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import Section, ShareLink, User
from profiles.models.privacy import in_order
from profiles.services.invitations import hash_token

DAYS_MAX = 365
OPEN_MAX = 50
LABEL_MAX = 80


@dataclass(frozen=True, slots=True)
class Shared:
    """A new link and its token, which is told once and never kept."""

    link: ShareLink
    token: str


@transaction.atomic
def share(
    *,
    user: User,
    sections: Iterable[str],
    days: int,
    by: User,
    now: datetime,
    label: str = "",
    is_verified_only: bool = False,
) -> Shared:
    """Make a link to sections of `user` for 1 to 365 days; ValidationError by field.

    It shows of them what is open to holders of a link at each look, so that closing
    a section closes it in every link at once.
    """
    chosen = in_order(sections)
    errors = {
        "sections": [] if chosen else ["Choose at least one section."],
        "days": []
        if 1 <= days <= DAYS_MAX
        else [f"Enter between 1 and {DAYS_MAX} days."],
        "label": [f"Use at most {LABEL_MAX} characters."]
        if len(label) > LABEL_MAX
        else [],
    }
    if set(sections) - set(Section.values):
        errors["sections"] = ["Choose sections from the list."]
    if ShareLink.objects.of(user).open_at(now).count() >= OPEN_MAX:
        errors["sections"] = [f"Keep at most {OPEN_MAX} open links; revoke one first."]
    found = {field: messages for field, messages in errors.items() if messages}
    if found:
        raise ValidationError(found)
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        user=user,
        label=label.strip(),
        sections=chosen,
        is_verified_only=is_verified_only,
        token_hash=hash_token(token),
        expires_at=now + timedelta(days=days),
    )
    return Shared(link, token)


@transaction.atomic
def revoke_link(*, link: ShareLink, by: User, now: datetime) -> None:
    """Let a link show nothing from now on; repeated, nothing changes."""
    locked = ShareLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if locked.revoked_at is None:
        locked.revoke(now=now)
