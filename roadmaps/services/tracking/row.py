"""One step row: lock it, ask the rules, change it and write its event."""

from datetime import datetime, timedelta
from typing import Any, cast

from profiles.models import User
from roadmaps.models import Enrollment, StepEvent, StepProgress
from roadmaps.progress import ACTIONS, Situation, State, allowed_actions, refusal
from roadmaps.progress.actions import Action
from roadmaps.services.tracking.standing import reopen_if_work_is_left

UNDO_FOR = timedelta(minutes=10)

# Starting over takes more back than one row knows; it asks for a word first.
NEVER_UNDONE = (StepEvent.Action.UNDO, StepEvent.Action.RESET)

# What undo puts back, beside the state.
KEPT_FIELDS = (
    "started_at",
    "finished_at",
    "state_since",
    "is_self_reported",
    "is_started_anyway",
    "needs_help",
    "reason",
)


class RefusedError(Exception):
    """A step does not allow an action now; pages and API answer 409.

    `code` and `detail` say why, `current_state` and `allowed` what holds instead.
    """

    code = "refused"
    detail = "This step does not allow that now."

    def __init__(self, row: StepProgress, *, now: datetime, detail: str = "") -> None:
        self.row = row
        self.current_state = row.state
        self.allowed = allowed_actions(situation(row, now=now))
        self.detail = detail or self.detail
        super().__init__(self.detail)


class WrongStateError(RefusedError):
    """The action does not lead on from the present state."""

    code = "wrong_state"


class StaleRowError(RefusedError):
    """The step changed since the sender saw it."""

    code = "stale_row"
    detail = "This step changed in the meantime. Look at it again, then decide."


class StepRequiredError(RefusedError):
    """A required step cannot be skipped."""

    code = "step_required"
    detail = "This step is required. Only optional steps can be skipped."


class ReviewRequiredError(RefusedError):
    """A mentor reviews this step, so it cannot be marked done."""

    code = "review_required"
    detail = "Your mentor reviews this step. Send it for review instead."


class UndoExpiredError(RefusedError):
    """There is nothing to undo: too long ago, or the step changed since."""

    code = "undo_expired"
    detail = "There is nothing left to undo: it was too long ago or the step changed."


class StepLockedError(RefusedError):
    """Required steps come first; `blocking` lists their rows by number."""

    code = "step_locked"

    def __init__(self, row: StepProgress, *, now: datetime, detail: str = "") -> None:
        self.blocking = list(StepProgress.objects.blocking(row))
        names = ", ".join(str(needed.step) for needed in self.blocking)
        super().__init__(row, now=now, detail=detail or f"First comes: {names}.")


REFUSALS: dict[str, type[RefusedError]] = {
    error.code: error
    for error in (
        WrongStateError,
        StepLockedError,
        ReviewRequiredError,
        StepRequiredError,
        UndoExpiredError,
    )
}


def lock_row(progress: StepProgress, *, now: datetime) -> StepProgress:
    """Lock and return the step's row as it is at `now`.

    A mentor's decision that is due takes effect first: whoever locks the row
    after that moment sees it, however late the worker is.
    """
    row = StepProgress.objects.locked().get(pk=progress.pk)
    if row.state == StepProgress.State.SUBMITTED and _settle(row, now=now):
        row = StepProgress.objects.locked().get(pk=progress.pk)
    return row


def settle_rows(enrollment: Enrollment, *, now: datetime) -> None:
    """Lock all steps of a roadmap, once what mentors decided and is due took effect."""
    for row in StepProgress.objects.locked().filter(enrollment=enrollment):
        if row.state == StepProgress.State.SUBMITTED:
            _settle(row, now=now)


def _settle(row: StepProgress, *, now: datetime) -> bool:
    # Settling changes the row by this module's own verbs, hence the late import.
    from roadmaps.services.review.settling import settle_due_decision

    return settle_due_decision(progress=row, now=now)


