"""Filling a database with people, batch after batch, going on where it stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from careersite.population.filling import Values, run
from careersite.population.indexes import bring_back, take_away
from careersite.population.people import DICE, DOMAIN, make_people, people_values
from careersite.population.plan import ensure_roadmap
from careersite.population.steps import make_steps
from profiles.models import User
from roadmaps.models import RoadmapVersion

BATCH = 1000
# Fewer rows than this are faster with the indexes in place.
LARGE_LOAD = 10_000


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
    if learners - done > LARGE_LOAD:
        take_away()
    values = _values(version, now=now)
    for first in range(done + 1, learners + 1, BATCH):
        last = min(first + BATCH - 1, learners)
        _make_batch({**values, "first": first, "last": last}, seed=seed)
        yield Progress(last, "people")
    there = max(done, learners)
    for doing in bring_back():
        yield Progress(there, doing)
    if learners > done:
        yield Progress(there, "statistics")
        run("ANALYZE")
    yield Progress(there, "done")


@transaction.atomic
def _make_batch(values: Values, *, seed: int) -> None:
    """Write some learners with all that is theirs, or none of them."""
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


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def _values(version: RoadmapVersion, *, now: datetime) -> Values:
    return {
        **people_values(),
        "now": now,
        "version": version.pk,
        "roadmap": version.roadmap_id,
        "role": version.roadmap.role_id,
    }
