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
    zone=st.sampled_from(["UTC", "Asia/Kolkata", "Europe/Berlin", "America/New_York"]),
)
MOMENTS = st.integers(0, 400 * 24 * 60).map(
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


@pytest.mark.parametrize(
    ("sent", "promised"),
    [
        # Clocks go back on 25 October 2026, and forward on 28 March 2027.
        (datetime(2026, 10, 20, 9, tzinfo=UTC), datetime(2026, 10, 27, 17, tzinfo=UTC)),
        (datetime(2027, 3, 23, 9, tzinfo=UTC), datetime(2027, 3, 30, 18, tzinfo=UTC)),
    ],
)
def test_a_promise_over_a_change_of_clocks_ends_where_red_begins(sent, promised):
    thursdays = Terms(
        answer_days=5, days=(3,), starts_at=time(19), zone="Europe/Berlin"
    )

    assert answer_by(sent, thursdays) == promised
    assert late_before(promised - timedelta(minutes=1), thursdays) <= sent
    assert late_before(promised, thursdays) > sent


@given(TERMS, MOMENTS, MOMENTS)
def test_late_before_is_the_promise_turned_around(terms, sent, now):
    bound = late_before(now, terms)
    assume(sent != bound)

    assert (answer_by(sent, terms) <= now) == (sent < bound)
