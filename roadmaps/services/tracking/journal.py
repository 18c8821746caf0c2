"""What a learner notes along the way: ticks, time, comments."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import User
from profiles.services.days import today_of
from roadmaps.models import (
    Comment,
    Enrollment,
    PartTick,
    Resource,
    ResourceTick,
    StepProgress,
    TimeLog,
)
from roadmaps.services.telling import tell_comment
from roadmaps.services.tracking.row import (
    WrongStateError,
    change_row,
    check,
    check_version,
    lock_row,
)

MINUTES_MAX = 1440
MINUTES_WRONG = "Enter 1 minute to 24 hours."
COMMENT_MAX = 4000
State = StepProgress.State
OPEN_STATES = (
    State.NOT_STARTED,
    State.IN_PROGRESS,
    State.SUBMITTED,
    State.CHANGES_REQUESTED,
)


@transaction.atomic
def tick_part(
    *,
    progress: StepProgress,
    part_key: str,
    by: User,
    now: datetime,
    is_ticked: bool = True,
    row_version: int | None = None,
) -> StepProgress:
    """Tick a part of a long step, or take the tick away.

    The first tick of a step not started starts it. Raises ValidationError for a
    part that the step does not have.
    """
    row = lock_row(progress, now=now)
    if not row.step.parts.filter(key=part_key).exists():
        raise ValidationError({"part": ["This step has no such part."]})
    was_ticked = row.part_ticks.filter(part_key=part_key).exists()
    if was_ticked == is_ticked:
        return row
    check_version(row, row_version, now=now)
    if row.state not in OPEN_STATES:
        raise WrongStateError(row, now=now)
    starts = is_ticked and row.state == State.NOT_STARTED
    if starts:
        check(row, "start", now=now)
    _set_tick(row, part_key, is_ticked=is_ticked, now=now)
    change_row(
        row,
        action="tick-part",
        by=by,
        now=now,
        to_state=State.IN_PROGRESS if starts else row.state,
        why="" if is_ticked else "Tick taken away.",
        kept={"part": part_key, "was_ticked": was_ticked},
        **({"started_at": row.started_at or now} if starts else {}),
    )
    return row


def _set_tick(
    row: StepProgress, part_key: str, *, is_ticked: bool, now: datetime
) -> None:
    if is_ticked:
        PartTick.objects.create(progress=row, part_key=part_key, at=now)
    else:
        row.part_ticks.filter(part_key=part_key).delete()


@transaction.atomic
def tick_resource(
    *,
    progress: StepProgress,
    resource: Resource,
    by: User,
    now: datetime,
    is_ticked: bool = True,
    row_version: int | None = None,
) -> StepProgress:
    """Note that a resource was read, or not; the state of the step stays.

    Raises ValidationError for a resource of another step.
    """
    row = lock_row(progress, now=now)
    own = (row.enrollment.roadmap_id, row.step_key)
    if (resource.roadmap_id, resource.step_key) != own:
        raise ValidationError({"resource": ["This step has no such resource."]})
    if row.resource_ticks.filter(resource=resource).exists() == is_ticked:
        return row
    check_version(row, row_version, now=now)
    if is_ticked:
        ResourceTick.objects.create(progress=row, resource=resource, at=now)
    else:
        row.resource_ticks.filter(resource=resource).delete()
    row.touch(now=now)
    return row


@transaction.atomic
def log_time(
    *,
    enrollment: Enrollment,
    minutes: int,
    on: date,
    by: User,
    now: datetime,
    progress: StepProgress | None = None,
    row_version: int | None = None,
) -> TimeLog:
    """Note minutes (1 to 1440) spent on a day, not later than the learner's today."""
    _check_time(minutes, on, learner=enrollment.learner, now=now)
    if progress is not None:
        row = lock_row(progress, now=now)
        check_version(row, row_version, now=now)
        row.touch(now=now)
    return TimeLog.objects.create(
        learner=enrollment.learner,
        enrollment=enrollment,
        progress=progress,
        on=on,
        minutes=minutes,
    )


@transaction.atomic
def correct_time(
    *, log: TimeLog, minutes: int, on: date, by: User, now: datetime
) -> TimeLog:
    """Note other minutes, or another day, for time that was logged."""
    _check_time(minutes, on, learner=by, now=now)
    log.correct(minutes=minutes, on=on)
    return log


@transaction.atomic
def delete_time(*, log: TimeLog, by: User, now: datetime) -> None:
    """Throw logged time away."""
    log.delete()


def _check_time(minutes: int, on: date, *, learner: User, now: datetime) -> None:
    if not 1 <= minutes <= MINUTES_MAX:
        raise ValidationError({"minutes": [MINUTES_WRONG]})
    if on > today_of(learner, now=now):
        raise ValidationError({"on": ["This day is still to come."]})


@transaction.atomic
def add_comment(
    *,
    progress: StepProgress,
    text: str,
    by: User,
    now: datetime,
    row_version: int | None = None,
) -> Comment:
    """Add a word (at most 4,000 characters) to the talk at a step.

    Raises ValidationError for none and for more. The learner's own word counts as
    work at the step, a mentor's does not.
    """
    text = text.strip()
    if not text:
        raise ValidationError({"comment": ["Write something first."]})
    if len(text) > COMMENT_MAX:
        raise ValidationError({"comment": [f"Use at most {COMMENT_MAX:,} characters."]})
    is_own = by.pk == progress.learner_id
    if is_own or row_version is not None:
        row = lock_row(progress, now=now)
        check_version(row, row_version, now=now)
        if is_own:
            row.touch(now=now)
    comment = Comment.objects.create(
        progress=progress,
        author=by,
        author_name=by.display_name,
        text=text,
        created_at=now,
    )
    tell_comment(comment, now=now)
    return comment
