"""How far a learner is, what may be done, and what to do next (rules 21, 23)."""

from roadmaps.progress.actions import (
    ACTIONS,
    LEARNER_ACTIONS,
    MENTOR_ACTIONS,
    Situation,
    Transition,
    allowed_actions,
    main_action,
    refusal,
)
from roadmaps.progress.calculation import (
    Bar,
    BarPart,
    BarPiece,
    Progress,
    calculate,
)
from roadmaps.progress.next_thing import (
    ExpiringCertificate,
    NextThings,
    Suggestion,
    next_things,
)
from roadmaps.progress.steps import (
    PASSED_STATES,
    STATES,
    State,
    TrackedStep,
    blocked_by,
)

__all__ = [
    "ACTIONS",
    "LEARNER_ACTIONS",
    "MENTOR_ACTIONS",
    "PASSED_STATES",
    "STATES",
    "Bar",
    "BarPart",
    "BarPiece",
    "ExpiringCertificate",
    "NextThings",
    "Progress",
    "Situation",
    "State",
    "Suggestion",
    "TrackedStep",
    "Transition",
    "allowed_actions",
    "blocked_by",
    "calculate",
    "main_action",
    "next_things",
    "refusal",
]
