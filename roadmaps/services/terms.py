"""What a mentor states, as the clocks take it, and what a learner can expect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from profiles.models import Profile, User
from roadmaps.clocks import Terms, answer_by, late_before
from roadmaps.models import Submission
from roadmaps.models.submission import SubmissionQuerySet


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


def places_in_queue(mentor: User) -> Mapping[int, int]:
    """Return waiting round -> how many come first, for a mentor with a weekly limit.

    Without one no round waits for another, and nothing is asked.
    """
    if not mentor.profile.items_per_week:
        return {}
    queue = Submission.objects.reviewable_by(mentor).waiting()
    ordered = queue.order_by("submitted_at", "pk").values_list("pk", flat=True)
    return {pk: ahead for ahead, pk in enumerate(ordered)}


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
