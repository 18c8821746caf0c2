"""How people want to be mailed, kind by kind, and how they stop it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import Notice, NoticePreference, Profile, User
from profiles.models.notice import CHOSEN_KINDS, DIGEST_RHYTHMS, Rhythm

SALT = "profiles.unsubscribe"


class UnknownUnsubscribeError(Exception):
    """Raised for a link that we did not make, or whose account is gone."""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Whom a link is about and what it stops: one kind, or one rhythm of digests."""

    user: User
    what: str

    @property
    def label(self) -> str:
        """What the link stops, in words."""
        if self.what in Notice.Kind.values:
            return f"“{Notice.Kind(self.what).label}”"
        return f"everything that comes {Rhythm(self.what).label.lower()}"


def rhythm_of(user: User, kind: Notice.Kind) -> Rhythm:
    """Return how a notice is mailed as `user` wishes; safety always goes at once.

    The desk's own summary does too, unless it is off: it tells of this morning.
    """
    if kind == Notice.Kind.SECURITY:
        return Rhythm.NOW
    wished = NoticePreference.objects.of(user).filter(kind=kind).first()
    if wished is None:
        return _default(user, kind)
    is_late = kind == Notice.Kind.DESK_DIGEST and wished.rhythm in DIGEST_RHYTHMS
    return Rhythm.NOW if is_late else Rhythm(wished.rhythm)


def rhythms_of(user: User) -> dict[str, str]:
    """Return the rhythm of each kind that can be chosen."""
    wished = dict(NoticePreference.objects.of(user).values_list("kind", "rhythm"))
    return {
        kind.value: wished.get(kind.value) or _default(user, kind).value
        for kind in CHOSEN_KINDS
    }


@transaction.atomic
def set_rhythms(*, user: User, rhythms: Mapping[str, str]) -> None:
    """Keep how `user` wants the kinds in `rhythms` mailed, also what waits already.

    Raises ValidationError for a kind that cannot be chosen or an unknown rhythm.
    """
    for kind, rhythm in rhythms.items():
        if kind not in CHOSEN_KINDS:
            raise ValidationError({kind: ["This kind of notice cannot be changed."]})
        if rhythm not in Rhythm.values:
            raise ValidationError({kind: ["Choose now, daily, weekly or off."]})
    for kind, rhythm in rhythms.items():
        NoticePreference.objects.update_or_create(
            user=user, kind=kind, defaults={"rhythm": rhythm}
        )
        _change_waiting(user, kind, rhythm)


def unsubscribe_token(user: User, what: str) -> str:
    """Return what stands in the link of a mail; it needs no sign-in and never ages."""
    return signing.dumps([user.pk, what], salt=SALT)


def read_unsubscribe(token: str) -> Unsubscribe:
    """Return what a link stops; raises UnknownUnsubscribeError."""
    try:
        pk, what = signing.loads(token, salt=SALT)
    except signing.BadSignature as unknown:
        raise UnknownUnsubscribeError from unknown
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise UnknownUnsubscribeError
    return Unsubscribe(user=user, what=what)


def unsubscribe(wish: Unsubscribe) -> None:
    """Stop the mail of one kind, or of all kinds of one digest."""
    kinds = (
        [kind for kind, rhythm in rhythms_of(wish.user).items() if rhythm == wish.what]
        if wish.what in DIGEST_RHYTHMS
        else [wish.what]
    )
    set_rhythms(user=wish.user, rhythms=dict.fromkeys(kinds, Rhythm.OFF.value))


def _default(user: User, kind: Notice.Kind) -> Rhythm:
    """Return what holds unless it was chosen.

    Who reviews on certain days is told of new work on the morning of such a day.
    """
    if kind == Notice.Kind.WORK_SENT:
        terms = Profile.objects.filter(user=user).values_list("review_days").first()
        return Rhythm.OFF if terms and terms[0] else Rhythm.NOW
    return Rhythm.NOW


def _change_waiting(user: User, kind: str, rhythm: str) -> None:
    """Let notices that still wait for a digest follow the new wish.

    Who now wants them at once gets the waiting ones with the next daily digest.
    """
    waiting = Notice.objects.to(user).filter(
        kind=kind, mailed_at__isnull=True, mail__in=DIGEST_RHYTHMS
    )
    waiting.update(mail=Rhythm.DAILY if rhythm == Rhythm.NOW else rhythm)
