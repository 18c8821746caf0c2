"""What a mentor writes before deciding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import User
from roadmaps.models import CriterionVerdict, Review, Submission
from roadmaps.models.submission import TEXT_MAX
from roadmaps.services.review.round import lock_round

REASON_MAX = 280
CRITERION_TEXT_MAX = 1000
LEVELS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Draft:
    """A review as it stands in the form.

    `verdicts` is criterion key → ("met", "change" or "", text); `levels` is the
    slug of a taught skill → the level 1 to 5 to confirm, or None for off; `until`
    is the slug → the last day on which that holds, or None for good.
    """

    message: str = ""
    approval_reason: str = ""
    private_note: str = ""
    verdicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    levels: Mapping[str, int | None] = field(default_factory=dict)
    until: Mapping[str, date | None] = field(default_factory=dict)


@transaction.atomic
def start_review(*, submission: Submission, by: User, now: datetime) -> Review:
    """Show the other mentors that `by` is at it; repeated, it changes nothing."""
    return lock_round(submission=submission, by=by, now=now).review


@transaction.atomic
def save_draft(
    *, submission: Submission, draft: Draft, by: User, now: datetime
) -> Review:
    """Keep a draft, also of a round that meanwhile needs no answer any more.

    Raises ValidationError by field. A review already decided keeps its words;
    only the private note still changes.
    """
    locked = lock_round(submission=submission, by=by, now=now)
    review = locked.review
    _check(draft, locked.submission)
    if review.status != Review.Status.DRAFT:
        review.write(
            message=review.message,
            approval_reason=review.approval_reason,
            private_note=draft.private_note,
        )
        return review
    review.write(
        message=draft.message,
        approval_reason=draft.approval_reason,
        private_note=draft.private_note,
    )
    review.judge(draft.verdicts)
    review.confirm(draft.levels, draft.until)
    return review


def _check(draft: Draft, submission: Submission) -> None:
    """Raise ValidationError, by field, for words and choices that cannot be kept."""
    errors = {
        "message": _too_long(draft.message, TEXT_MAX),
        "approval_reason": _too_long(draft.approval_reason, REASON_MAX),
        "private_note": _too_long(draft.private_note, TEXT_MAX),
        "criteria": _criteria_errors(draft, submission),
        "skills": _skill_errors(draft, submission),
        "valid_until": _not_taught(draft.until, submission),
    }
    found = {name: texts for name, texts in errors.items() if texts}
    if found:
        raise ValidationError(found)


def _too_long(text: str, most: int) -> list[str]:
    return [f"Use at most {most:,} characters."] if len(text) > most else []


def _criteria_errors(draft: Draft, submission: Submission) -> list[str]:
    known = {criterion["key"] for criterion in submission.criteria}
    errors = [
        f"This round has no criterion “{key}”." for key in draft.verdicts.keys() - known
    ]
    for verdict, text in draft.verdicts.values():
        if verdict and verdict not in CriterionVerdict.Verdict.values:
            errors.append("Choose Met or Change.")
        errors += _too_long(text, CRITERION_TEXT_MAX)
    return errors


def _skill_errors(draft: Draft, submission: Submission) -> list[str]:
    errors = _not_taught(draft.levels, submission)
    if any(
        level is not None and level not in LEVELS for level in draft.levels.values()
    ):
        errors.append("Choose a level from 1 to 5, or off.")
    return errors


def _not_taught(slugs: Iterable[str], submission: Submission) -> list[str]:
    known = {skill["skill"] for skill in submission.taught}
    return [f"This step does not teach “{slug}”." for slug in set(slugs) - known]
