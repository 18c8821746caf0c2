"""How a mentorship between two persons goes on, changes and ends.

What ties it to roadmaps is added by roadmaps.services.invitations. Each change
locks the mentorship's row and leaves one event; repeated, it changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from profiles.models import MentoringEvent, MentorInvitation, Mentorship, User
from profiles.models.mentoring import in_order

Action = MentoringEvent.Action


@transaction.atomic
def begin_mentorship(*, invitation: MentorInvitation, now: datetime) -> Mentorship:
    """Return the mentorship of an accepted invitation, made or widened by it."""
    learner, mentor = invitation.learner, invitation.answered_by
    mentorship, is_new = Mentorship.objects.active().get_or_create(
        learner=learner,
        mentor=mentor,
        defaults={"scopes": invitation.scopes},
    )
    if not is_new:
        wider = in_order([*mentorship.scopes, *invitation.scopes])
        return change_scopes(mentorship=mentorship, scopes=wider, by=learner, now=now)
    return mentorship


@transaction.atomic
def begin_by_link(
    *, mentor: User, learner: User, scopes: Iterable[str], now: datetime
) -> tuple[Mentorship, bool]:
    """Return the mentorship that a learner began by a mentor's link, and if it is new.

    One that goes on already is widened by `scopes`.
    """
    mentorship, is_new = Mentorship.objects.active().get_or_create(
        learner=learner, mentor=mentor, defaults={"scopes": in_order(scopes)}
    )
    if is_new:
        MentoringEvent.objects.record(
            mentorship, action=Action.ACCEPTED, to_state="active", by=learner, now=now
        )
        return mentorship, True
    wider = in_order([*mentorship.scopes, *scopes])
    return change_scopes(
        mentorship=mentorship, scopes=wider, by=learner, now=now
    ), False


@transaction.atomic
def change_scopes(
    *, mentorship: Mentorship, scopes: Iterable[str], by: User, now: datetime
) -> Mentorship:
    """Let the mentor see and do `scopes`, and nothing else, from now on."""
    mentorship = _lock(mentorship)
    before, after = mentorship.scopes, in_order(scopes)
    if before != after:
        mentorship.allow(after)
        MentoringEvent.objects.record(
            mentorship,
            action=Action.SCOPES,
            from_state=" ".join(before),
            to_state=" ".join(after),
            by=by,
            now=now,
        )
    return mentorship


@transaction.atomic
def pause_mentorship(*, mentorship: Mentorship, by: User, now: datetime) -> bool:
    """Send the mentor no new work until it is resumed; tells whether that is new."""
    mentorship = _lock(mentorship)
    if mentorship.state != "active":
        return False
    mentorship.pause(now=now)
    _note_move(mentorship, Action.PAUSED, "active", by=by, now=now)
    return True


@transaction.atomic
def resume_mentorship(*, mentorship: Mentorship, by: User, now: datetime) -> bool:
    """Let new work come again; tells whether that is new."""
    mentorship = _lock(mentorship)
    if mentorship.state != "paused":
        return False
    mentorship.resume()
    _note_move(mentorship, Action.RESUMED, "paused", by=by, now=now)
    return True


@transaction.atomic
def end_mentorship(*, mentorship: Mentorship, by: User, now: datetime) -> bool:
    """Close a mentorship for good and tell whether it was still open."""
    mentorship = _lock(mentorship)
    before = mentorship.state
    if before == "ended":
        return False
    mentorship.end(by=by, now=now)
    _note_move(mentorship, Action.ENDED, before, by=by, now=now)
    return True


@transaction.atomic
def set_taking_mentees(*, mentor: User, is_taking: bool) -> None:
    """Say whether `mentor` takes new mentees."""
    mentor.profile.take_mentees(is_taking=is_taking)


def _note_move(
    mentorship: Mentorship, action: Action, before: str, *, by: User, now: datetime
) -> None:
    """Write the event of a move from the state `before` to the present one."""
    MentoringEvent.objects.record(
        mentorship,
        action=action,
        from_state=before,
        to_state=mentorship.state,
        by=by,
        now=now,
    )


def _lock(mentorship: Mentorship) -> Mentorship:
    return (
        Mentorship.objects.select_for_update(of=["self"])
        .select_related("learner", "mentor")
        .get(pk=mentorship.pk)
    )
