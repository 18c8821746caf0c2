"""What the export of one person holds back, since it is not theirs to read (yet)."""

from typing import Any

from django.db.models import Model, Q

from profiles.models import User
from roadmaps.models import Review, Submission


def hold_back(limit: Any) -> None:
    """Hand in the limits of tables that two people share."""
    limit("roadmaps.Review", rows=_reviews, hide=_private_of_mentor)
    limit("profiles.Mentorship", hide=_private_of_mentor)
    for name in ("CriterionVerdict", "SkillConfirmation"):
        limit(f"roadmaps.{name}", rows=_parts_of_reviews)
    limit("roadmaps.Submission", instead=_as_the_learner_sees_it)


def _reviews(user: User) -> Q:
    """Own reviews in any state; of others, what is in effect."""
    return Q(mentor=user) | Q(status=Review.Status.IN_EFFECT)


def _parts_of_reviews(user: User) -> Q:
    return Q(review__mentor=user) | Q(review__status=Review.Status.IN_EFFECT)


def _private_of_mentor(user: User, row: Model) -> frozenset[str]:
    """A mentor's private notes, on a round or on a mentee, are for the mentor alone."""
    is_own = getattr(row, "mentor_id", None) == user.pk
    return frozenset() if is_own else frozenset({"private_note"})


def _as_the_learner_sees_it(row: Model) -> dict[str, str]:
    """A decision that is not in effect yet is none for the learner."""
    is_decided = getattr(row, "status", "") == Submission.Status.DECIDED
    return {"status": Submission.Status.WAITING} if is_decided else {}
