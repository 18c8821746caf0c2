"""How mentoring pauses and ends, from either side, with nobody left waiting (rule 31).

The persons' side is profiles.services.mentoring and .safety. Everything that
belongs to one parting happens in one transaction.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from careersite.common.repeats import forget_answers
from profiles.models import Mentorship, User
from profiles.services import mentoring, safety
from roadmaps.models import StepProgress, Submission
from roadmaps.services import telling
from roadmaps.services.review import withdraw_decisions


@transaction.atomic
def end_mentorship(*, mentorship: Mentorship, by: User, now: datetime) -> None:
    """Close a mentorship; decisions not yet in effect become drafts again."""
    withdraw_decisions(mentorship=mentorship, now=now)
    forget_answers(mentorship.mentor_id)
    if mentoring.end_mentorship(mentorship=mentorship, by=by, now=now):
        telling.tell_end(mentorship, by=by, now=now)


@transaction.atomic
def pause_mentorship(*, mentorship: Mentorship, by: User, now: datetime) -> None:
    """Send the mentor no new work until it is resumed; either side may."""
    if mentoring.pause_mentorship(mentorship=mentorship, by=by, now=now):
        mentorship.refresh_from_db()
        telling.tell_pause(mentorship, by=by, now=now)


@transaction.atomic
def resume_mentorship(*, mentorship: Mentorship, by: User, now: datetime) -> None:
    """Let new work come again; either side may."""
    if mentoring.resume_mentorship(mentorship=mentorship, by=by, now=now):
        mentorship.refresh_from_db()
        telling.tell_pause(mentorship, by=by, now=now)


@transaction.atomic
def block_person(*, mentorship: Mentorship, by: User, now: datetime) -> None:
    """Shut the other side out; every mentorship of the two ends in the same moment."""
    other = mentorship.other_side(by)
    safety.block(person=other, by=by, now=now)
    shared = Mentorship.objects.active().with_party(by).with_party(other)
    for one in shared.select_related("learner", "mentor"):
        end_mentorship(mentorship=one, by=by, now=now)


@transaction.atomic
def take_break(*, mentor: User, now: datetime) -> None:
    """Take a break from all mentees; whose round waits is told. Repeated: nothing."""
    if mentor.profile.mentoring_paused_at is not None:
        return
    mentor.profile.pause_mentoring(now=now)
    waiting = Submission.objects.reviewable_by(mentor).waiting().for_desk()
    for submission in waiting:
        telling.tell_break(submission, mentor=mentor, now=now)


@transaction.atomic
def come_back(*, mentor: User) -> None:
    """Let work come again after a break."""
    mentor.profile.resume_mentoring()


def left_waiting(learner: User) -> QuerySet[StepProgress]:
    """Return the learner's steps in review that no mentor reviews any more."""
    reviewed = Mentorship.objects.reviewing().of(learner)
    return (
        StepProgress.objects.of(learner)
        .filter(state=StepProgress.State.SUBMITTED)
        .exclude(enrollment__mentored__mentorship__in=reviewed)
        .select_related("step", "enrollment__roadmap")
        .order_by("state_since", "pk")
    )
