from datetime import date, timedelta
from math import ceil, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.pace import (
    BadNumberError,
    Finish,
    Part,
    PlannedStep,
    check_hours,
    finish_at,
    is_in_reach,
    monday_of,
    needed_hours,
    schedule,
    split_hours,
    this_week,
    what_if,
)
from roadmaps.pace.days import working_days

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
some_days = st.dates(date(2024, 1, 1), date(2030, 1, 1))
off_week_sets = st.sets(
    st.integers(-2, 30).map(lambda back: MONDAY + WEEK * back), max_size=8
)


def test_steps_are_dated_in_prerequisite_order():
    steps = [
        PlannedStep("api", 2, 14, ("python",)),
        PlannedStep("python", 3, 7),
        PlannedStep("sql", 4, 7),
    ]

    plan = schedule(steps, start_on=MONDAY, hours_per_week=7, today=MONDAY)

    assert [(row.key, row.starts_on, row.due_on) for row in plan.steps] == [
        ("python", MONDAY, MONDAY + timedelta(days=6)),
        ("api", MONDAY + timedelta(days=7), MONDAY + timedelta(days=20)),
        ("sql", MONDAY + timedelta(days=21), MONDAY + timedelta(days=27)),
    ]
    assert plan.finish == Finish("date", MONDAY + timedelta(days=27))


def test_off_weeks_move_the_plan_by_a_week():
    step = PlannedStep("python", 1, 14)

    plan = schedule(
        [step],
        start_on=MONDAY,
        hours_per_week=7,
        off_weeks={MONDAY + WEEK},
        today=MONDAY,
    )

    assert plan.finish.on == MONDAY + timedelta(days=20)


def test_a_plan_that_starts_in_an_off_week_begins_after_it():
    plan = schedule(
        [PlannedStep("python", 1, 7)],
        start_on=MONDAY + timedelta(days=3),
        hours_per_week=7,
        off_weeks={MONDAY},
        today=MONDAY,
    )

    assert plan.steps[0].starts_on == MONDAY + WEEK


def test_open_steps_whose_day_is_over_are_late():
    steps = [PlannedStep("a", 1, 7), PlannedStep("b", 2, 7, is_open=False)]

    plan = schedule(steps, start_on=MONDAY - 3 * WEEK, hours_per_week=7, today=MONDAY)

    assert [row.is_late for row in plan.steps] == [True, False]


def test_a_step_is_late_from_the_day_after_its_last():
    def is_late(today):
        steps = [PlannedStep("a", 1, 7)]
        plan = schedule(steps, start_on=MONDAY, hours_per_week=7, today=today)
        return plan.steps[0].is_late

    assert not is_late(MONDAY)
    assert not is_late(MONDAY + timedelta(days=6))
    assert is_late(MONDAY + timedelta(days=7))


@pytest.mark.parametrize("hours", [0, 0.4, 80.1, -3, nan])
def test_hours_outside_half_to_eighty_are_refused(hours):
    with pytest.raises(BadNumberError):
        check_hours(hours)
    with pytest.raises(BadNumberError):
        what_if(10, hours_per_week=hours, today=MONDAY)


def test_half_an_hour_and_eighty_hours_a_week_are_fine():
    check_hours(0.5)
    check_hours(80)


def test_enrollments_share_the_hours_by_a_split():
    assert split_hours(9, {"ai": 2, "data": 1}) == {"ai": 6, "data": 3}
    assert split_hours(9, {"ai": 0.5, "data": 0.5}) == {"ai": 4.5, "data": 4.5}
    assert split_hours(9, {"ai": 1, "data": 0}) == {"ai": 9, "data": 0}


@pytest.mark.parametrize("shares", [{"ai": 0}, {"ai": 2, "data": -1}])
def test_shares_of_nothing_or_below_are_refused(shares):
    with pytest.raises(BadNumberError):
        split_hours(9, shares)


def test_remaining_hours_at_the_real_pace_give_the_finish():
    finish = finish_at(356, hours_per_week=12.2, today=date(2026, 11, 22))

    assert finish == Finish("date", date(2027, 6, 14))


def test_beyond_three_years_no_date_is_named():
    assert finish_at(1000, hours_per_week=1, today=MONDAY) == Finish("beyond")
    assert finish_at(10**9, hours_per_week=0.5, today=MONDAY) == Finish("beyond")


def test_the_last_day_within_three_years_is_named():
    """At one hour a day, three years are 1096 days after the first one."""
    last = MONDAY + timedelta(days=1096)

    def finish(hours, **off):
        return finish_at(hours, hours_per_week=7, today=MONDAY, **off)

    assert finish(1096) == Finish("date", last - timedelta(days=1))
    assert finish(1097) == Finish("date", last)
    assert finish(1098) == Finish("beyond")
    assert finish(1090, off_weeks=[MONDAY]) == Finish("date", last)
    assert finish(1091, off_weeks=[MONDAY]) == Finish("beyond")


def test_a_target_date_gives_the_hours_it_needs():
    needed = needed_hours(100, target=MONDAY + timedelta(days=69), today=MONDAY)

    assert (needed.hours_per_week, needed.is_feasible) == (10, True)


def test_weeks_off_before_and_after_a_target_change_nothing():
    off = [MONDAY - WEEK, MONDAY + 20 * WEEK]

    needed = needed_hours(
        100, target=MONDAY + timedelta(days=69), today=MONDAY, off_weeks=off
    )

    assert needed.hours_per_week == 10


def test_a_target_within_a_week_off_leaves_the_days_before_it():
    needed = needed_hours(
        14, target=MONDAY + timedelta(days=9), today=MONDAY, off_weeks=[MONDAY + WEEK]
    )

    assert needed.hours_per_week == 14


