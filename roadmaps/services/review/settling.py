"""Decisions come into effect: state, event, skill levels and notice at once.

A job does it at its time, or whoever first locks the step's row after it.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from profiles.models import Mentorship, User
from profiles.services import skills
from profiles.services.days import today_of
from roadmaps.models import Review, StepProgress
from roadmaps.services import telling
from roadmaps.services.tracking.journal import add_comment
from roadmaps.services.tracking.rounds import apply_decision

Decision = Review.Decision
logger = logging.getLogger(__name__)


def settle_due_decision(*, progress: StepProgress, now: datetime) -> bool:
    """Bring the due decisions of a locked row into effect; tells whether any was.

    `progress` itself is not refreshed.
    """
    due = list(
        Review.objects.due_at(now)
        .filter(submission__progress=progress)
        .select_for_update(of=("submission", "self"))
        .select_related("submission", "mentor")
    )
    for review in due:
        _settle(review, progress=progress)
    return bool(due)


@transaction.atomic
def settle_decision(*, review_id: int, now: datetime) -> bool:
    """Bring one decision into effect if it is due, and tell whether any was."""
    row = StepProgress.objects.locked().filter(submissions__reviews=review_id).first()
    return row is not None and settle_due_decision(progress=row, now=now)


def settle_due(*, now: datetime) -> int:
    """Bring all due decisions into effect, each on its own; returns how many.

    One that fails is logged and keeps no other from its effect.
    """
    settled = 0
    for pk in list(Review.objects.due_at(now).values_list("pk", flat=True)):
        try:
            settled += settle_decision(review_id=pk, now=now)
        except Exception:
            logger.exception("review %d cannot come into effect", pk)
    return settled


@transaction.atomic
def withdraw_decisions(
    *, mentorship: Mentorship, now: datetime, kept: Collection[int] = ()
) -> None:
    """Turn what a mentor decided, not yet in effect, to drafts.

    For a mentorship that ends, or that no longer shows the steps of all enrollments
    but those of `kept`.
    """
    rows = (
        StepProgress.objects.locked()
        .filter(
            submissions__reviews__in=Review.objects.decided().by(mentorship.mentor),
            learner=mentorship.learner,
        )
        .exclude(enrollment__in=kept)
    )
    for row in rows:
        settle_due_decision(progress=row, now=now)
        for review in (
            Review.objects.decided()
            .by(mentorship.mentor)
            .filter(submission__progress=row)
        ):
            withdraw(review)


def _settle(review: Review, *, progress: StepProgress) -> None:
    """Bring one locked decision into effect, as of the moment it was due."""
    by, at = review.mentor, review.effective_at
    if by is None or at is None or not _was_mentor(review, by=by, at=at):
        withdraw(review)
    elif review.decision == Decision.COMMENT:
        _send_comment(review, progress=progress, by=by, at=at)
    else:
        _answer(review, progress=progress, by=by, at=at)


def _was_mentor(review: Review, *, by: User, at: datetime) -> bool:
    """Tell whether the mentorship lasted until the decision was due."""
    pair = Mentorship.objects.by(by).of(review.submission.learner)
    return pair.lasting_until(at).exists()


def withdraw(review: Review) -> None:
    """Turn a decision not in effect yet into a draft; what it answered waits again.

    A comment answers nothing: somebody else may have answered meanwhile.
    """
    if review.is_answer:
        review.submission.wait_again()
    review.back_to_draft()


def _send_comment(
    review: Review, *, progress: StepProgress, by: User, at: datetime
) -> None:
    """Put the message into the step's talk; the round waits on, the draft empties."""
    add_comment(progress=progress, text=review.message, by=by, now=at)
    review.back_to_draft()
    review.write(message="", approval_reason="", private_note=review.private_note)


def _answer(review: Review, *, progress: StepProgress, by: User, at: datetime) -> None:
    """Close the round: done with its skills verified, or changes asked."""
    review.submission.mark_answered()
    review.take_effect()
    decision = Decision(review.decision)
    apply_decision(progress=progress, decision=decision, by=by, now=at)
    if decision == Decision.APPROVE:
        _verify(review, learner=progress.learner, by=by, at=at)
    telling.tell_answer(review, progress=progress, now=at)


def _verify(review: Review, *, learner: User, by: User, at: datetime) -> None:
    """Verify what was confirmed, but for what ended while the decision waited."""
    today = today_of(learner, now=at)
    for one in review.confirmations.select_related("skill").order_by("skill_id"):
        if not one.is_over(today):
            skills.verify(
                user=learner,
                skill=one.skill,
                level=one.level,
                expires_on=one.expires_on,
                by=by,
                now=at,
            )
