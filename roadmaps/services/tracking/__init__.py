"""Everything that a learner does on a roadmap (rules 21 to 24)."""

from roadmaps.services.tracking.enrolling import NothingPublishedError, enroll
from roadmaps.services.tracking.journal import (
    add_comment,
    log_time,
    tick_part,
    tick_resource,
    today_of,
)
from roadmaps.services.tracking.moves import (
    ask_help,
    bring_back,
    finish,
    pause,
    reopen,
    skip,
    start,
    unwaive,
    waive,
)
from roadmaps.services.tracking.rounds import (
    apply_decision,
    check_evidence,
    close_round,
    submit,
    take_back,
)
from roadmaps.services.tracking.row import (
    RefusedError,
    ReviewRequiredError,
    StaleRowError,
    StepLockedError,
    StepRequiredError,
    UndoExpiredError,
    WrongStateError,
    situation,
)
from roadmaps.services.tracking.undoing import undo

__all__ = [
    "NothingPublishedError",
    "RefusedError",
    "ReviewRequiredError",
    "StaleRowError",
    "StepLockedError",
    "StepRequiredError",
    "UndoExpiredError",
    "WrongStateError",
    "add_comment",
    "apply_decision",
    "ask_help",
    "bring_back",
    "check_evidence",
    "close_round",
    "enroll",
    "finish",
    "log_time",
    "pause",
    "reopen",
    "situation",
    "skip",
    "start",
    "submit",
    "take_back",
    "tick_part",
    "tick_resource",
    "today_of",
    "undo",
    "unwaive",
    "waive",
]
