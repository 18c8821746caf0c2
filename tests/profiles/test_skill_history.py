"""A held skill's history as levels over time, and drawn."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.models import SkillEvidence
from profiles.services import skills
from profiles.skill_history import (
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Change,
    draw,
    levels_after,
)
from tests.factories.roles import SkillFactory

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def on_day(number, action, from_level=None, to_level=None):
    return Change(START + timedelta(days=number), action, from_level, to_level)


def standing(*changes):
    last = levels_after(changes)[-1]
    return last.claimed, last.evidenced, last.verified


GREW = (
    on_day(0, "claimed", None, 2),
    on_day(10, "evidenced", None, 3),
    on_day(20, "verified", None, 4),
)


def test_each_kind_keeps_its_own_level():
    assert standing(*GREW) == (2, 3, 4)


def test_the_highest_piece_of_evidence_counts_and_losing_it_falls_back():
    two = (*GREW, on_day(30, "evidenced", None, 5))

    assert standing(*two) == (2, 5, 4)
    assert standing(*two, on_day(40, "evidence_removed", 5)) == (2, 3, 4)


def test_evidence_that_shows_another_level_replaces_its_own():
    assert standing(*GREW, on_day(30, "evidenced", 3, 1)) == (2, 1, 4)


def test_evidence_without_a_level_draws_nothing():
    assert standing(on_day(0, "evidenced")) == (None, None, None)
    assert draw(levels_after([on_day(0, "evidenced")]), now=START) is None


def test_what_was_taken_back_ends_its_line():
    undone = (*GREW, on_day(30, "verification_undone", 4), on_day(31, "unclaimed", 2))
    chart = draw(levels_after(undone), now=START + timedelta(days=60))

    now = {line.kind: line.level for line in chart.lines}
    assert now == {"claimed": None, "evidenced": 3, "verified": None}
    ends = {line.kind: float(line.path.rpartition("H")[2]) for line in chart.lines}
    assert ends["evidenced"] == WIDTH - RIGHT
    assert ends["verified"] < ends["claimed"] < ends["evidenced"]


@pytest.mark.parametrize(("day", "level"), [(49, 4), (50, None), (90, None)])
def test_a_verification_is_drawn_until_it_expires(day, level):
    chart = draw(
        levels_after(GREW),
        now=START + timedelta(days=day),
        verified_until=START + timedelta(days=50),
    )

    assert {line.kind: line.level for line in chart.lines}["verified"] == level


def test_a_single_moment_can_be_drawn():
    chart = draw(levels_after(GREW[:1]), now=START)

    assert [line.marks[0].x for line in chart.lines] == [LEFT]


actions = st.sampled_from(
    [
        "claimed",
        "unclaimed",
        "evidenced",
        "evidence_removed",
        "verified",
        "verification_undone",
    ]
)
levels = st.none() | st.integers(0, 5)
histories = st.lists(
    st.builds(on_day, st.integers(0, 400), actions, levels, levels), max_size=12
).map(lambda found: sorted(found, key=lambda one: one.at))


@given(histories)
def test_whatever_happened_the_drawing_stays_inside_and_ends_at_the_standing(found):
    rows = levels_after(found)
    chart = draw(rows, now=START + timedelta(days=401))

    for line in chart.lines if chart else ():
        assert line.level == rows[-1].of(line.kind)
        assert all(LEFT <= mark.x <= WIDTH - RIGHT for mark in line.marks)
        assert all(0 <= mark.y <= HEIGHT for mark in line.marks)


def test_the_page_draws_the_history_and_tells_it_as_a_table(client, learner, mentor):
    skill = SkillFactory(slug="python")
    skills.claim(user=learner, skill=skill, level=2, by=learner, now=START)
    skills.add_evidence(
        user=learner,
        skill=skill,
        kind=SkillEvidence.Kind.PROJECT,
        reference="1",
        label="A bot",
        level=3,
        by=learner,
        now=START + timedelta(days=3),
    )
    skills.verify(
        user=learner, skill=skill, level=4, by=mentor, now=START + timedelta(days=9)
    )
    client.force_login(learner)

    answer = client.get("/me/skills/python/")

    page = " ".join(answer.content.decode().split())
    assert "Claimed, now 2" in page
    assert "Evidenced, now 3" in page
    assert "Verified, now 4" in page
    assert [
        (row.claimed, row.evidenced, row.verified)
        for _, row in answer.context["changes"]
    ] == [(2, 3, 4), (2, 3, None), (2, None, None)]
