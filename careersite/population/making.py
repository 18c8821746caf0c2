"""Filling a database with people, batch after batch, going on where it stopped."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from careersite.population.filling import Values, run
from careersite.population.indexes import bring_back, take_away
from careersite.population.people import (
    DICE,
    DOMAIN,
    LARGE_DESK,
    MENTEES,
    ONE_IN,
    make_people,
    people_values,
)
from careersite.population.plan import ensure_roadmap
from careersite.population.steps import make_steps
from profiles.models import Mentorship, User
from roadmaps.models import Enrollment, Review, RoadmapVersion, StepProgress, Submission

# Mentors of few have their mentees among so many learners in a row.
GROUP = MENTEES * ONE_IN
BATCH = 12 * GROUP
SESSIONS = 2
# Fewer rows than this are faster with the indexes in place.
LARGE_LOAD = 10_000
# Rows that others point to: their numbers are drawn before they are written.
NUMBERED = (User, Enrollment, Mentorship, StepProgress, Submission, Review)


class NotOursError(Exception):
    """The database holds people who were not made here."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: learners there are, and what is under way."""

    learners: int
    doing: str


def count_learners() -> int:
    """Return the number of the last made learner; they have no gaps."""
    made = User.objects.filter(email__startswith="learner-", email__endswith=DOMAIN)
    last = made.order_by("-email").values_list("email", flat=True).first()
    return int(last.removesuffix(DOMAIN).rpartition("-")[2]) if last else 0


def make_population(
    *, learners: int, seed: int, now: datetime, beside_others: bool = False
) -> Iterator[Progress]:
    """Make learners up to number `learners`, yielding how far it is.

    The history of those made in this go ends at `now`. Raises NotOursError where
    other people have accounts, unless `beside_others`; NoContentError without
    content.
    """
    if not beside_others and User.objects.exclude(email__endswith=DOMAIN).exists():
        raise NotOursError("This database holds other people's accounts.")
    version = ensure_roadmap(now=now)
    done = count_learners()
    is_large = learners - done > LARGE_LOAD
    if is_large:
        take_away()
    values = _values(version, now=now)
    make = _side_by_side if is_large else _one_by_one
    for last in make(_batches(values, done + 1, learners), seed=seed):
        yield Progress(last, "people")
    there = max(done, learners)
    for doing in bring_back():
        yield Progress(there, doing)
    if learners > done:
        yield Progress(there, "statistics")
        # The server would tidy up by itself a little later, amid what is measured.
        run("VACUUM (ANALYZE)" if is_large else "ANALYZE")
    yield Progress(there, "done")


def _batches(values: Values, first: int, last: int) -> Iterator[Values]:
    """Yield what each batch is made of; no two have a mentor of few in common."""
    while first <= last:
        end = min(first - first % GROUP + BATCH - 1, last)
        yield {**values, "first": first, "last": end}
        first = end + 1


def _one_by_one(batches: Iterable[Values], *, seed: int) -> Iterator[int]:
    """Make batches, yielding the last number of each."""
    for batch in batches:
        yield _make_batch(batch, seed=seed)


def _side_by_side(batches: Iterable[Values], *, seed: int) -> Iterator[int]:
    """Make batches in two sessions at once, yielding the last number of each.

    They end in order, so that numbers have no gaps wherever it is stopped.
    """
    waiting = deque(batches)
    while waiting and waiting[0]["first"] <= LARGE_DESK:  # one mentor has all these
        yield _make_batch(waiting.popleft(), seed=seed)
    made: list[Future[int]] = []
    with ThreadPoolExecutor(SESSIONS) as pool:
        try:
            for batch in waiting:
                before = made[-1] if made else None
                made.append(pool.submit(_make_after, before, batch, seed=seed))
            for one in made:
                yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _make_after(before: "Future[int] | None", batch: Values, *, seed: int) -> int:
    """Make a batch in a session of its own, which ends after the one before."""
    try:
        with transaction.atomic():
            last = _make_batch(batch, seed=seed)
            if before:
                before.result()
            return last
    finally:
        connection.close()


@transaction.atomic
def _make_batch(values: Values, *, seed: int) -> int:
    """Write some learners with all that is theirs, or none; return the last number."""
    is_unchecked = _is_superuser()
    if is_unchecked:
        # Keys are right by the way they are made; to check each costs more than
        # the rows.
        run("SET LOCAL session_replication_role = replica")
    run(DICE.format(seed=seed))
    make_people(values)
    make_steps(values)
    run("DROP TABLE made, made_mentor, made_pair, made_row")
    if is_unchecked:
        run("SET LOCAL session_replication_role = origin")
    return int(values["last"])


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def _values(version: RoadmapVersion, *, now: datetime) -> Values:
    return {
        **people_values(),
        **_sequences(),
        "now": now,
        "version": version.pk,
        "roadmap": version.roadmap_id,
        "role": version.roadmap.role_id,
    }


def _sequences() -> Values:
    """Return each table's sequence: a statement would look it up for each row."""
    tables = [model._meta.db_table for model in NUMBERED]
    names = run(
        "SELECT name, pg_get_serial_sequence(name, 'id')"
        " FROM unnest(%(tables)s::text[]) AS name",
        {"tables": tables},
    )
    return dict(names)
