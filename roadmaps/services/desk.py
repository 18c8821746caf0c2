"""What waits on a mentor's desk, in a number of queries that never grows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import cast

from django.db.models import (
    Avg,
    Count,
    F,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from profiles.models import User
from roadmaps.clocks import Terms, answer_by, counts_from
from roadmaps.models import Enrollment, Review, Roadmap, StepProgress, Submission
from roadmaps.models.submission import SubmissionQuerySet
from roadmaps.progress import Progress, State, TrackedStep, calculate
from roadmaps.services.attention import flags_of, needing_attention, with_flags
from roadmaps.services.pacing import pace_of
from roadmaps.services.terms import places_in_queue, terms_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TABS = {
    "waiting": "Waiting for you",
    "with-learner": "With the learner",
    "finished": "Finished",
}
ORDERS = {
    "longest": ("submitted_at", "pk"),
    "newest": ("-submitted_at", "-pk"),
    "learner": ("learner__name", "submitted_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One round in a list.

    `wait` is in words and counts from the mentor's review day; `is_late` is past
    the own promise, which ends at `answer_by`. `answered_at` is None while nobody
    approved it or asked for changes.
    """

    submission: Submission
    evidence: str
    wait: str
    is_late: bool
    answer_by: datetime
    reviews: Sequence[Review]
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Mentee:
    """One mentored enrollment in the table.

    `pace` is planned hours finished a week, None while it is too early to tell.
    """

    enrollment: Enrollment
    progress: Progress
    segments: list[tuple[str, float]]
    last_active_at: datetime | None
    now_on: str
    pace: float | None
    flags: Sequence[str]


def rounds(
    mentor: User, *, tab: str, text: str = "", roadmap: str = "", order: str = "longest"
) -> QuerySet[Submission]:
    """Return the rounds of one tab, filtered and ordered."""
    found = _tab(Submission.objects.reviewable_by(mentor), tab)
    if text:
        found = found.named(text)
    if roadmap:
        found = found.filter(enrollment__roadmap__slug=roadmap)
    return (
        found.for_desk().prefetch_related("items", "reviews").order_by(*ORDERS[order])
    )


def counts(mentor: User) -> dict[str, int]:
    """Return how many rounds each tab holds (one query)."""
    own = Submission.objects.reviewable_by(mentor)
    found = own.order_by().aggregate(
        **{
            tab: Count("pk", filter=Q(pk__in=_tab(own, tab).values("pk")))
            for tab in TABS
        }
    )
    return {tab: found[tab] for tab in TABS}


def waiting_count(mentor: User) -> int:
    """Return how many rounds wait for an answer."""
    return Submission.objects.reviewable_by(mentor).waiting().count()


def roadmaps_of(mentor: User) -> QuerySet[Roadmap]:
    """Return the roadmaps on which the mentor has mentees."""
    enrollments = Enrollment.objects.mentored_by(mentor)
    return Roadmap.objects.filter(enrollments__in=enrollments).distinct()


def as_rows(
    submissions: Iterable[Submission], *, mentor: User, now: datetime
) -> list[DeskRow]:
    """Return rows with what a mentor needs in order to choose."""
    terms, places = terms_of(mentor), places_in_queue(mentor)
    return [
        _desk_row(submission, terms, ahead=places.get(submission.pk, 0), now=now)
        for submission in submissions
    ]


def _desk_row(
    submission: Submission, terms: Terms, *, ahead: int, now: datetime
) -> DeskRow:
    by = answer_by(submission.submitted_at, terms, ahead=ahead)
    is_waiting = submission.status == Submission.Status.WAITING
    return DeskRow(
        submission=submission,
        evidence=evidence_words(submission),
        wait=wait_words(submission.submitted_at, terms, now=now),
        is_late=is_waiting and by <= now,
        answer_by=by,
        reviews=[row for row in submission.reviews.all() if row.started_at],
        answered_at=next(
            (row.decided_at for row in submission.reviews.all() if row.is_answer), None
        ),
    )


def wait_words(sent: datetime, terms: Terms, *, now: datetime) -> str:
    """Return how long a round waits, or for which review day it came."""
    begins = counts_from(sent, terms)
    return span_words(now - begins) if begins <= now else f"for {begins:%A}"


