"""A mentor's personal link, by which learners come to them."""

import secrets
from datetime import datetime

from django.db import transaction

from profiles.models import MentorLink, Mentorship, User
from profiles.services.invitations import hash_token
from profiles.services.safety import is_blocked

# The page lets learners choose roadmaps, so it stands in a part unknown here.
PAGE = "/invitations/from/{}/"


class LinkGoneError(Exception):
    """Raised for an unknown or replaced link, and where one blocks the other."""


class NotTakingError(Exception):
    """Raised where the mentor takes nobody now: by wish, break or limit."""


@transaction.atomic
def renew_link(*, mentor: User, now: datetime) -> str:
    """Return a new token, shown only now; the link before works no more."""
    token = secrets.token_urlsafe(32)
    link, is_new = MentorLink.objects.get_or_create(
        mentor=mentor,
        defaults={"token_hash": hash_token(token), "created_at": now},
    )
    if not is_new:
        link.renew(hash_token(token), now=now)
    return token


def drop_link(*, mentor: User) -> None:
    """Let no link lead to the mentor any more."""
    MentorLink.objects.of(mentor).delete()


def find_link(*, token: str, by: User | None = None) -> MentorLink:
    """Return the link of a token as `by` or a visitor sees it; LinkGoneError."""
    link = (
        MentorLink.objects.select_related("mentor__profile")
        .filter(token_hash=hash_token(token), mentor__is_active=True)
        .first()
    )
    if link is None or (by is not None and is_blocked(link.mentor, by)):
        raise LinkGoneError
    return link


def is_taking(mentor: User) -> bool:
    """Tell whether the mentor takes one mentee more."""
    terms = mentor.profile
    if not terms.is_taking_mentees or terms.mentoring_paused_at is not None:
        return False
    if terms.mentee_limit is None:
        return True
    mentees = Mentorship.objects.active().by(mentor).values("learner").distinct()
    return mentees.count() < terms.mentee_limit


def lock_taking(*, token: str, by: User) -> User:
    """Return the mentor of a link while nobody else redeems it.

    Raises LinkGoneError, or NotTakingError unless `by` is a mentee already.
    """
    link = find_link(token=token, by=by)
    MentorLink.objects.select_for_update().get(pk=link.pk)
    has_mentor = Mentorship.objects.active().filter(mentor=link.mentor, learner=by)
    if not has_mentor.exists() and not is_taking(link.mentor):
        raise NotTakingError
    return link.mentor
