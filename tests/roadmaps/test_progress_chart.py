import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roadmaps.pace import Finish, Finished, Week
from roadmaps.progress_chart import (
    SMALL,
    WIDE,
    ChartData,
    hours_chart,
    progress_chart,
)

START = date(2026, 4, 1)
TODAY = date(2026, 11, 22)
DATA = ChartData(
    start_on=START,
    today=TODAY,
    total_hours=645,
    done_hours=289,
    finished=(
        Finished(date(2026, 5, 1), 45),
        Finished(date(2026, 7, 1), 100),
        Finished(date(2026, 11, 1), 144),
    ),
    plan_finish=Finish("date", date(2027, 4, 26)),
    finish=Finish("date", date(2027, 6, 14)),
    early=Finish("date", date(2027, 5, 16)),
    late=Finish("date", date(2027, 7, 24)),
)

some_hours = st.integers(0, 900).map(float)


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def test_the_grid_has_every_200_hours_and_ends_at_the_total():
    chart = progress_chart(DATA)

    assert [line.hours for line in chart.grid] == [0, 200, 400, 645]
    assert chart.grid[0].y == 320 - 34
    assert chart.grid[-1].y == 34


def test_a_tick_within_a_third_of_a_step_goes():
    chart = progress_chart(ChartData(START, TODAY, total_hours=430, done_hours=0))
    near = progress_chart(ChartData(START, TODAY, total_hours=330, done_hours=0))

    assert [line.hours for line in chart.grid][-2] == 300
    assert [line.hours for line in near.grid][-2] == 200


def test_the_line_of_done_hours_steps_up_and_ends_today():
    chart = progress_chart(DATA)

    assert re.fullmatch(r"M[\d. ]+(H[\d.]+V[\d.]+){3}H[\d.]+", chart.done)
    assert numbers(chart.done)[-1] == chart.today.x
    assert numbers(chart.done)[-2] == chart.today.y


def test_waived_hours_lift_the_line_at_its_start():
    chart = progress_chart(ChartData(START, TODAY, total_hours=100, done_hours=50))

    assert numbers(chart.done)[1] == chart.today.y


def test_projection_and_cone_meet_at_today_and_end_at_the_top():
    chart = progress_chart(DATA)

    cone = numbers(chart.cone)
    assert cone[:2] == [chart.today.x, chart.today.y]
    assert cone[3] == cone[5] == 34
    assert cone[2] < chart.finish.x < cone[4]
    assert numbers(chart.projection)[-2:] == [chart.finish.x, 34]
    assert chart.finish_label.text == "14 Jun 2027"


def test_the_plan_is_labelled_only_on_the_wide_chart():
    assert progress_chart(DATA).plan_label.text == "Plan, 26 Apr"
    assert progress_chart(DATA, SMALL).plan_label is None


def test_quarters_are_labelled_at_most_four_times_on_the_small_chart():
    wide = [label.text for label in progress_chart(DATA).x_labels]

    assert wide == ["Apr 2026", "Jul", "Oct", "Jan 2027", "Apr", "Jul"]
    assert len(progress_chart(DATA, SMALL).x_labels) <= 4


def test_without_a_projection_there_is_no_line_into_the_future():
    chart = progress_chart(ChartData(START, TODAY, total_hours=645, done_hours=289))

    assert (chart.projection, chart.cone, chart.finish, chart.plan) == (
        "",
        "",
        None,
        "",
    )


def test_an_open_late_end_reaches_the_right_side():
    chart = progress_chart(
        ChartData(
            START,
            TODAY,
            total_hours=645,
            done_hours=289,
            finish=Finish("date", date(2027, 6, 14)),
            early=Finish("date", date(2027, 5, 16)),
            late=Finish("open"),
        )
    )

    assert numbers(chart.cone)[4] == WIDE.width - WIDE.right


def weeks(*hours):
    monday = date(2026, 11, 16)
    return [
        Week(
            monday - timedelta(weeks=len(hours) - 1 - at),
            amount,
            is_off=False,
            is_full=True,
        )
        for at, amount in enumerate(hours)
    ]


def test_bars_stand_26_6_pixels_apart_with_the_current_week_last():
    chart = hours_chart(weeks(*range(1, 15)))

    assert len(chart.bars) == 12
    assert round(chart.bars[1].x - chart.bars[0].x, 1) == 26.6
    assert [bar.is_current for bar in chart.bars] == [False] * 11 + [True]
    assert chart.maximum == 15
    assert [line.label for line in chart.grid] == ["0", "5", "10", "15"]


def test_a_week_without_hours_is_a_thin_line():
    chart = hours_chart(weeks(0, 12))

    assert chart.bars[0].height == 1.5
    assert chart.labels[-1].text == "now"


def test_no_weeks_at_all_still_make_a_chart():
    chart = hours_chart([])

    assert (chart.bars, chart.labels, chart.maximum) == ((), (), 5)


@given(
    st.lists(
        st.builds(Finished, on=st.dates(START, TODAY), hours=st.integers(1, 60)),
        max_size=12,
    ),
    some_hours,
    st.sampled_from([WIDE, SMALL]),
)
def test_everything_is_drawn_inside_the_picture(finished, extra, size):
    done = sum(one.hours for one in finished)
    data = ChartData(START, TODAY, done + extra, done, tuple(finished))

    chart = progress_chart(data, size)

    assert size.left <= chart.today.x <= size.width - size.right
    for line in chart.grid:
        assert size.top <= line.y <= size.height - size.bottom
    ys = [float(y) for y in re.findall(r"V([\d.]+)", chart.done)]
    assert all(size.top <= y <= size.height - size.bottom for y in ys)
    assert ys == sorted(ys, reverse=True)


@given(st.lists(st.integers(0, 80).map(float), max_size=20))
def test_bars_never_grow_out_of_the_chart(hours):
    chart = hours_chart(weeks(*hours))

    for bar in chart.bars:
        assert chart.top <= bar.y
        assert bar.y + bar.height <= chart.height
        assert bar.x + bar.width <= chart.width


@given(weeks=st.integers(0, 150), start=st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_dates_of_the_axis_stand_apart(weeks, start):
    today = start + timedelta(weeks=weeks)

    for size in (WIDE, SMALL):
        labels = progress_chart(ChartData(start, today, 200, 0), size).x_labels
        apart = [b.x - a.x for a, b in pairwise(labels)]
        assert all(distance >= 62 for distance in apart)


def test_the_label_of_today_stays_above_the_axis():
    for size in (WIDE, SMALL):
        chart = progress_chart(ChartData(START, START, 200, done_hours=0), size)

        assert chart.today_label.y < chart.today.y
        assert chart.x_labels[0].y - chart.today_label.y > 24


def test_the_label_of_today_stands_below_a_point_with_room_under_it():
    chart = progress_chart(DATA)

    assert chart.today_label.y == chart.today.y + 18
