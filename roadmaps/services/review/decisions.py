"""Decide, take it back within ten minutes, or send it at once."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from careersite.common.queue import queue_job
from profiles.models import User
from profiles.services.days import today_of
from roadmaps.models import CriterionVerdict, Review, Submission
from roadmaps.services.review.round import (
    ReviewConflictError,
    check_open,
    lock_round,
)
from roadmaps.services.review.settling import settle_due_decision, withdraw
from roadmaps.services.tracking.journal import COMMENT_MAX

UNDO_FOR = timedelta(minutes=10)
# What holds longer holds for good.
CONFIRMED_FOR = timedelta(days=3653)
PAST = "This day is already past."
TOO_FAR = "Choose a day within ten years, or none."
Decision = Review.Decision
Verdict = CriterionVerdict.Verdict


@transaction.atomic
def decide(
    *, submission: Submission, decision: Decision, by: User, now: datetime
) -> Review:
    """Answer the round by the saved draft; it takes effect in ten minutes.

    Until then the learner sees nothing of it. Raises ValidationError by field
    for a draft that does not support the decision, and ReviewConflictError where
    the round was taken back, sent anew or answered in the meantime.
    """
    locked = lock_round(submission=submission, by=by, now=now)
    review = locked.review
    if review.status != Review.Status.DRAFT and review.decision == decision:
        return review
    check_open(locked)
    _check_supports(decision, review, locked.submission, now=now)
    review.decide(decision, now=now, effective_at=now + UNDO_FOR)
    if decision != Decision.COMMENT:
        locked.submission.mark_decided()
    queue_job("roadmaps.settle_decision", at=review.effective_at, review_id=review.pk)
    return review


@transaction.atomic
def undo_decision(*, submission: Submission, by: User, now: datetime) -> Review:
    """Turn a decision back into a draft; repeated, it changes nothing.

    Raises ReviewConflictError once it is in effect.
    """
    locked = lock_round(submission=submission, by=by, now=now)
    review = locked.review
    if review.status == Review.Status.IN_EFFECT:
        raise ReviewConflictError(
            "too_late",
            f"{locked.submission.learner} has your answer already.",
            current_state=locked.submission.status,
            allowed=(),
        )
    if review.status == Review.Status.DECIDED:
        withdraw(review)
    return review


@transaction.atomic
def send_now(*, submission: Submission, by: User, now: datetime) -> Review:
    """End the wait; repeated, it changes nothing.

    Raises ReviewConflictError where nothing is decided yet.
    """
    locked = lock_round(submission=submission, by=by, now=now)
    review = locked.review
    if review.status == Review.Status.DRAFT:
        raise ReviewConflictError(
            "not_decided",
            "There is no decision to send yet.",
            current_state=locked.submission.status,
            allowed=("decide",),
        )
    if review.status == Review.Status.DECIDED:
        review.hasten(now=now)
        settle_due_decision(progress=locked.submission.progress, now=now)
        review.refresh_from_db()
    return review


def _check_supports(
    decision: Decision, review: Review, submission: Submission, *, now: datetime
) -> None:
    """Raise ValidationError, by field, where the draft does not bear the decision."""
    verdicts = {row.criterion_key: row for row in review.verdicts.all()}
    wanted = [row for row in verdicts.values() if row.verdict == Verdict.CHANGE]
    silent = [row.criterion_key for row in wanted if not row.text.strip()]
    errors = {f"text-{key}": ["Say what should change."] for key in silent}
    if decision == Decision.APPROVE:
        errors |= _approval_errors(review, verdicts, submission)
        errors |= _date_errors(review, submission, now=now)
    elif decision == Decision.CHANGES:
        errors |= _change_errors(review, wanted, submission)
    else:
        errors = _comment_errors(review.message)
    if errors:
        raise ValidationError(errors)


def _approval_errors(
    review: Review, verdicts: dict[str, CriterionVerdict], submission: Submission
) -> dict[str, list[str]]:
    met = [row for row in verdicts.values() if row.verdict == Verdict.MET]
    if len(met) == len(submission.criteria) or review.approval_reason.strip():
        return {}
    missing = f"{len(met)} of {len(submission.criteria)} criteria are met."
    return {"approval_reason": [f"{missing} Say why you approve all the same."]}


def _date_errors(
    review: Review, submission: Submission, *, now: datetime
) -> dict[str, list[str]]:
    """Return what is wrong with the days to which skills are confirmed."""
    dated = review.confirmations.exclude(expires_on=None).select_related("skill")
    errors = {}
    for one in dated:
        today = today_of(submission.learner, now=now)
        if one.is_over(today):
            errors[f"until-{one.skill.slug}"] = [PAST]
        elif not one.is_over(today + CONFIRMED_FOR):
            errors[f"until-{one.skill.slug}"] = [TOO_FAR]
    return errors


def _change_errors(
    review: Review, wanted: list[CriterionVerdict], submission: Submission
) -> dict[str, list[str]]:
    if wanted or (not submission.criteria and review.message.strip()):
        return {}
    if submission.criteria:
        return {"decision": ["Mark at least one criterion as Change."]}
    return {"message": ["Say what should change."]}


def _comment_errors(message: str) -> dict[str, list[str]]:
    if not message.strip():
        return {"message": ["Write your comment first."]}
    if len(message) > COMMENT_MAX:
        return {"message": [f"Use at most {COMMENT_MAX:,} characters in a comment."]}
    return {}
