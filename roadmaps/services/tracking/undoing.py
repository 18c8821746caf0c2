"""Take the learner's last event back."""

from datetime import datetime

from django.db import transaction

from profiles.models import User
from roadmaps.models import Enrollment, StepEvent, StepProgress, Submission
from roadmaps.services.plan import read_plan
from roadmaps.services.tracking import evidence
from roadmaps.services.tracking.rounds import close_round
from roadmaps.services.tracking.row import (
    UndoExpiredError,
    change_row,
    check_version,
    lock_row,
    restored,
    undoable_event,
)
from roadmaps.services.tracking.standing import change_standing, lock_enrollment


@transaction.atomic
def undo(
    *, progress: StepProgress, by: User, now: datetime, row_version: int | None = None
) -> StepProgress:
    """Put the row back to before the learner's last event, within ten minutes.

    Raises UndoExpiredError later, and where the step changed since.
    """
    row = lock_row(progress, now=now)
    check_version(row, row_version, now=now)
    event = undoable_event(row, now=now)
    if event is None:
        raise UndoExpiredError(row, now=now)
    left = row.state
    _undo_round(event)
    _undo_tick(row, event)
    change_row(
        row,
        action="undo",
        by=by,
        now=now,
        to_state=event.from_state,
        why=event.get_action_display(),
        **restored(event.before),
    )
    evidence.follow(row, left=left, by=by, now=now)
    _undo_reopening(row, event, by=by, now=now)
    return row


def _undo_round(event: StepEvent) -> None:
    """Open or close the round that the undone event closed or opened."""
    if "submission" not in event.before:
        return
    submission = Submission.objects.get(pk=event.before["submission"])
    if event.action == StepEvent.Action.SUBMIT:
        close_round(submission)
    else:
        submission.wait_again()


def _undo_tick(row: StepProgress, event: StepEvent) -> None:
    """Turn the tick of a part back."""
    if "part" not in event.before:
        return
    if event.before["was_ticked"]:
        row.part_ticks.get_or_create(
            part_key=event.before["part"], defaults={"at": event.at}
        )
    else:
        row.part_ticks.filter(part_key=event.before["part"]).delete()


def _undo_reopening(
    row: StepProgress, event: StepEvent, *, by: User, now: datetime
) -> None:
    """Complete the roadmap again if the undone event alone had taken it up.

    Its record was kept, so none is written.
    """
    if "reopened" not in event.before:
        return
    locked = lock_enrollment(row.enrollment)
    last = locked.events.first()
    if last is None or last.pk != event.before["reopened"]:
        return
    # Another step may have been taken up since, which changed the standing no more.
    plan = read_plan(Enrollment.objects.with_plan().get(pk=locked.pk))
    if plan.progress.can_be_completed:
        why = f"Undone: {event.get_action_display()}"
        change_standing(locked, action="complete", by=by, now=now, reason=why)
        row.enrollment.status = locked.status
