"""A person leaves: off at once, erased after 14 days, with a way back until then.

Apps above hand in what they do at once and before the erasure (`when_leaving`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Left

from profiles.models import (
    ApiToken,
    MentorInvitation,
    MentorLink,
    Mentorship,
    Notice,
    ShareLink,
    User,
)
from profiles.models.notice import NAMELESS_KINDS, TEXT_MAX

KEPT_FOR = timedelta(days=14)
FORMER_MEMBER = "Former member"
FORMER_MENTOR = "Former mentor"

Step = Callable[[User, datetime], None]
_at_once: list[Step] = []
_before_erasure: list[Step] = []


def when_leaving(*, at_once: Step, before_erasure: Step) -> None:
    """Hand in what an app does when somebody leaves; apps do so when ready."""
    _at_once.append(at_once)
    _before_erasure.append(before_erasure)


@transaction.atomic
def leave(*, user: User, now: datetime) -> User:
    """Close everything that leads in from outside; erasure follows in 14 days.

    Links, invitations, tokens, mentorships, feeds and other sessions end now and do
    not come back. Repeated, nothing changes.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.leaving_at is not None:
        return locked
    locked.leave(now=now)
    for tokens in (ShareLink.objects.of(locked), ApiToken.objects.of(locked)):
        tokens.filter(revoked_at__isnull=True).update(revoked_at=now)
    for invitation in MentorInvitation.objects.of(locked).pending():
        invitation.close(MentorInvitation.Status.REVOKED)
    MentorLink.objects.of(locked).delete()
    for step in _at_once:
        step(locked, now)
    return locked


def end_other_sessions(*, user: User, session_key: str) -> None:
    """Sign the person out everywhere but here."""
    for session in UserSession.objects.filter(user=user).exclude(
        session_key=session_key
    ):
        session.end()


@transaction.atomic
def keep_account(*, user: User, now: datetime) -> User:
    """Stay after all; what was closed stays closed."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.leaving_at is not None:
        locked.stay()
    return locked


def erased_at(user: User) -> datetime | None:
    """Return when the account will be erased; None for who stays."""
    return user.leaving_at + KEPT_FOR if user.leaving_at else None


def due_for_erasure(*, now: datetime) -> list[int]:
    """Return the ids of accounts whose 14 days are over."""
    due = User.objects.filter(leaving_at__lte=now - KEPT_FOR)
    return list(due.order_by("leaving_at").values_list("pk", flat=True))


@transaction.atomic
def erase(*, user_id: int, now: datetime) -> bool:
    """Erase a person whose 14 days are over, and tell whether that was done now.

    Only here are the triggers of append-only tables lifted, for this transaction.
    Run twice, or for somebody who stayed, nothing happens.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or user.leaving_at is None or now - user.leaving_at < KEPT_FOR:
        return False
    with pgtrigger.ignore(*_append_only()):
        for step in _before_erasure:
            step(user, now)
        _take_name_off(user)
        _forget_mentions(user)
        # A session keeps the address that signed in, and has no key to the account.
        for session in UserSession.objects.filter(user=user):
            session.end()
        user.delete()
    return True


def _append_only() -> list[str]:
    return [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if trigger.name == "append_only"
    ]


def _take_name_off(user: User) -> None:
    """Replace the name where others' rows keep it beside an id or a key."""
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        for who in ("actor", "editor"):
            if {f"{who}_id", f"{who}_name"} <= names:
                rows: QuerySet[Any] = QuerySet(model)
                mine = rows.filter(**{f"{who}_id": user.pk})
                mine.update(**{f"{who}_name": FORMER_MEMBER})
        for field in model._meta.concrete_fields:
            beside = f"{field.name}_name"
            if field.related_model is User and beside in names:
                named: QuerySet[Any] = QuerySet(model)
                named.filter(**{field.name: user}).update(**{beside: FORMER_MENTOR})


def _forget_mentions(user: User) -> None:
    """Take name and addresses out of what others were told or wrote in forms."""
    _rename_in_notices(user)
    addresses = {user.email, *_addresses(user)}
    invited = MentorInvitation.objects.exclude(learner=user).filter(email__in=addresses)
    for invitation in invited.pending():
        invitation.close(MentorInvitation.Status.REVOKED)
    invited.update(email="")
    for row in (user, user.profile):
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
        ).update(object_repr=FORMER_MEMBER, change_message="")


def _rename_in_notices(user: User) -> None:
    """Take the name, also a former one, out of notices about the person."""
    told = Notice.objects.filter(user__in=_acquainted(user))
    about = told.filter(about_id=user.pk)
    for name in set(about.values_list("about_name", flat=True)):
        _rename(about.filter(about_name=name), name)
    about.update(about_name=FORMER_MEMBER)
    # Those that were told before notices kept whom they are about.
    others = told.filter(about_id__isnull=True).exclude(kind__in=NAMELESS_KINDS)
    _rename(others, user.display_name)


def _acquainted(user: User) -> set[int]:
    """Return whom a mentorship or an invitation ever brought together with `user`."""
    invitations = MentorInvitation.objects.filter(Q(learner=user) | Q(answered_by=user))
    pairs = [
        *Mentorship.objects.with_party(user).values_list("learner_id", "mentor_id"),
        *invitations.values_list("learner_id", "answered_by_id"),
    ]
    return {pk for pair in pairs for pk in pair if pk and pk != user.pk}


def _rename(notices: QuerySet[Notice], name: str) -> None:
    """Put another name into texts; what grows too long by it loses its end."""
    renamed = Func(
        F("text"),
        Value(rf"(?<!\w){_escaped(name)}(?!\w)"),
        Value(FORMER_MEMBER),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    )
    notices.filter(text__contains=name).update(text=Left(renamed, TEXT_MAX))


def _addresses(user: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=user).values_list("email", flat=True))


def _escaped(text: str) -> str:
    """Return a text that a regular expression takes letter by letter."""
    return "".join(
        letter if letter.isalnum() or letter in " _" else f"\\{letter}"
        for letter in text
    )
