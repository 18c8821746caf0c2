"""Pause, resume, leave, start over and complete a roadmap; nothing is deleted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import User
from profiles.services.days import today_of
from roadmaps.models import CompletionRecord, Enrollment, ResourceTick, StepProgress
from roadmaps.services.plan import read_plan
from roadmaps.services.record import snapshot_of
from roadmaps.services.tracking import evidence
from roadmaps.services.tracking.rounds import close_round, take_back
from roadmaps.services.tracking.row import change_row, settle_rows
from roadmaps.services.tracking.standing import (
    LEADS_TO,
    change_standing,
    lock_enrollment,
)

Status = Enrollment.Status
State = StepProgress.State

RESET_WORD = "start over"
# From which standing each action may come.
FROM: dict[str, tuple[Status, ...]] = {
    "pause": (Status.ACTIVE,),
    "resume": (Status.PAUSED,),
    "leave": (Status.ACTIVE, Status.PAUSED, Status.COMPLETED),
    "reset": (Status.ACTIVE, Status.PAUSED, Status.COMPLETED),
    "complete": (Status.ACTIVE, Status.PAUSED),
    "reopen": (Status.COMPLETED,),
}


class StandingRefusedError(Exception):
    """The enrollment does not allow an action now; pages and API answer 409."""

    code = "wrong_state"

    def __init__(self, enrollment: Enrollment, detail: str) -> None:
        self.current_state = enrollment.status
        self.allowed = allowed_standings(enrollment.status)
        self.detail = detail
        super().__init__(detail)


class StepsLeftError(StandingRefusedError):
    """Completing needs every step done, waived or skipped; `left` has their keys."""

    code = "steps_left"

    def __init__(self, enrollment: Enrollment, left: list[str]) -> None:
        self.left = left
        count = f"{len(left)} step is" if len(left) == 1 else f"{len(left)} steps are"
        detail = f"{count} still open." if left else "There is no step that counts."
        super().__init__(enrollment, detail)


def allowed_standings(status: str) -> list[str]:
    """Return what may be done to a roadmap that stands so (completing: at 100)."""
    return [action for action, come_from in FROM.items() if status in come_from]


@transaction.atomic
def pause_roadmap(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Put a roadmap aside: it takes none of the weekly hours and nothing is due."""
    return _change(enrollment, "pause", by=by, now=now)


@transaction.atomic
def resume_roadmap(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Go on with a paused roadmap."""
    return _change(enrollment, "resume", by=by, now=now)


@transaction.atomic
def leave_roadmap(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Leave a roadmap; starting it again finds everything as it was.

    Only what waits for review is taken back, with its words kept, so that no mentor
    is asked for an answer that nobody is there to read.
    """
    settle_rows(enrollment, now=now)
    rows = StepProgress.objects.locked().filter(enrollment=enrollment).in_review()
    in_review = list(rows)
    left = _change(enrollment, "leave", by=by, now=now)
    for row in in_review:
        take_back(progress=row, by=by, now=now)
    return left


@transaction.atomic
def reopen_roadmap(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Take a completed roadmap up again; its record stays."""
    return _change(enrollment, "reopen", by=by, now=now)


@transaction.atomic
def reset_roadmap(
    *, enrollment: Enrollment, word: str, by: User, now: datetime
) -> Enrollment:
    """Put every step back to not started, once the learner typed the word.

    Ticks go, open rounds are taken back and skills fall back. Notes, comments,
    rounds, logged time, events and records stay. Raises ValidationError for any
    other word.
    """
    if word.strip().lower() != RESET_WORD:
        raise ValidationError({"word": [f"Type “{RESET_WORD}” to go on."]})
    settle_rows(enrollment, now=now)
    rows = list(StepProgress.objects.locked().filter(enrollment=enrollment))
    locked = lock_enrollment(enrollment)
    _check(locked, "reset")
    # Before the steps: each of them would take a completed roadmap up by itself.
    change_standing(locked, action="reset", by=by, now=now)
    for row in rows:
        row.enrollment = locked
        _reset_row(row, by=by, now=now)
    locked.begin_anew(on=today_of(locked.learner, now=now))
    return locked


@transaction.atomic
def complete_roadmap(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Say that a roadmap is done, at 100 percent only, and write its record.

    Raises StepsLeftError while a step is open, or where nothing counts at all.
    """
    settle_rows(enrollment, now=now)
    locked = lock_enrollment(enrollment)
    if locked.status == Status.COMPLETED:
        return locked
    _check(locked, "complete")
    plan = read_plan(Enrollment.objects.with_plan().get(pk=locked.pk))
    if not plan.progress.can_be_completed:
        left = [one.step.key for one in plan.steps if one.is_left]
        raise StepsLeftError(locked, left)
    change_standing(locked, action="complete", by=by, now=now)
    CompletionRecord.objects.create(
        enrollment=locked,
        learner_id=locked.learner_id,
        completed_at=now,
        snapshot=snapshot_of(plan, now=now),
    )
    return locked


def _change(
    enrollment: Enrollment, action: str, *, by: User, now: datetime
) -> Enrollment:
    locked = lock_enrollment(enrollment)
    if locked.status == LEADS_TO[action]:
        return locked
    _check(locked, action)
    change_standing(locked, action=action, by=by, now=now)
    return locked


def _check(enrollment: Enrollment, action: str) -> None:
    if enrollment.status not in FROM[action]:
        words = Status(enrollment.status).label.lower()
        raise StandingRefusedError(enrollment, f"This roadmap is {words} now.")


def _reset_row(row: StepProgress, *, by: User, now: datetime) -> None:
    is_bare = row.state == State.NOT_STARTED and not row.needs_help
    had_ticks = row.part_ticks.all().delete()[0]
    ResourceTick.objects.filter(progress=row).delete()
    if is_bare and not had_ticks:
        return
    for submission in row.submissions.open():
        close_round(submission)
    left = row.state
    change_row(
        row,
        action="reset",
        by=by,
        now=now,
        to_state=State.NOT_STARTED,
        started_at=None,
        is_self_reported=False,
        is_started_anyway=False,
        needs_help=False,
        reason="",
    )
    evidence.follow(row, left=left, by=by, now=now)
