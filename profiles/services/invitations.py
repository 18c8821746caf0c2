"""How a learner asks somebody to be their mentor, and gets an answer.

Which roadmaps it is about is added by roadmaps.services.invitations. Order of
locks: the learner's account, then the invitation, then the mentorship.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.db import transaction

from careersite.common.mail import absolute_url, send_mail
from careersite.common.queue import queue_job
from profiles.models import Block, MentoringEvent, MentorInvitation, User
from profiles.models.mentoring import in_order
from profiles.services.safety import is_blocked

INVITATION_TIME = timedelta(days=14)
PENDING_MAX = 10
DAILY_MAX = 20
DAY = timedelta(days=1)
# The page shows roadmaps, so it stands in a part that this one does not know.
PAGE = "/invitations/{}/"

Action = MentoringEvent.Action
Status = MentorInvitation.Status


class SelfInvitationError(Exception):
    """Raised where a learner would mentor themselves."""


class InvitationGoneError(Exception):
    """Raised for a used, expired, revoked, foreign or unknown token alike."""


class TooManyInvitationsError(Exception):
    """Raised above the limits; `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and, only where it was just made to be copied, its token."""

    invitation: MentorInvitation
    token: str
    is_new: bool


def hash_token(token: str) -> str:
    """Return what is stored of a token; the token itself never is."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, by: User, email: str, scopes: Iterable[str], message: str, now: datetime
) -> Invited:
    """Ask somebody to mentor `by`: by mail, or without an address by a link.

    The same pair asked again while it waits gives the existing invitation.
    Raises SelfInvitationError or TooManyInvitationsError.
    """
    email = email.strip().lower()
    if email and email in _addresses_of(by):
        raise SelfInvitationError("You cannot mentor yourself.")
    User.objects.select_for_update(of=["self"]).get(pk=by.pk)
    _expire(MentorInvitation.objects.of(by).overdue_at(now), now=now)
    same = MentorInvitation.objects.of(by).pending().filter(email=email).first()
    if email and same:
        return Invited(invitation=same, token="", is_new=False)
    _check_limits(by=by, now=now)
    token = secrets.token_urlsafe(32)
    invitation = MentorInvitation.objects.create(
        learner=by,
        email=email,
        message=message,
        scopes=in_order(scopes),
        token_hash=hash_token(token),
        expires_at=now + INVITATION_TIME,
    )
    MentoringEvent.objects.record(
        invitation, action=Action.INVITED, to_state=Status.PENDING, by=by, now=now
    )
    if not email:
        return Invited(invitation=invitation, token=token, is_new=True)
    queue_job("profiles.send_invitation_mail", invitation_id=invitation.pk)
    return Invited(invitation=invitation, token="", is_new=True)


def send_invitation_mail(*, invitation_id: int, now: datetime) -> bool:
    """Mail an invitation unless it is out or closed, and tell whether it went.

    The token is made here, so that neither the queue nor a row ever holds one;
    a retry makes another, since only the mail that arrived needs to work.
    """
    with transaction.atomic():
        invitation = (
            MentorInvitation.objects.open_at(now)
            .select_for_update(of=["self"])
            .select_related("learner")
            .filter(pk=invitation_id, mailed_at__isnull=True)
            .first()
        )
        if invitation is None:
            return False
        is_wanted = not _is_shut_out(invitation)
        if is_wanted:
            token = secrets.token_urlsafe(32)
            send_mail(
                to=invitation.email,
                template="profiles/mail/invitation.txt",
                context={
                    "invitation": invitation,
                    "url": absolute_url(PAGE.format(token)),
                },
            )
            invitation.change_token(hash_token(token))
        # Shut out or not, the learner sees the same.
        invitation.mark_mailed(now=now)
    return is_wanted


def find_invitation(
    *, token: str, now: datetime, by: User | None = None
) -> MentorInvitation:
    """Return the open invitation of `token`, as seen by `by` or by a visitor.

    Raises InvitationGoneError.
    """
    invitation = (
        MentorInvitation.objects.open_at(now)
        .select_related("learner")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if invitation is None or (by is not None and is_foreign(invitation, by=by)):
        raise InvitationGoneError
    return invitation


def is_foreign(invitation: MentorInvitation, *, by: User) -> bool:
    """Tell whether an invitation is none of `by`'s business.

    It went to another address, or one of the two blocks the other.
    """
    if invitation.learner_id == by.pk:
        return False
    if invitation.email and invitation.email not in _addresses_of(by):
        return True
    return is_blocked(invitation.learner, by)


@transaction.atomic
def accept_invitation(*, token: str, by: User, now: datetime) -> MentorInvitation:
    """Answer yes; the opened mail proves that the address belongs to `by`.

    Raises InvitationGoneError, or SelfInvitationError for the learner's own link.
    """
    invitation = _lock_open(token=token, by=by, now=now)
    _verify_address(invitation.email, by=by)
    invitation.close(Status.ACCEPTED, by=by, at=now)
    _record_answer(invitation, action=Action.ACCEPTED, by=by, now=now)
    return invitation


@transaction.atomic
def decline_invitation(*, token: str, by: User, now: datetime) -> MentorInvitation:
    """Answer no; raises InvitationGoneError or SelfInvitationError."""
    invitation = _lock_open(token=token, by=by, now=now)
    invitation.close(Status.DECLINED, by=by, at=now)
    _record_answer(invitation, action=Action.DECLINED, by=by, now=now)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: MentorInvitation, by: User, now: datetime) -> None:
    """Take an unanswered invitation back; done again, nothing happens.

    Raises InvitationGoneError where it was answered in the meantime.
    """
    invitation = MentorInvitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.status == Status.REVOKED:
        return
    if invitation.status != Status.PENDING:
        raise InvitationGoneError
    invitation.close(Status.REVOKED)
    _record_answer(invitation, action=Action.REVOKED, by=by, now=now)


@transaction.atomic
def expire_invitations(*, now: datetime) -> int:
    """Close every invitation whose time has run out; returns how many."""
    return _expire(MentorInvitation.objects.overdue_at(now), now=now)


def _is_shut_out(invitation: MentorInvitation) -> bool:
    """Tell whether whoever has the invited address blocks the learner."""
    owners = EmailAddress.objects.filter(email=invitation.email, verified=True)
    return Block.objects.filter(
        blocker__in=owners.values("user"), blocked=invitation.learner
    ).exists()


def _addresses_of(user: User) -> set[str]:
    """Return all addresses of an account, verified or not, in lower case."""
    stored = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {user.email.lower(), *(address.lower() for address in stored)}


def _check_limits(*, by: User, now: datetime) -> None:
    """Raise TooManyInvitationsError above the limits of one learner."""
    invitations = MentorInvitation.objects.of(by)
    waiting = invitations.open_at(now).order_by("expires_at")
    if waiting.count() >= PENDING_MAX:
        raise TooManyInvitationsError(
            f"{PENDING_MAX} invitations wait already. Revoke one, or wait for answers.",
            retry_after=_seconds(waiting[0].expires_at - now),
        )
    today = MentoringEvent.objects.invited_by(by, since=now - DAY).order_by("at")
    if today.count() >= DAILY_MAX:
        raise TooManyInvitationsError(
            f"You sent {DAILY_MAX} invitations within a day. Try again tomorrow.",
            retry_after=_seconds(today[0].at + DAY - now),
        )


def _seconds(span: timedelta) -> int:
    return max(1, int(span.total_seconds()))


def _lock_open(*, token: str, by: User, now: datetime) -> MentorInvitation:
    """Lock the open invitation of `token`, so that one answer counts."""
    found = find_invitation(token=token, now=now, by=by)
    if found.learner_id == by.pk:
        raise SelfInvitationError("You cannot mentor yourself.")
    invitation = (
        MentorInvitation.objects.select_for_update(of=["self"])
        .select_related("learner")
        .get(pk=found.pk)
    )
    if not invitation.is_open_at(now) or invitation.token_hash != found.token_hash:
        raise InvitationGoneError
    return invitation


def _verify_address(email: str, *, by: User) -> None:
    """Mark the invited address of `by` as verified: its mail was just opened."""
    if not email:
        return
    address, _ = EmailAddress.objects.get_or_create(
        user=by, email=email, defaults={"primary": email == by.email}
    )
    if not address.verified and not address.set_verified():
        raise InvitationGoneError


def _expire(overdue: Iterable[MentorInvitation], *, now: datetime) -> int:
    """Close overdue invitations, each with its event."""
    count = 0
    for invitation in overdue:
        invitation.close(Status.EXPIRED)
        MentoringEvent.objects.record(
            invitation,
            action=Action.EXPIRED,
            from_state=Status.PENDING,
            to_state=Status.EXPIRED,
            by=None,
            now=now,
        )
        count += 1
    return count


def _record_answer(
    invitation: MentorInvitation, *, action: Action, by: User, now: datetime
) -> None:
    """Write the one event of an answer or a revocation."""
    MentoringEvent.objects.record(
        invitation,
        action=action,
        from_state=Status.PENDING,
        to_state=invitation.status,
        by=by,
        now=now,
    )
