from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roadmaps.clocks import Terms, answer_by, counts_from, late_before, mark_reached

DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
THURSDAYS = Terms(answer_days=2, days=(3,), starts_at=time(19), items_per_week=3)
TERMS = st.builds(
    Terms,
    answer_days=st.integers(1, 28),
    days=st.sets(st.integers(0, 6)),
    zone=st.sampled_from(["UTC", "Asia/Kolkata"]),
)
MOMENTS = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: MONDAY + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("days", "mark"),
    [(6.9, 0), (7, 7), (13.9, 7), (14, 14), (21, 21), (26, 21), (28, 28), (35, 35)],
)
def test_marks_are_reached_after_whole_days(days, mark):
    assert mark_reached(MONDAY, MONDAY + days * DAY) == mark


def test_a_mentors_clock_starts_at_the_next_review_evening():
    assert counts_from(MONDAY, THURSDAYS) == datetime(2026, 11, 19, 19, tzinfo=UTC)
    assert counts_from(MONDAY, Terms()) == MONDAY


@pytest.mark.parametrize(("ahead", "weeks"), [(0, 0), (2, 0), (3, 1), (7, 2)])
def test_each_full_weekly_limit_before_it_adds_a_week(ahead, weeks):
    expected = datetime(2026, 11, 21, 19, tzinfo=UTC) + weeks * 7 * DAY

    assert answer_by(MONDAY, THURSDAYS, ahead=ahead) == expected


@given(TERMS, MOMENTS, MOMENTS)
def test_late_before_is_the_promise_turned_around(terms, sent, now):
    bound = late_before(now, terms)
    assume(sent != bound)

    assert (answer_by(sent, terms) <= now) == (sent < bound)
