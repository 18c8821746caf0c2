import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.gap import Demand, RadarAxis, gap
from profiles.held import Held
from profiles.skill_chart import gap_bar, gap_bars, radar_chart

fractions = st.integers(0, 100).map(lambda percent: percent / 100)
axis_lists = st.integers(3, 12).flatmap(
    lambda size: st.tuples(
        *(
            st.builds(
                RadarAxis,
                category=st.just(f"C{at}"),
                yours=fractions,
                needed=fractions,
                weight=st.integers(5, 100),
            )
            for at in range(size)
        )
    )
)


def axes(count, yours=0.5):
    return [
        RadarAxis(f"C{at}", yours=yours, needed=1, weight=100 - at)
        for at in range(count)
    ]


def points(text):
    return [tuple(float(part) for part in pair.split(",")) for pair in text.split()]


def test_the_first_axis_points_up_and_the_next_go_clockwise():
    chart = radar_chart(axes(4))

    assert points(chart.needed) == [(190, 42), (298, 150), (190, 258), (82, 150)]
    assert points(chart.yours)[0] == (190, 96)


def test_badges_are_anchored_by_their_side():
    top, right, bottom, left = radar_chart(axes(4)).badges

    assert top.x + 13 == bottom.x + 13 == 190
    assert right.x == pytest.approx(190 + 108 * 1.15, abs=0.1)
    assert left.x + 26 == pytest.approx(190 - 108 * 1.15, abs=0.1)
    assert top.y + 9 == pytest.approx(150 - 108 * 1.15, abs=0.1)


def test_under_three_categories_there_is_no_radar():
    assert radar_chart(axes(2)) is None


def test_above_eight_categories_the_weightiest_are_drawn():
    chart = radar_chart(axes(10))

    assert len(chart.spokes) == 8
    assert chart.left_out == ("C8", "C9")


def row_for(required, held):
    demand = Demand("python", "PR", importance=5, required=required)
    return gap([demand], {"python": Held(held)}).rows[0]


def test_a_gap_bar_is_filled_up_to_yours_and_dashed_up_to_the_target():
    bar = gap_bar(row_for(required=3, held=2))

    assert [part.kind for part in bar.segments] == [
        "filled",
        "filled",
        "missing",
        "empty",
        "empty",
    ]
    assert [part.x for part in bar.segments] == [0, 20, 40, 60, 80]
    assert (bar.target_x, bar.text) == (59, "2 of 3")


def test_a_level_above_the_target_stays_filled():
    bar = gap_bar(row_for(required=2, held=4))

    assert [part.kind for part in bar.segments].count("filled") == 4


def test_only_the_five_biggest_open_gaps_are_shown():
    demands = [
        Demand(f"s{at}", "PR", importance=1, required=at % 6) for at in range(12)
    ]

    bars = gap_bars(gap(demands, {}).rows)

    assert [bar.row.missing for bar in bars] == [5, 5, 4, 4, 3]


@given(axis_lists)
def test_the_radar_stays_inside_its_picture(found):
    chart = radar_chart(found)

    for polygon in (*chart.rings, chart.yours, chart.needed):
        assert len(points(polygon)) == len(chart.spokes) <= 8
        assert all(0 <= x <= 380 and 0 <= y <= 304 for x, y in points(polygon))
    for badge in chart.badges:
        assert badge.x >= 0
        assert badge.x + badge.width <= 380
        assert badge.y >= 0
        assert badge.y + badge.height <= 304
    assert len(chart.spokes) + len(chart.left_out) == len(found)


@given(st.integers(1, 5), st.integers(0, 5))
def test_missing_segments_count_the_missing_levels(required, held):
    row = row_for(required, held)

    kinds = [part.kind for part in gap_bar(row).segments]

    assert kinds.count("missing") == row.missing
    assert kinds.count("filled") == row.counted