def situation(row: StepProgress, *, now: datetime) -> Situation:
    """Return everything that decides what may be done at `row`."""
    return Situation(
        state=cast(State, row.state),
        is_required=row.step.is_required,
        needs_review=row.step.needs_review,
        has_reviewer=row.step.needs_review and row.enrollment.has_reviewer(),
        is_locked=is_locked(row),
        is_released=is_released(row),
        can_undo=undoable_event(row, now=now) is not None,
    )


def is_locked(row: StepProgress) -> bool:
    """Tell whether a step not yet started waits for another one."""
    return (
        row.state == StepProgress.State.NOT_STARTED
        and StepProgress.objects.blocking(row).exists()
    )


def is_released(row: StepProgress) -> bool:
    """Tell whether the step's round was released because nobody answered."""
    return (
        row.state == StepProgress.State.SUBMITTED
        and row.submissions.open().filter(released_at__isnull=False).exists()
    )


def undoable_event(row: StepProgress, *, now: datetime) -> StepEvent | None:
    """Return the learner's own last event while it can still be undone.

    In a roadmap that was left no round comes back to wait for an answer.
    """
    event = row.events.first()
    if event is None or event.action in NEVER_UNDONE:
        return None
    is_fresh = event.actor_id == row.learner_id and now - event.at < UNDO_FOR
    is_last = event.before.get("row_version_after") == row.row_version
    if not (is_fresh and is_last):
        return None
    return None if "submission" in event.before and row.enrollment.is_left else event


def check_version(row: StepProgress, row_version: int | None, *, now: datetime) -> None:
    """Raise StaleRowError unless the sender saw the row as it is; None passes."""
    if row_version is not None and row_version != row.row_version:
        raise StaleRowError(row, now=now)


def check(
    row: StepProgress,
    action: Action,
    *,
    now: datetime,
    row_version: int | None = None,
    override: bool = False,
) -> None:
    """Raise the refusal that the rules give for a learner's action."""
    check_version(row, row_version, now=now)
    found = refusal(
        action, _needed_situation(row, action), actor="learner", override=override
    )
    if found:
        raise REFUSALS[found](row, now=now)


def _needed_situation(row: StepProgress, action: Action) -> Situation:
    """Ask the database only what this action's rule looks at."""
    needs_review = action == "finish" and row.step.needs_review
    return Situation(
        state=cast(State, row.state),
        is_required=row.step.is_required,
        needs_review=needs_review,
        has_reviewer=needs_review and row.enrollment.has_reviewer(),
        is_locked=action == "start" and is_locked(row),
        is_released=action == "finish" and is_released(row),
    )


def change_row(
    row: StepProgress,
    *,
    action: Action | str,
    by: User | None,
    now: datetime,
    to_state: str | None = None,
    why: str = "",
    kept: dict[str, Any] | None = None,
    **changes: object,
) -> StepEvent:
    """Change a locked row and write the one event that tells of it.

    Without `to_state` the rules' table says where `action` leads; `why` stands in
    the event, `kept` is what undo will need beside the row's own fields. `by` is
    None where time alone did it.
    """
    from_state, before = row.state, snapshot(row)
    target = to_state or ACTIONS[cast(Action, action)].to or row.state
    row.change(to_state=target, now=now, is_act=by is not None, **changes)
    reopened = reopen_if_work_is_left(row.enrollment, state=target, by=by, now=now)
    kept = {**(kept or {}), **({"reopened": reopened.pk} if reopened else {})}
    return StepEvent.objects.create(
        progress=row,
        learner_id=row.learner_id,
        at=now,
        action=action,
        from_state=from_state,
        to_state=target,
        actor_id=by.pk if by else None,
        actor_name=by.display_name if by else "",
        reason=why,
        before={**before, **kept, "row_version_after": row.row_version},
    )


def snapshot(row: StepProgress) -> dict[str, Any]:
    """Return the row's other fields as JSON, for undo."""
    return {name: _as_json(getattr(row, name)) for name in KEPT_FIELDS}


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def restored(before: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a snapshot as the model holds them."""
    return {
        name: datetime.fromisoformat(before[name])
        if name.endswith(("_at", "_since")) and before[name]
        else before[name]
        for name in KEPT_FIELDS
    }
