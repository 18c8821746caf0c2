"""Which roadmaps an invitation and a mentorship are about (rule 28).

The person's side is profiles.services.invitations and .mentoring. Both together
happen in one transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from careersite.common.repeats import forget_answers
from profiles.models import MentorInvitation, Mentorship, Scope, User
from profiles.services import invitations, mentor_links, mentoring
from profiles.services.invitations import Invited
from roadmaps.models import (
    Enrollment,
    InvitedEnrollment,
    MentoredEnrollment,
    Submission,
)
from roadmaps.services.review import withdraw_decisions
from roadmaps.services.telling import (
    tell_invitation_answer,
    tell_new_mentee,
    tell_reviewers,
)


@transaction.atomic
def invite_mentor(
    *,
    by: User,
    email: str,
    enrollments: Iterable[Enrollment],
    scopes: Iterable[str],
    message: str,
    now: datetime,
) -> Invited:
    """Ask somebody to mentor `by` on own enrollments; see invitations.invite."""
    chosen = _own(enrollments, learner=by)
    invited = invitations.invite(
        by=by, email=email, scopes=scopes, message=message, now=now
    )
    if invited.is_new:
        InvitedEnrollment.objects.bulk_create(
            InvitedEnrollment(invitation=invited.invitation, enrollment=enrollment)
            for enrollment in chosen
        )
    return invited


def asks_the_same(
    invitation: MentorInvitation,
    *,
    enrollments: Iterable[Enrollment],
    scopes: Iterable[str],
    message: str,
) -> bool:
    """Tell whether an invitation that waits says what somebody wants to ask."""
    offered = {row.enrollment_id for row in invitation.enrollments.all()}
    return (
        invitation.message.split() == message.split()
        and set(invitation.scopes) == set(scopes)
        and offered == {enrollment.pk for enrollment in enrollments}
    )


@transaction.atomic
def accept_invitation(*, token: str, by: User, now: datetime) -> Mentorship:
    """Become the mentor for the enrollments and scopes that were offered.

    Raises InvitationGoneError or SelfInvitationError.
    """
    invitation = invitations.accept_invitation(token=token, by=by, now=now)
    mentorship = mentoring.begin_mentorship(invitation=invitation, now=now)
    offered = [row.enrollment_id for row in invitation.enrollments.all()]
    _share(mentorship, offered)
    _tell_of_waiting(offered, now=now)
    tell_invitation_answer(
        learner=invitation.learner,
        by=by,
        key=f"invitation/{invitation.pk}",
        is_accepted=True,
        now=now,
    )
    return mentorship


@transaction.atomic
def decline_invitation(*, token: str, by: User, now: datetime) -> None:
    """Answer no; raises InvitationGoneError or SelfInvitationError."""
    invitation = invitations.decline_invitation(token=token, by=by, now=now)
    tell_invitation_answer(
        learner=invitation.learner,
        by=by,
        key=f"invitation/{invitation.pk}",
        is_accepted=False,
        now=now,
    )


@transaction.atomic
def redeem_link(
    *,
    token: str,
    by: User,
    enrollments: Iterable[Enrollment],
    scopes: Iterable[str],
    now: datetime,
) -> Mentorship:
    """Become a mentee by a mentor's own link, sharing what `by` chose.

    Raises LinkGoneError, NotTakingError or SelfInvitationError.
    """
    chosen = [enrollment.pk for enrollment in _own(enrollments, learner=by)]
    mentor = mentor_links.lock_taking(token=token, by=by)
    if mentor == by:
        raise invitations.SelfInvitationError("You cannot mentor yourself.")
    mentorship, is_new = mentoring.begin_by_link(
        mentor=mentor, learner=by, scopes=scopes, now=now
    )
    _share(mentorship, chosen)
    _tell_of_waiting(chosen, now=now)
    if is_new:
        tell_new_mentee(mentorship, now=now)
    return mentorship


@transaction.atomic
def change_mentorship(
    *,
    mentorship: Mentorship,
    enrollments: Iterable[Enrollment],
    scopes: Iterable[str],
    by: User,
    now: datetime,
) -> Mentorship:
    """Let the mentor see these enrollments in these scopes, and nothing else.

    What the mentor decided on steps that are closed to them becomes a draft.
    """
    chosen = {enrollment.pk for enrollment in _own(enrollments, learner=by)}
    scopes = list(scopes)
    reviewed = chosen if Scope.STEPS in scopes else set()
    withdraw_decisions(mentorship=mentorship, now=now, kept=reviewed)
    forget_answers(mentorship.mentor_id)
    mentorship = mentoring.change_scopes(
        mentorship=mentorship, scopes=scopes, by=by, now=now
    )
    mentorship.enrollments.exclude(enrollment__in=chosen).delete()
    _share(mentorship, chosen)
    _tell_of_waiting(chosen, now=now)
    return mentorship


def _share(mentorship: Mentorship, enrollments: Iterable[int]) -> None:
    MentoredEnrollment.objects.bulk_create(
        [
            MentoredEnrollment(mentorship=mentorship, enrollment_id=pk)
            for pk in enrollments
        ],
        ignore_conflicts=True,
    )


def _tell_of_waiting(enrollments: Iterable[int], *, now: datetime) -> None:
    """Tell a mentor who comes new what waits already; others know it."""
    waiting = Submission.objects.waiting().filter(enrollment__in=enrollments)
    for submission in waiting.for_desk():
        tell_reviewers(submission, now=now)


def _own(enrollments: Iterable[Enrollment], *, learner: User) -> list[Enrollment]:
    """Return the chosen enrollments; raises ValidationError for none or foreign."""
    chosen = list(enrollments)
    if not chosen:
        raise ValidationError({"enrollments": ["Choose at least one roadmap."]})
    if any(enrollment.learner_id != learner.pk for enrollment in chosen):
        raise ValidationError({"enrollments": ["Choose roadmaps of your own."]})
    return chosen
