"""A population too large for one session is made by two, and holds all the same."""

import pytest
from django.db.models import Count
from psycopg.sql import SQL, Identifier

from careersite.population import count_learners, indexes, make_population, making
from careersite.population.filling import run
from careersite.population.people import LARGE_DESK, MENTEES
from profiles.models import Mentorship, User
from roadmaps.models import StepProgress
from tests.bench.test_population import NOW
from tests.factories.roles import RoleFactory, SkillCategoryFactory, SkillFactory

LEARNERS = LARGE_DESK + 4 * making.BATCH
# Its rows are written with keys unchecked: who points where, column by column.
KEYS = """
SELECT con.conrelid::regclass::text, own.attname, con.confrelid::regclass::text,
  other.attname
FROM pg_constraint AS con
JOIN pg_attribute AS own
  ON own.attrelid = con.conrelid AND own.attnum = con.conkey[1]
JOIN pg_attribute AS other
  ON other.attrelid = con.confrelid AND other.attnum = con.confkey[1]
WHERE con.contype = 'f'
"""
DANGLING = """
SELECT count(*) FROM {table} AS one WHERE one.{column} IS NOT NULL
  AND NOT EXISTS (SELECT FROM {other} AS other WHERE other.{key} = one.{column})
"""


def dangling():
    """Return the columns with a value that points to nothing, and how many columns."""
    keys = run(KEYS)
    found = []
    for table, column, other, key in keys:
        names = {"table": table, "column": column, "other": other, "key": key}
        named = {name: Identifier(value) for name, value in names.items()}
        if run(SQL(DANGLING).format(**named)) != [(0,)]:
            found.append((table, column))
    return found, len(keys)


@pytest.mark.assure(id="population")
@pytest.mark.django_db(transaction=True)
def test_two_sessions_make_people_without_gaps_whose_keys_all_hold(monkeypatch, figure):
    SkillFactory.create_batch(3)
    SkillCategoryFactory()
    RoleFactory()
    monkeypatch.setattr(making, "LARGE_LOAD", LARGE_DESK)
    before = {
        model: run(indexes.FIND, {"table": model._meta.db_table})
        for model in indexes.LARGE
    }

    shown = list(make_population(learners=LEARNERS, seed=1, now=NOW))

    wrong, keys = dangling()
    learners = User.objects.filter(email__startswith="learner-")
    people = [one.learners for one in shown if one.doing == "people"]
    mentors = User.objects.filter(email__startswith="mentor-")
    names = mentors.values_list("name", flat=True)
    assert wrong == []
    assert people == sorted(people)
    assert learners.count() == count_learners() == LEARNERS
    assert StepProgress.objects.count() == LEARNERS * 40
    assert len(set(names)) == len(names)
    groups = Mentorship.objects.exclude(mentor__name__in=["Mentor 1", "Mentor 2"])
    sizes = groups.values("mentor").annotate(n=Count("pk")).values_list("n", flat=True)
    assert max(sizes) <= MENTEES
    for model, was in before.items():
        assert run(indexes.FIND, {"table": model._meta.db_table}) == was
    (size,) = run("SELECT pg_database_size(current_database())")[0]
    figure(
        f"{LEARNERS:,} learners made by two sessions, {size / LEARNERS / 1000:.1f} KB"
        f" each: no gap, all {keys} foreign keys hold, every index is back"
    )
