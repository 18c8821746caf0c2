"""A step as a learner meets it, and what blocks it (rule 21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

State = Literal[
    "not_started",
    "in_progress",
    "submitted",
    "changes_requested",
    "done",
    "skipped",
    "waived",
]
STATES: tuple[State, ...] = get_args(State)

# In review counts as passed, so that waiting never blocks the learner.
PASSED_STATES: frozenset[State] = frozenset({"done", "waived", "submitted"})


@dataclass(frozen=True, slots=True)
class TrackedStep:
    """One step of the learner's version with the learner's state at it.

    Hours are the planned ones; `ticked_hours` are those of finished parts.
    `state_since` is when the present state began, `last_activity_at` the last
    tick, log or note. `is_approved` tells a mentor's approval from a self-report.
    """

    key: str
    number: int
    hours: float
    state: State = "not_started"
    prerequisites: tuple[str, ...] = ()
    title: str = ""
    is_required: bool = True
    needs_review: bool = False
    is_approved: bool = False
    ticked_hours: float = 0
    state_since: datetime | None = None
    last_activity_at: datetime | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether it was skipped while optional and a newer version requires it."""
        return self.state == "skipped" and self.is_required


def blocked_by(steps: Sequence[TrackedStep]) -> dict[str, tuple[str, ...]]:
    """Keys of the steps that lock each locked step, in number order.

    Only a step that is not started can be locked; what locks it is a required
    prerequisite neither done, waived nor in review. Unlocked steps are left out.
    """
    open_ones = {
        step.key: step.number
        for step in steps
        if step.is_required and step.state not in PASSED_STATES
    }
    locks = {
        step.key: tuple(
            sorted(
                open_ones.keys() & set(step.prerequisites), key=open_ones.__getitem__
            )
        )
        for step in steps
        if step.state == "not_started"
    }
    return {key: blocking for key, blocking in locks.items() if blocking}
