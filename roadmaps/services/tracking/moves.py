"""What a learner does at a step: start, pause, finish, reopen, skip, waive.

Each verb locks the row, writes exactly one event with the change, and writes
none where what is asked for already holds.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import SkillEvidence, User
from roadmaps.models import StepProgress
from roadmaps.services.telling import tell_help, tell_objection
from roadmaps.services.tracking import evidence
from roadmaps.services.tracking.rounds import close_round
from roadmaps.services.tracking.row import (
    WrongStateError,
    change_row,
    check,
    check_version,
    lock_row,
)

REASON_MAX = 280
State = StepProgress.State
Kind = SkillEvidence.Kind


@transaction.atomic
def start(
    *,
    progress: StepProgress,
    by: User,
    now: datetime,
    row_version: int | None = None,
    override: bool = False,
) -> StepProgress:
    """Begin a step; `override` begins a locked one, and that is recorded."""
    row = lock_row(progress, now=now)
    if row.state == State.IN_PROGRESS:
        return row
    check(row, "start", now=now, row_version=row_version, override=override)
    change_row(
        row,
        action="start",
        by=by,
        now=now,
        started_at=row.started_at or now,
        is_started_anyway=override and StepProgress.objects.blocking(row).exists(),
    )
    return row


@transaction.atomic
def pause(
    *, progress: StepProgress, by: User, now: datetime, row_version: int | None = None
) -> StepProgress:
    """Put a step back to not started; evidence, ticks and time stay."""
    row = lock_row(progress, now=now)
    if row.state == State.NOT_STARTED:
        return row
    check(row, "pause", now=now, row_version=row_version)
    change_row(row, action="pause", by=by, now=now)
    return row


@transaction.atomic
def finish(
    *, progress: StepProgress, by: User, now: datetime, row_version: int | None = None
) -> StepProgress:
    """Mark a step done on the learner's own word; the skills gain evidence.

    A round that was released because nobody answered closes unanswered.
    """
    row = lock_row(progress, now=now)
    if row.state == State.DONE:
        return row
    check(row, "finish", now=now, row_version=row_version)
    is_released = row.state == State.SUBMITTED
    open_round = row.submissions.open().first() if is_released else None
    if open_round:
        close_round(open_round)
    change_row(
        row,
        action="finish",
        by=by,
        now=now,
        kept={"submission": open_round.pk} if open_round else None,
        is_self_reported=True,
        needs_help=False,
    )
    evidence.add(row, kind=Kind.STEP, by=by, now=now)
    return row


@transaction.atomic
def reopen(
    *, progress: StepProgress, by: User, now: datetime, row_version: int | None = None
) -> StepProgress:
    """Take a finished step up again; an approval stays in the history."""
    row = lock_row(progress, now=now)
    if row.state == State.IN_PROGRESS:
        return row
    check(row, "reopen", now=now, row_version=row_version)
    change_row(row, action="reopen", by=by, now=now, is_self_reported=False)
    evidence.remove(row, kind=Kind.STEP, by=by, now=now)
    return row


@transaction.atomic
def skip(
    *,
    progress: StepProgress,
    reason: str,
    by: User,
    now: datetime,
    row_version: int | None = None,
) -> StepProgress:
    """Leave an optional step out, with a reason of at most 280 characters."""
    reason = _checked_reason(reason, "Say in a few words why you skip it.")
    row = lock_row(progress, now=now)
    if row.state == State.SKIPPED and row.reason == reason:
        return row
    check(row, "skip", now=now, row_version=row_version)
    change_row(
        row,
        action="skip",
        by=by,
        now=now,
        why=reason,
        reason=reason,
        needs_help=False,
    )
    return row


@transaction.atomic
def bring_back(
    *, progress: StepProgress, by: User, now: datetime, row_version: int | None = None
) -> StepProgress:
    """Take a skipped step back into the plan."""
    row = lock_row(progress, now=now)
    if row.state == State.NOT_STARTED:
        return row
    check(row, "bring-back", now=now, row_version=row_version)
    change_row(row, action="bring-back", by=by, now=now, reason="")
    return row


@transaction.atomic
def waive(
    *,
    progress: StepProgress,
    ground: str,
    by: User,
    now: datetime,
    row_version: int | None = None,
) -> StepProgress:
    """Pass a step because it is known already; the ground counts as evidence."""
    ground = _checked_reason(ground, "Say how you know this already.", "ground")
    row = lock_row(progress, now=now)
    if row.state == State.WAIVED and row.reason == ground:
        return row
    check(row, "waive", now=now, row_version=row_version)
    change_row(
        row,
        action="waive",
        by=by,
        now=now,
        why=ground,
        reason=ground,
        needs_help=False,
    )
    evidence.add(row, kind=Kind.WAIVER, by=by, now=now)
    return row


@transaction.atomic
def unwaive(
    *,
    progress: StepProgress,
    by: User,
    now: datetime,
    reason: str = "",
    row_version: int | None = None,
) -> StepProgress:
    """Take one's own waiver back."""
    row = lock_row(progress, now=now)
    if row.state == State.NOT_STARTED:
        return row
    check(row, "unwaive", now=now, row_version=row_version)
    change_row(row, action="unwaive", by=by, now=now, why=reason, reason="")
    evidence.remove(row, kind=Kind.WAIVER, by=by, now=now)
    return row


@transaction.atomic
def object_to_waiver(
    *,
    progress: StepProgress,
    reason: str,
    by: User,
    now: datetime,
    row_version: int | None = None,
) -> StepProgress:
    """Take a learner's waiver back as a mentor, with a reason that the learner reads.

    Whether `by` reviews this learner's steps is the caller's question. Repeated
    with the same reason it changes nothing. Raises WrongStateError for a step that
    is not waived.
    """
    reason = _checked_reason(reason, "Say what is still missing.")
    row = lock_row(progress, now=now)
    last = row.events.first()
    if last and (last.action, last.actor_id, last.reason) == ("unwaive", by.pk, reason):
        return row
    check_version(row, row_version, now=now)
    if row.state != State.WAIVED:
        raise WrongStateError(row, now=now)
    event = change_row(row, action="unwaive", by=by, now=now, why=reason, reason="")
    evidence.remove(row, kind=Kind.WAIVER, by=by, now=now)
    tell_objection(row, event=event, by=by, now=now)
    return row


@transaction.atomic
def ask_help(
    *,
    progress: StepProgress,
    by: User,
    now: datetime,
    is_wanted: bool = True,
    row_version: int | None = None,
) -> StepProgress:
    """Set the flag that tells the mentors that help is wanted, or drop it anywhere."""
    row = lock_row(progress, now=now)
    if row.needs_help == is_wanted:
        return row
    check_version(row, row_version, now=now)
    if is_wanted:
        check(row, "ask-help", now=now)
    why = "" if is_wanted else "Help is no longer needed."
    change_row(row, action="ask-help", by=by, now=now, why=why, needs_help=is_wanted)
    if is_wanted:
        tell_help(row, now=now)
    return row


def _checked_reason(reason: str, missing: str, field: str = "reason") -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError({field: [missing]})
    if len(reason) > REASON_MAX:
        raise ValidationError({field: [f"Use at most {REASON_MAX} characters."]})
    return reason
