"""Nobody waits for ever: nudges, releases and returns (rule 31).

Each round and each row is looked at in a transaction of its own; what was told is
told once by the notice's key, so that this may run at any time and twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from profiles.models import Mentorship, User
from roadmaps.clocks import NUDGES, RELEASE, RETURN, counts_from, mark_reached
from roadmaps.models import Comment, StepProgress, Submission
from roadmaps.services import telling
from roadmaps.services.review.settling import settle_due_decision
from roadmaps.services.terms import terms_of
from roadmaps.services.tracking.rounds import close_round
from roadmaps.services.tracking.row import change_row

CHUNK = 500
FIRST = timedelta(days=NUDGES[0])
# Long after the last nudge nothing is told any more.
LAST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Owing:
    """A mentor who owes an answer, since when their clock runs."""

    mentor: User
    since: datetime


def run_clocks(*, now: datetime) -> int:
    """Look at everything that has waited for a week; returns how much that is."""
    count = 0
    for pk in _keys(Submission.objects.waiting().filter(submitted_at__lte=now - FIRST)):
        look_at_round(submission_id=pk, now=now)
        count += 1
    for pk in _keys(_asked_rows(now)):
        nudge_learner(progress_id=pk, now=now)
        count += 1
    return count


@transaction.atomic
def look_at_round(*, submission_id: int, now: datetime) -> None:
    """Nudge the mentors of a waiting round, release it, or return it."""
    row = StepProgress.objects.locked().filter(submissions=submission_id).first()
    if row is None:
        return
    settle_due_decision(progress=row, now=now)
    row = StepProgress.objects.locked().get(pk=row.pk)
    submission = (
        Submission.objects.waiting()
        .select_for_update(of=("self",))
        .filter(pk=submission_id)
        .first()
    )
    if submission is None or row.state != StepProgress.State.SUBMITTED:
        return
    owing = _owing(row, submission)
    since = max((one.since for one in owing), default=submission.submitted_at)
    mark = mark_reached(since, now)
    if mark >= RETURN:
        _return(row, submission, owing, now=now)
    elif mark >= RELEASE:
        _release(row, submission, owing, now=now)
    else:
        _nudge_mentors(submission, owing, now=now)


@transaction.atomic
def nudge_learner(*, progress_id: int, now: datetime) -> None:
    """Remind a learner of changes that a mentor asked for; nothing else happens."""
    row = (
        StepProgress.objects.locked()
        .filter(pk=progress_id, state=StepProgress.State.CHANGES_REQUESTED)
        .first()
    )
    if row is None:
        return
    since = max(at for at in (row.state_since, row.last_activity_at) if at)
    mark = mark_reached(since, now, NUDGES)
    if mark:
        telling.nudge_learner(row, since=since, days=mark, now=now)


def _asked_rows(now: datetime) -> QuerySet[StepProgress]:
    return StepProgress.objects.filter(
        state=StepProgress.State.CHANGES_REQUESTED,
        last_activity_at__range=(now - LAST, now - FIRST),
        enrollment__status="active",
    )


def _keys(rows: QuerySet) -> Iterator[int]:
    """Yield the keys of `rows` in chunks, so that long lists need little memory."""
    last = 0
    while True:
        found = list(
            rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
        )
        yield from found
        if len(found) < CHUNK:
            return
        last = found[-1]


def _owing(row: StepProgress, submission: Submission) -> list[Owing]:
    """Return who owes an answer; a mentor's comment counts as an act of theirs."""
    mentorships = Mentorship.objects.reviewing().filter(
        enrollments__enrollment=row.enrollment_id
    )
    spoke = dict(
        Comment.objects.filter(
            progress=row, created_at__gt=submission.submitted_at, author__isnull=False
        )
        .exclude(author=row.learner_id)
        .values_list("author")
        .annotate(last=Max("created_at"))
        .order_by()
    )
    return [
        Owing(
            mentor=one.mentor,
            since=counts_from(
                max(
                    submission.submitted_at,
                    one.created_at,
                    spoke.get(one.mentor_id, submission.submitted_at),
                ),
                terms_of(one.mentor),
            ),
        )
        for one in mentorships.select_related("mentor__profile")
    ]


def _nudge_mentors(
    submission: Submission, owing: Sequence[Owing], *, now: datetime
) -> None:
    for one in owing:
        mark = mark_reached(one.since, now, NUDGES)
        if mark:
            telling.nudge_mentor(
                submission, mentor=one.mentor, since=one.since, days=mark, now=now
            )


def _release(
    row: StepProgress,
    submission: Submission,
    owing: Sequence[Owing],
    *,
    now: datetime,
) -> None:
    """Let anybody take the round; the learner may also finish on their own word."""
    if submission.released_at is not None:
        return
    submission.release(now=now)
    change_row(row, action="release", by=None, now=now, to_state=row.state)
    telling.tell_release(submission, [one.mentor for one in owing], now=now)


def _return(
    row: StepProgress,
    submission: Submission,
    owing: Sequence[Owing],
    *,
    now: datetime,
) -> None:
    """Give the step back to the learner; text, links and drafts all stay."""
    close_round(submission)
    change_row(
        row,
        action="return",
        by=None,
        now=now,
        to_state=StepProgress.State.IN_PROGRESS,
    )
    telling.tell_return(submission, [one.mentor for one in owing], now=now)