def test_a_target_that_needs_just_eighty_hours_is_feasible():
    needed = needed_hours(80, target=MONDAY + timedelta(days=6), today=MONDAY)

    assert (needed.hours_per_week, needed.is_feasible) == (80, True)


def test_a_target_that_needs_over_eighty_hours_names_the_earliest_date():
    needed = needed_hours(200, target=MONDAY + timedelta(days=6), today=MONDAY)

    assert (needed.hours_per_week, needed.is_feasible) == (200, False)
    assert needed.earliest.on == MONDAY + timedelta(days=17)


def test_the_last_days_of_the_calendar_can_be_aimed_at_and_be_off():
    needed = needed_hours(
        8, target=date.max, today=MONDAY, off_weeks=[MONDAY, date.max, date.min]
    )

    days = (date.max - MONDAY).days + 1 - 7 - 5
    assert needed.hours_per_week == 8 * 7 / days


def test_a_target_that_is_over_is_not_feasible():
    needed = needed_hours(8, target=MONDAY - WEEK, today=MONDAY)

    assert (needed.hours_per_week, needed.is_feasible) == (None, False)
    assert not needed_hours(1, target=MONDAY - WEEK, today=MONDAY).is_feasible
    assert needed_hours(0, target=MONDAY - WEEK, today=MONDAY).is_feasible


def test_this_week_lists_parts_until_the_hours_are_used():
    parts = [Part("rag", f"p{at}", 4) for at in range(4)]

    assert this_week(parts, hours_per_week=10) == tuple(parts[:2])
    assert this_week(parts, hours_per_week=8) == tuple(parts[:2])
    assert this_week(parts, hours_per_week=10, done_hours=8) == ()
    assert this_week(parts, hours_per_week=2) == (parts[0],)


def test_a_plan_names_days_of_ten_years_before_and_after_today():
    ten_years = timedelta(days=3653)

    assert is_in_reach(MONDAY + ten_years, today=MONDAY)
    assert is_in_reach(MONDAY - ten_years, today=MONDAY)
    assert not is_in_reach(MONDAY + ten_years + timedelta(days=1), today=MONDAY)
    assert not is_in_reach(MONDAY - ten_years - timedelta(days=1), today=MONDAY)


@given(st.dates(), st.sets(st.dates(), max_size=8), some_days)
def test_any_day_can_be_a_target_and_any_week_be_off(target, off, today):
    needed = needed_hours(8, target=target, today=today, off_weeks=off)
    finish = finish_at(8, hours_per_week=4, today=today, off_weeks=off)
    plan = schedule(
        [PlannedStep("python", 1, 8)],
        start_on=today,
        hours_per_week=4,
        off_weeks=off,
        today=today,
    )

    assert needed.is_feasible or needed.earliest.on > target
    assert plan.finish == finish


@given(some_days, st.integers(-30, 300), st.sets(some_days, max_size=8))
def test_days_off_are_those_of_weeks_off(first, count, off):
    last = first + timedelta(days=count)
    days = [first + timedelta(days=at) for at in range(count + 1)]
    mondays = {monday_of(week) for week in off}

    expected = [day for day in days if monday_of(day) not in mondays]

    assert working_days(first, last, off) == len(expected)


@given(some_days)
def test_weeks_begin_on_monday(day):
    assert monday_of(day).weekday() == 0
    assert 0 <= (day - monday_of(day)).days < 7


@given(st.integers(0, 400), st.integers(1, 160), off_week_sets)
def test_more_hours_a_week_never_finish_later(hours, half_hours, off):
    slow, fast = (
        finish_at(hours, hours_per_week=speed / 2, today=MONDAY, off_weeks=off)
        for speed in (half_hours, half_hours + 1)
    )

    assert slow.on is None or (fast.on is not None and fast.on <= slow.on)


@given(st.integers(1, 400), st.integers(10, 160), off_week_sets)
def test_the_finish_is_never_in_an_off_week(hours, half_hours, off):
    finish = finish_at(
        hours, hours_per_week=half_hours / 2, today=MONDAY, off_weeks=off
    )

    assert finish.on is None or monday_of(finish.on) not in off


@given(st.integers(1, 300), st.integers(0, 500), off_week_sets)
def test_the_needed_hours_reach_the_target(hours, days, off):
    target = MONDAY + timedelta(days=days)

    needed = needed_hours(hours, target=target, today=MONDAY, off_weeks=off)

    if needed.is_feasible:
        finish = finish_at(
            hours,
            hours_per_week=needed.hours_per_week + 1e-6,
            today=MONDAY,
            off_weeks=off,
        )
        assert finish.on <= target


@given(
    st.integers(1, 3000), st.integers(5, 800), some_days, st.integers(0, 11), st.data()
)
def test_the_finish_is_the_day_on_which_the_last_tenth_of_an_hour_fits(
    tenths, tenths_a_week, today, off_count, data
):
    """Counted day by day in whole numbers: 0.6 hours at 0.6 a week are a week."""
    weeks = [monday_of(today) + WEEK * number for number in range(-2, 40)]
    off = data.draw(st.sets(st.sampled_from(weeks), max_size=off_count))

    found = finish_at(
        tenths / 10, hours_per_week=tenths_a_week / 10, today=today, off_weeks=off
    )

    left, day = ceil(tenths * 7 / tenths_a_week), today
    while left > (monday_of(day) not in off) and left < 1100:
        left -= monday_of(day) not in off
        day += timedelta(days=1)
    is_near = left < 1100 and day <= today + timedelta(days=1096)
    assert found == (Finish("date", day) if is_near else Finish("beyond"))