def evidence_words(submission: Submission) -> str:
    """Return what was sent in a few words, such as "2 links, 1 project"."""
    kinds = Counter(item.kind for item in submission.items.all())
    return ", ".join(
        f"{number} {kind}" if number == 1 else f"{number} {kind}s"
        for kind, number in kinds.items()
    )


def span_words(span: timedelta) -> str:
    """Return a span in its largest whole unit, such as "6 days" or "3 hours"."""
    for unit, word in ((DAY, "day"), (HOUR, "hour"), (timedelta(minutes=1), "minute")):
        number = span // unit
        if number:
            return f"{number} {word}" if number == 1 else f"{number} {word}s"
    return "just now"


def usual_days(mentor: User) -> int | None:
    """Return the days that answers took on average, or None without any."""
    took = (
        Review.objects.by(mentor)
        .in_effect()
        .aggregate(mean=Avg(F("decided_at") - F("submission__submitted_at")))["mean"]
    )
    return None if took is None else max(1, round(took / DAY))


def mentee_enrollments(
    mentor: User, *, now: datetime, text: str = "", needs_attention: bool = False
) -> QuerySet[Enrollment]:
    """Return the mentored enrollments with their flags, by the learners' names."""
    found = Enrollment.objects.mentored_by(mentor).current()
    if text:
        found = found.filter(learner__name__icontains=text)
    flagged = with_flags(found, mentor=mentor, now=now)
    if needs_attention:
        flagged = needing_attention(flagged)
    return flagged.select_related("learner__profile", "roadmap").order_by(
        "learner__name", "pk"
    )


def as_mentees(enrollments: Iterable[Enrollment], *, now: datetime) -> list[Mentee]:
    """Return the table's rows, with all step rows fetched at once.

    The enrollments come from attention.with_flags, with the learners' profiles.
    """
    enrollments = list(enrollments)
    prefetch_related_objects(enrollments, "personal_steps")
    by_enrollment: dict[int, list[StepProgress]] = {row.pk: [] for row in enrollments}
    rows = StepProgress.objects.in_plan().filter(enrollment__in=enrollments)
    # Fetched apart, a step is one object for all who are at it: joined, it is one each.
    with_parts = rows.prefetch_related("part_ticks", "step__parts")
    for row in with_parts.order_by("step__number"):
        by_enrollment[row.enrollment_id].append(row)
    return [_mentee(row, by_enrollment[row.pk], now=now) for row in enrollments]


def _tab(submissions: SubmissionQuerySet, tab: str) -> SubmissionQuerySet:
    return {
        "waiting": submissions.waiting,
        "with-learner": submissions.with_learner,
        "finished": submissions.finished,
    }[tab]()


def _mentee(
    enrollment: Enrollment, rows: Sequence[StepProgress], *, now: datetime
) -> Mentee:
    progress = calculate([_tracked(row) for row in rows])
    active = [row.last_activity_at for row in rows if row.last_activity_at]
    return Mentee(
        enrollment=enrollment,
        progress=progress,
        segments=[
            (part.kind, part.width)
            for part in progress.bar.parts
            if part.kind != "rest"
        ],
        last_active_at=max(active, default=None),
        now_on=_now_on(rows),
        pace=pace_of(enrollment, rows, now=now),
        flags=flags_of(enrollment),
    )


def _tracked(row: StepProgress) -> TrackedStep:
    return TrackedStep(
        key=row.step_key,
        number=row.step.number,
        hours=float(row.step.hours),
        state=cast("State", row.state),
        title=row.step.title,
        is_required=row.step.is_required,
        is_approved=not row.is_self_reported,
    )


def _now_on(rows: Sequence[StepProgress]) -> str:
    """Return what the learner is at: the step last touched, or that it waits."""
    under_way = [
        row
        for row in rows
        if row.state in ("in_progress", "changes_requested") and row.last_activity_at
    ]
    if under_way:
        return max(under_way, key=attrgetter("last_activity_at")).step.title
    if any(row.state == "submitted" for row in rows):
        return "Waiting for you"
    return ""
