"""What operators see and do of accounts; each is kept and shown to its owner."""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import OperatorAct, User
from profiles.services import notices

Action = OperatorAct.Action
SHOWN_MAX = 20


def note_looks(
    *, people: Iterable[User], by: User, now: datetime, action: Action = Action.LOOKED
) -> None:
    """Keep that an operator saw data of `people`; of oneself nothing is kept."""
    OperatorAct.objects.bulk_create(
        OperatorAct(user_id=pk, action=action, at=now, actor_id=by.pk, actor_name=name)
        for name in [by.display_name]
        for pk in sorted({person.pk for person in people} - {by.pk})
    )


def latest_acts(person: User) -> list[OperatorAct]:
    """Return the newest of what operators saw and did of one person."""
    return list(OperatorAct.objects.on(person)[:SHOWN_MAX])


@transaction.atomic
def note_change(*, user: User, by: User, now: datetime) -> None:
    """Keep that an operator changed the rights of an account."""
    OperatorAct.objects.record(user, action=Action.CHANGED, by=by, now=now)


@transaction.atomic
def deactivate(*, user: User, reason: str, by: User, now: datetime) -> bool:
    """End every way in, and tell whether that was done now.

    Raises ValidationError for one's own account: nobody would be left to undo it.
    """
    locked = _locked_other(user, by)
    if not locked.is_active:
        return False
    locked.deactivate()
    OperatorAct.objects.record(
        locked, action=Action.DEACTIVATED, by=by, now=now, reason=reason
    )
    return True


@transaction.atomic
def reactivate(*, user: User, reason: str, by: User, now: datetime) -> bool:
    """Let a person sign in again, and tell whether that was done now."""
    locked = _locked_other(user, by)
    if locked.is_active:
        return False
    locked.reactivate()
    OperatorAct.objects.record(
        locked, action=Action.REACTIVATED, by=by, now=now, reason=reason
    )
    _tell(locked, "Your account was reactivated by an operator.", now)
    return True


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, by: User, now: datetime) -> bool:
    """Take off the second factor with its recovery codes, and end every session.

    Tells whether that was done now. Raises ValidationError for one's own: an
    operator's session alone must not be enough to take the factor off.
    """
    locked = _locked_other(user, by)
    deleted, _ = Authenticator.objects.filter(user=locked).delete()
    if not deleted:
        return False
    for session in UserSession.objects.filter(user=locked):
        session.end()
    OperatorAct.objects.record(
        locked, action=Action.FACTOR_RESET, by=by, now=now, reason=reason
    )
    _tell(
        locked,
        "An operator reset your second factor. If you did not ask for that, change "
        "your password and write to us at once.",
        now,
    )
    return True


def _locked_other(user: User, by: User) -> User:
    if user.pk == by.pk:
        raise ValidationError("This is not done to one's own account.")
    return User.objects.select_for_update().get(pk=user.pk)


def _tell(user: User, text: str, now: datetime) -> None:
    notices.tell_of_security(user=user, text=text, is_mailed=False, now=now)
