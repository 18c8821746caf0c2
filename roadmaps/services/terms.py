"""What a mentor states, as the clocks take it, and what a learner can expect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from profiles.models import Profile, User
from roadmaps.clocks import (
    Terms,
    answer_by,
    counts_from,
    late_before,
    places_taken,
    week_begins,
)
from roadmaps.models import Review, Submission
from roadmaps.models.review import ReviewQuerySet
from roadmaps.models.submission import SubmissionQuerySet


@dataclass(frozen=True, slots=True)
class Expectation:
    """Until when `mentor` answers; `ahead` rounds come first.

    `answered` weekly places went to rounds that were sent before and are answered.
    `is_beyond_limit` where both together fill what the mentor reviews in a week.
    """

    mentor: User
    answer_by: datetime
    ahead: int
    answered: int
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
    limit costs queries, two. Rounds that were ahead and are answered since keep
    their places, so that the day that was told does not move nearer in a full week.
    """
    terms = terms_of(mentor)
    ahead = answered = 0
    if terms.items_per_week:
        waiting = Submission.objects.reviewable_by(mentor).waiting()
        decided = Review.objects.decided_by(mentor, since=_first_week(sent, terms))
        if own is not None:
            waiting = waiting.exclude(pk=own.pk)
            decided = decided.exclude(submission=own)
        ahead = waiting.filter(submitted_at__lte=sent).count()
        before = decided.filter(submission__submitted_at__lte=sent)
        answered = places_taken((week for week, _ in _weeks(before, terms)), terms)
    places = ahead + answered
    return Expectation(
        mentor=mentor,
        answer_by=answer_by(sent, terms, ahead=places),
        ahead=ahead,
        answered=answered,
        is_beyond_limit=bool(terms.items_per_week and places >= terms.items_per_week),
    )


def places_left(mentor: User, *, now: datetime) -> int | None:
    """Return how many reviews this week still holds; None without a weekly limit."""
    terms = terms_of(mentor)
    if not terms.items_per_week:
        return None
    decided = Review.objects.decided_by(mentor, since=week_begins(now, terms))
    return max(terms.items_per_week - decided.count(), 0)


def places_in_queue(mentor: User) -> Mapping[int, int]:
    """Return waiting round -> how many come first, for a mentor with a weekly limit.

    As `expect` counts them, in two queries. Without a limit no round waits for
    another, and nothing is asked.
    """
    terms = terms_of(mentor)
    if not terms.items_per_week:
        return {}
    queue = Submission.objects.reviewable_by(mentor).waiting()
    ordered = list(
        queue.order_by("submitted_at", "pk").values_list("pk", "submitted_at")
    )
    if not ordered:
        return {}
    since = _first_week(ordered[0][1], terms)
    decided = _weeks(Review.objects.decided_by(mentor, since=since), terms)
    return {
        pk: ahead + (_answered_before(sent, decided, terms) if decided else 0)
        for ahead, (pk, sent) in enumerate(ordered)
    }


def _first_week(sent: datetime, terms: Terms) -> datetime:
    """Return where the first week begins that has a place for a round sent then."""
    return week_begins(counts_from(sent, terms), terms)


def _weeks(decided: ReviewQuerySet, terms: Terms) -> list[tuple[datetime, datetime]]:
    """Return of each decision when its week began and when its round was sent."""
    found = decided.values_list("decided_at", "submission__submitted_at")
    # The database holds no decision without its time.
    times = cast("list[tuple[datetime, datetime]]", list(found))
    return [(week_begins(at, terms), sent) for at, sent in times]


def _answered_before(
    sent: datetime, decided: Iterable[tuple[datetime, datetime]], terms: Terms
) -> int:
    """Return the places taken before a round; `decided` is from `_weeks`."""
    since = _first_week(sent, terms)
    return places_taken(
        (week for week, other in decided if week >= since and other <= sent), terms
    )


def late_rounds(mentor: User, *, now: datetime) -> SubmissionQuerySet:
    """Return waiting rounds for which the day that was promised is over.

    For any mentor's rounds by the terms of `mentor`; a weekly limit counts the
    rounds before, as the date that the learner was told does.
    """
    terms = terms_of(mentor)
    late = Submission.objects.waiting().filter(submitted_at__lt=late_before(now, terms))
    places = places_in_queue(mentor)
    if not places:
        return late
    sent = late.filter(pk__in=places).values_list("pk", "submitted_at")
    return late.filter(
        pk__in=[pk for pk, at in sent if answer_by(at, terms, ahead=places[pk]) <= now]
    )
