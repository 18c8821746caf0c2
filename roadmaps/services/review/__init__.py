"""How a mentor answers a round (rule 29).

Every verb locks the step's row before it reads or changes a round or a review, so
that learner, mentors and the worker come one after another.
"""

from roadmaps.services.review.decisions import (
    UNDO_FOR,
    decide,
    send_now,
    undo_decision,
)
from roadmaps.services.review.drafts import (
    Draft,
    StaleReviewError,
    read_draft,
    save_draft,
    start_review,
)
from roadmaps.services.review.round import ReviewConflictError
from roadmaps.services.review.settling import (
    settle_decision,
    settle_due,
    settle_due_decision,
    withdraw_decisions,
)

__all__ = [
    "UNDO_FOR",
    "Draft",
    "ReviewConflictError",
    "StaleReviewError",
    "decide",
    "read_draft",
    "save_draft",
    "send_now",
    "settle_decision",
    "settle_due",
    "settle_due_decision",
    "start_review",
    "undo_decision",
    "withdraw_decisions",
]
