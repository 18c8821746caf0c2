"""What may be done at a step in which state, by whom (rule 21's table as data)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from roadmaps.progress.steps import State

Actor = Literal["learner", "mentor"]
Action = Literal[
    "start",
    "pause",
    "finish",
    "submit",
    "take-back",
    "approve",
    "ask-changes",
    "reopen",
    "skip",
    "bring-back",
    "waive",
    "unwaive",
    "object",
    "ask-help",
    "undo",
]
Refusal = Literal[
    "wrong_state",
    "not_allowed",
    "step_locked",
    "review_required",
    "step_required",
    "undo_expired",
]


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states, to which; `to` is None where the state stays or varies."""

    by: Actor
    from_states: frozenset[State]
    to: State | None


def _by_learner(to: State | None, *from_states: State) -> Transition:
    return Transition(by="learner", from_states=frozenset(from_states), to=to)


def _by_mentor(to: State, *from_states: State) -> Transition:
    return Transition(by="mentor", from_states=frozenset(from_states), to=to)


ACTIONS: Mapping[Action, Transition] = {
    "start": _by_learner("in_progress", "not_started"),
    "pause": _by_learner("not_started", "in_progress"),
    "finish": _by_learner("done", "in_progress"),
    "submit": _by_learner("submitted", "in_progress", "changes_requested"),
    "take-back": _by_learner("in_progress", "submitted"),
    "approve": _by_mentor("done", "submitted"),
    "ask-changes": _by_mentor("changes_requested", "submitted"),
    "reopen": _by_learner("in_progress", "done"),
    "skip": _by_learner("skipped", "not_started", "in_progress"),
    "bring-back": _by_learner("not_started", "skipped"),
    "waive": _by_learner("waived", "not_started", "in_progress"),
    "unwaive": _by_learner("not_started", "waived"),
    "object": _by_mentor("not_started", "waived"),
    "ask-help": _by_learner(
        None, "not_started", "in_progress", "submitted", "changes_requested"
    ),
    "undo": _by_learner(
        None,
        "not_started",
        "in_progress",
        "submitted",
        "changes_requested",
        "done",
        "skipped",
        "waived",
    ),
}
LEARNER_ACTIONS = tuple(name for name, row in ACTIONS.items() if row.by == "learner")
MENTOR_ACTIONS = tuple(name for name, row in ACTIONS.items() if row.by == "mentor")


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that decides what may be done at a step.

    `has_reviewer`: an active, unpaused mentor has the scope *steps*.
    `is_released`: the submission was released because nobody answered (rule 31).
    `can_undo`: the learner's last event is younger than 10 minutes and nothing
    changed the row since.
    """

    state: State
    is_required: bool = True
    needs_review: bool = False
    has_reviewer: bool = False
    is_locked: bool = False
    is_released: bool = False
    can_undo: bool = False


def allowed_actions(
    situation: Situation, *, actor: Actor = "learner"
) -> tuple[Action, ...]:
    """Actions that would succeed as they are, in the table's order.

    `start` of a locked step is not among them: it needs the override.
    """
    return tuple(
        action for action in ACTIONS if refusal(action, situation, actor=actor) is None
    )


def refusal(
    action: Action,
    situation: Situation,
    *,
    actor: Actor = "learner",
    override: bool = False,
) -> Refusal | None:
    """Why an action is refused, as the error's code; None when it may be done.

    `override` is the learner's "Start anyway" at a locked step.
    """
    if ACTIONS[action].by != actor:
        return "not_allowed"
    if situation.state not in _from_states(action, situation):
        return "wrong_state"
    if override and action == "start":
        return None
    return _CONDITIONS.get(action, _no_condition)(situation)


def main_action(situation: Situation) -> Action:
    """The one main action of the step panel.

    A locked step's main action is still `start`, drawn as "Start anyway".
    """
    if situation.state == "in_progress":
        needs_mentor = situation.needs_review and situation.has_reviewer
        return "submit" if needs_mentor else "finish"
    if situation.state == "submitted" and situation.is_released:
        return "finish"
    return _MAIN_ACTIONS[situation.state]


_MAIN_ACTIONS: Mapping[State, Action] = {
    "not_started": "start",
    "submitted": "take-back",
    "changes_requested": "submit",
    "done": "reopen",
    "skipped": "bring-back",
    "waived": "unwaive",
}


def _from_states(action: Action, situation: Situation) -> frozenset[State]:
    # Nobody answered in time: the learner may finish what is still in review.
    if action == "finish" and situation.is_released:
        return ACTIONS[action].from_states | {"submitted"}
    return ACTIONS[action].from_states


def _no_condition(situation: Situation) -> Refusal | None:
    return None


def _unless_locked(situation: Situation) -> Refusal | None:
    return "step_locked" if situation.is_locked else None


def _unless_review_is_needed(situation: Situation) -> Refusal | None:
    if situation.is_released:
        return None
    waits_for_mentor = situation.needs_review and situation.has_reviewer
    return "review_required" if waits_for_mentor else None


def _only_optional(situation: Situation) -> Refusal | None:
    return "step_required" if situation.is_required else None


def _while_fresh(situation: Situation) -> Refusal | None:
    return None if situation.can_undo else "undo_expired"


_CONDITIONS = {
    "start": _unless_locked,
    "finish": _unless_review_is_needed,
    "skip": _only_optional,
    "undo": _while_fresh,
}
