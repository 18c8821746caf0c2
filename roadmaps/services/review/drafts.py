"""What a mentor writes before deciding."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

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

    @property
    def version(self) -> str:
        """Name what is kept of this: the same words and choices, the same name."""
        verdicts = [(key, *said) for key, said in self.verdicts.items() if said[0]]
        levels = [
            (slug, level, str(self.until.get(slug) or ""))
            for slug, level in self.levels.items()
            if level
        ]
        words = (self.message, self.approval_reason, self.private_note)
        kept = [words, sorted(verdicts), sorted(levels)]
        return sha256(json.dumps(kept).encode()).hexdigest()

    @property
    def has_words(self) -> bool:
        """Whether anything was written or judged for the learner."""
        return bool(self.message or self.approval_reason or self.verdicts)


class StaleReviewError(Exception):
    """Something else was kept since the sender read the draft; nothing was changed."""

    def __init__(self, kept: Draft) -> None:
        self.kept = kept
        super().__init__("Something else is kept here since this draft was read.")


def read_draft(review: Review) -> Draft:
    """Return what is kept of a review."""
    confirmed = {row.skill.slug: row for row in review.confirmations.all()}
    return Draft(
        message=review.message,
        approval_reason=review.approval_reason,
        private_note=review.private_note,
        verdicts={
            row.criterion_key: (row.verdict, row.text) for row in review.verdicts.all()
        },
        levels={slug: row.level for slug, row in confirmed.items()},
        until={slug: row.expires_on for slug, row in confirmed.items()},
    )


@transaction.atomic
def start_review(*, submission: Submission, by: User, now: datetime) -> Review:
    """Show the other mentors that `by` is at it; repeated, it changes nothing."""
    return lock_round(submission=submission, by=by, now=now).review


@transaction.atomic
def save_draft(
    *,
    submission: Submission,
    draft: Draft,
    by: User,
    now: datetime,
    known: str | None = None,
) -> Review:
    """Keep a draft, also of a round that meanwhile needs no answer any more.

    `known` is the version of the draft which the sender read, None to write over
    whatever is kept. Raises StaleReviewError where another one is kept by now, and
    ValidationError by field. A review already decided keeps its words; only the
    private note still changes.
    """
    locked = lock_round(submission=submission, by=by, now=now)
    review = locked.review
    _check(draft, locked.submission)
    if known is not None:
        _check_known(known, draft, review)
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


def _check_known(known: str, draft: Draft, review: Review) -> None:
    """Raise StaleReviewError where writing would lose what another tab kept."""
    rows = Review.objects.prefetch_related("verdicts", "confirmations__skill")
    kept, said = read_draft(rows.get(pk=review.pk)), draft
    if review.status != Review.Status.DRAFT:
        said = replace(kept, private_note=draft.private_note)
    if kept.version not in (known, said.version):
        raise StaleReviewError(kept)


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
