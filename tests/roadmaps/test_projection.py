from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roadmaps.pace import (
    Finish,
    Finished,
    estimate_ratio,
    finish_at,
    percentile,
    project,
    weekly_hours,
    weeks_behind,
)

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


def finished_weekly(*hours, before=MONDAY):
    """One finished step per week, the last in the week before `before`."""
    count = len(hours)
    return [
        Finished(before - WEEK * (count - at) + timedelta(days=2), amount)
        for at, amount in enumerate(hours)
    ]


def project_weekly(*hours, remaining=100, **others):
    return project(
        finished_weekly(*hours),
        **{
            "remaining_hours": remaining,
            "start_on": MONDAY - WEEK * len(hours),
            "today": MONDAY,
            "last_activity_on": MONDAY,
            **others,
        },
    )


def test_pace_is_the_mean_of_the_last_six_full_weeks():
    projection = project_weekly(50, 6, 6, 6, 12, 12, 12, remaining=90)

    assert projection.status == "shown"
    assert (projection.pace, projection.week_count) == (9, 6)
    assert projection.finish.on == MONDAY + timedelta(days=69)


def test_off_weeks_do_not_lower_the_pace():
    off = {MONDAY - WEEK, MONDAY - 2 * WEEK}

    projection = project_weekly(8, 8, 8, 0, 0, off_weeks=off)

    assert (projection.pace, projection.week_count) == (8, 3)


def test_the_current_week_and_a_first_broken_one_do_not_count():
    finished = [
        Finished(MONDAY - timedelta(days=10), 30),
        Finished(MONDAY - timedelta(days=2), 8),
        Finished(MONDAY, 30),
    ]

    projection = project(
        finished,
        remaining_hours=80,
        start_on=MONDAY - timedelta(days=14 - 1),
        today=MONDAY + timedelta(days=1),
        last_activity_on=MONDAY,
    )

    assert (projection.pace, projection.week_count) == (8, 1)


def test_early_and_late_come_from_the_quarters_of_twelve_weeks():
    projection = project_weekly(*[8] * 3, *[10] * 6, *[14] * 3, remaining=140)

    assert projection.early.on <= projection.finish.on <= projection.late.on
    assert projection.late == finish_at(
        140, hours_per_week=percentile([8] * 3 + [10] * 6 + [14] * 3, 25), today=MONDAY
    )


def test_a_quarter_of_empty_weeks_leaves_the_late_end_open():
    projection = project_weekly(0, 0, 0, 12, 12, 12)

    assert projection.late == Finish("open")
    assert projection.finish.kind == "date"


def test_nothing_is_projected_before_two_weeks_and_three_finished():
    assert project_weekly(8, 8).status == "too_early"
    assert project_weekly(8, 8, 8).status == "shown"
    assert (
        project_weekly(8, 8, 8, start_on=MONDAY - timedelta(days=13)).status
        == "too_early"
    )


def test_six_weeks_without_a_tick_or_a_log_are_a_pause():
    quiet = {"last_activity_on": MONDAY - 6 * WEEK}

    assert project_weekly(8, 8, 8, 0, 0, 0, 0, 0, 0, **quiet).status == "paused"
    assert project_weekly(8, 8, 8, 0, 0, 0, 0, 0, 0).status == "no_pace"


def test_nothing_left_is_finished():
    assert project_weekly(8, 8, 8, remaining=0).status == "finished"


def test_weeks_behind_compare_projection_and_plan():
    assert (
        weeks_behind(
            Finish("date", date(2027, 6, 14)), Finish("date", date(2027, 4, 26))
        )
        == 7
    )
    assert weeks_behind(Finish("beyond"), Finish("date", MONDAY)) is None


def test_percentile_interpolates_between_neighbors():
    assert percentile([1, 2, 3, 4], 25) == 1.75
    assert percentile([1, 2], 75) == 1.75
    assert percentile([5], 75) == 5


def test_estimates_are_questioned_only_when_steadily_exceeded():
    assert estimate_ratio([(10, 14), (20, 28), (10, 14)]) == 1.4
    assert estimate_ratio([(10, 40), (20, 19), (10, 9)]) is None
    assert estimate_ratio([(10, 14), (20, 28)]) is None


def test_weeks_are_listed_with_the_current_one_last():
    weeks = weekly_hours(
        finished_weekly(5, 9), start_on=MONDAY - 2 * WEEK, today=MONDAY
    )

    assert [week.hours for week in weeks] == [5, 9, 0]
    assert [week.is_full for week in weeks] == [True, True, False]


def test_a_projection_begins_on_the_fifteenth_day():
    young, old = (MONDAY - timedelta(days=days) for days in (13, 14))

    assert project_weekly(8, 8, 8, start_on=young).status == "too_early"
    assert project_weekly(8, 8, 8, start_on=old).status == "shown"


def test_what_is_older_than_twelve_full_weeks_moves_no_date():
    twelve = range(19, 7, -1)

    assert project_weekly(100, *twelve) == project_weekly(*twelve)


def test_weeks_that_were_all_off_show_no_pace():
    off = {MONDAY - WEEK, MONDAY - 2 * WEEK, MONDAY - 3 * WEEK}

    projection = project_weekly(8, 8, 8, off_weeks=off)

    assert (projection.status, projection.pace) == ("no_pace", 0)
    assert projection.week_count == 0


def test_two_thirds_above_the_estimate_are_steady():
    above, below = (10, 20), (10, 9)

    assert estimate_ratio([above, above, below]) == 1.6
    assert estimate_ratio([above, above, below, below]) is None


def test_the_early_end_takes_the_pace_of_the_better_weeks():
    projection = project_weekly(*[14] * 3, *[10] * 6, *[8] * 3, remaining=140)

    assert projection.pace == 9
    assert projection.early == finish_at(140, hours_per_week=11, today=MONDAY)


def test_a_good_quarter_of_empty_weeks_is_no_early_end():
    projection = project_weekly(0, 0, 0, 0, 0, 1, remaining=1000)

    assert projection.finish == projection.early == Finish("beyond")
    assert projection.late == Finish("open")


def test_the_smallest_rest_and_the_slowest_pace_count():
    assert project_weekly(8, 8, 8, remaining=0.5).status == "shown"
    assert project_weekly(0.5, 0.5, 0.5).status == "shown"


def test_a_step_that_took_as_long_as_estimated_is_not_above():
    assert estimate_ratio([(10, 40), (10, 10), (10, 10)]) is None


def test_estimates_are_questioned_from_a_fifth_more_on_and_rounded():
    assert estimate_ratio([(10, 12)] * 3) == 1.2
    assert estimate_ratio([(30, 40)] * 3) == 1.3


def test_steps_without_an_estimate_or_without_hours_tell_nothing():
    doubled = [(0.5, 1)] * 3

    assert estimate_ratio(doubled) == 2
    assert estimate_ratio([*doubled, *[(0.5, 0)] * 4]) == 2
    assert estimate_ratio([*doubled, (0, 9)]) == 2


@given(st.lists(st.integers(0, 40), min_size=3, max_size=20), st.integers(1, 500))
def test_early_is_never_after_late(hours, remaining):
    projection = project_weekly(*hours, remaining=remaining)

    if projection.status == "shown":
        ends = [projection.early, projection.finish, projection.late]
        known = [end.on for end in ends if end.on]
        assert known == sorted(known)
        kinds = ["date", "beyond", "open"]
        ranks = [kinds.index(end.kind) for end in ends]
        assert ranks == sorted(ranks)
