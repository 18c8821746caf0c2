"""Rounds of review: freeze one, take it back, bring its answer into effect."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from profiles.models import SkillEvidence, User
from roadmaps.models import Review, StepProgress, Submission, SubmissionItem
from roadmaps.models.submission import LINKS_MAX, TEXT_MAX
from roadmaps.services.telling import tell_reviewers
from roadmaps.services.tracking import evidence, frozen
from roadmaps.services.tracking.row import (
    WrongStateError,
    change_row,
    check,
    lock_row,
)

QUESTION_MAX = 280
LINK_MAX = 500
State = StepProgress.State
is_web_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def submit(
    *,
    progress: StepProgress,
    by: User,
    now: datetime,
    text: str = "",
    links: Sequence[str] = (),
    question: str = "",
    projects: Sequence[int] = (),
    certifications: Sequence[int] = (),
    row_version: int | None = None,
) -> StepProgress:
    """Freeze text, evidence, criteria and taught skills as the next round.

    Text of at most 10,000 characters, at most 10 addresses of http or https, keys
    of own projects and certificates; something is needed. Raises ValidationError
    by field.
    """
    text, question = text.strip(), question.strip()
    check_evidence(
        text=text,
        links=links,
        question=question,
        has_more=bool(projects or certifications),
    )
    row = lock_row(progress, now=now)
    items = frozen.build_items(
        learner=row.learner,
        links=links,
        projects=projects,
        certifications=certifications,
    )
    if _holds_already(row, text=text, items=items, question=question):
        return row
    check(row, "submit", now=now, row_version=row_version)
    if row.enrollment.is_left:
        # No mentor sees the roadmap any more, so nobody would answer.
        left = "You left this roadmap. Start it again, then send this for review."
        raise WrongStateError(row, now=now, detail=left)
    submission = _freeze(row, text=text, items=items, question=question, now=now)
    change_row(
        row,
        action="submit",
        by=by,
        now=now,
        kept={"submission": submission.pk, "round": submission.round},
    )
    tell_reviewers(submission, now=now)
    return row


@transaction.atomic
def take_back(
    *, progress: StepProgress, by: User, now: datetime, row_version: int | None = None
) -> StepProgress:
    """Take the open round back; a decision not yet in effect becomes a draft."""
    row = lock_row(progress, now=now)
    if row.state == State.IN_PROGRESS:
        return row
    check(row, "take-back", now=now, row_version=row_version)
    submission = row.submissions.open().first()
    if submission:
        close_round(submission)
    change_row(
        row,
        action="take-back",
        by=by,
        now=now,
        kept={"submission": submission.pk, "round": submission.round}
        if submission
        else None,
    )
    return row


def close_round(submission: Submission) -> None:
    """Close an open round unanswered; what was decided becomes a draft again."""
    submission.take_back()
    for review in submission.reviews.select_for_update().filter(
        status=Review.Status.DECIDED
    ):
        review.back_to_draft()


@transaction.atomic
def apply_decision(
    *, progress: StepProgress, decision: Review.Decision, by: User, now: datetime
) -> StepProgress:
    """Bring a mentor's answer into effect: done or changes asked, with its event.

    `progress` is locked here; a comment changes no state and writes no event.
    Raises WrongStateError where the step does not wait for an answer any more.
    """
    row = StepProgress.objects.locked().get(pk=progress.pk)
    if decision == Review.Decision.COMMENT:
        return row
    if row.state != State.SUBMITTED:
        raise WrongStateError(row, now=now)
    if decision == Review.Decision.APPROVE:
        change_row(
            row,
            action="approve",
            by=by,
            now=now,
            is_self_reported=False,
            needs_help=False,
        )
        evidence.add(row, kind=SkillEvidence.Kind.STEP, by=by, now=now)
    else:
        change_row(row, action="ask-changes", by=by, now=now)
    return row


def check_evidence(
    *, text: str, links: Sequence[str], question: str, has_more: bool = False
) -> None:
    """Raise ValidationError, by field, for evidence that cannot be sent.

    `has_more` where a project or a certificate is sent along.
    """
    is_empty = not (text or links or has_more)
    errors = {
        "text": ["Say what you did, or add a link."]
        if is_empty
        else _too_long(text, TEXT_MAX),
        "links": _link_errors(links),
        "question": _too_long(question, QUESTION_MAX),
    }
    found = {field: messages for field, messages in errors.items() if messages}
    if found:
        raise ValidationError(found)


def _too_long(text: str, most: int) -> list[str]:
    return [f"Use at most {most:,} characters."] if len(text) > most else []


def _link_errors(links: Sequence[str]) -> list[str]:
    errors = [f"Add at most {LINKS_MAX} links."] if len(links) > LINKS_MAX else []
    wrong = next((link for link in links if not _is_link(link)), None)
    if wrong is not None:
        errors.append(f"“{wrong[:80]}” is not a web address (https://…).")
    return errors


def _is_link(link: str) -> bool:
    try:
        is_web_address(link)
    except ValidationError:
        return False
    return len(link) <= LINK_MAX


def _holds_already(
    row: StepProgress, *, text: str, items: Sequence[SubmissionItem], question: str
) -> bool:
    """Tell whether the same evidence waits already: a request sent twice."""
    if row.state != State.SUBMITTED:
        return False
    waiting = row.submissions.open().first()
    if waiting is None:
        return False
    is_same_text = (waiting.text, waiting.question) == (text, question)
    return is_same_text and frozen.are_same(waiting.items.all(), items)


def _freeze(
    row: StepProgress, *, now: datetime, items: Sequence[SubmissionItem], **words: Any
) -> Submission:
    """Keep what the mentor will read, whatever editors change later."""
    submission = Submission.objects.create(
        progress=row,
        learner=row.learner,
        enrollment=row.enrollment,
        round=row.submissions.next_round(),
        criteria=list(row.step.criteria.values("key", "text")),
        taught=[
            {"skill": taught.skill.slug, "level": taught.level}
            for taught in row.step.taught_skills.select_related("skill")
        ],
        submitted_at=now,
        **words,
    )
    frozen.save_items(submission, items)
    return submission
