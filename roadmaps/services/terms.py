"""What a mentor states, as the clocks take it, and what a learner can expect."""

from dataclasses import dataclass
from datetime import datetime

from profiles.models import Profile, User
from roadmaps.clocks import Terms, answer_by
from roadmaps.models import Submission


@dataclass(frozen=True, slots=True)
class Expectation:
    """Until when `mentor` answers; `ahead` rounds come first.

    `is_beyond_limit` where more wait than the mentor reviews in a week.
    """

    mentor: User
    answer_by: datetime
    ahead: int
    is_beyond_limit: bool


def terms_of(mentor: User) -> Terms:
    """Return the terms of a mentor, whose profile should be loaded."""
    return as_terms(mentor.profile)


def as_terms(profile: Profile) -> Terms:
    """Return a profile's part of it."""
    return Terms(
        answer_days=profile.answer_days,
        days=tuple(profile.review_days),
        starts_at=profile.review_starts_at,
        zone=profile.time_zone,
        items_per_week=profile.items_per_week,
    )


def expect(
    mentor: User, *, sent: datetime, own: Submission | None = None
) -> Expectation:
    """Return what a learner can expect of a round sent at `sent`.

    `own` is that round where it was sent already. Only a mentor with a weekly
    limit costs a query.
    """
    terms = terms_of(mentor)
    ahead = 0
    if terms.items_per_week:
        waiting = Submission.objects.reviewable_by(mentor).waiting()
        if own is not None:
            waiting = waiting.exclude(pk=own.pk)
        ahead = waiting.filter(submitted_at__lte=sent).count()
    return Expectation(
        mentor=mentor,
        answer_by=answer_by(sent, terms, ahead=ahead),
        ahead=ahead,
        is_beyond_limit=bool(terms.items_per_week and ahead >= terms.items_per_week),
    )
