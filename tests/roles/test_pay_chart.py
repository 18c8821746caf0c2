from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.pay_chart import (
    mini_range,
    pay_charts,
    scale_for,
    tick_label,
    total_pay_charts,
)
from tests.roles.test_pay import band, band_lists


def level_of(chart, component=0, level=0):
    return chart.components[component].levels[level]


def test_a_bar_lies_between_its_figures_on_a_scale_rounded_out_to_ticks():
    chart = pay_charts([band("a", 90_000, 130_000), band("d", 220_000, 380_000)])[0]

    rows = level_of(chart).rows
    assert (chart.scale.low, chart.scale.high, chart.scale.step) == (50e3, 400e3, 50e3)
    assert rows[0].bar.x == pytest.approx(40 / 350 * 100, abs=0.001)
    assert rows[0].bar.width == pytest.approx(40 / 350 * 100, abs=0.001)
    assert [tick.label for tick in chart.ticks][:2] == ["$50k", "$100k"]


def test_rows_are_26_pixels_high_with_a_bar_of_10():
    chart = pay_charts([band("a", 90_000, 130_000), band("b", 90_000, 120_000)])[0]

    level = level_of(chart)
    assert level.height == 56
    assert [(row.bar.y, row.bar.height) for row in level.rows] == [(10, 10), (36, 10)]


def test_an_open_top_gets_blocks_and_an_arrow_after_the_stated_figure():
    chart = pay_charts([band("a", 180_000, 250_000, high_open=True)])[0]

    row = level_of(chart).rows[0]
    shape = row.open_ends[0]
    assert shape.x == pytest.approx(row.bar.x + row.bar.width, abs=0.001)
    assert shape.blocks == ((5, 7), (15, 5))
    assert shape.arrow == "23,0 31,5 23,10"
    assert not shape.has_start_tick
    assert (row.value, row.value_short) == ("$180k to $250k+", "180-250+")


def test_a_lone_lower_bound_has_a_start_tick_and_no_bar():
    chart = pay_charts([band("c", 200_000, None), band("a", 100_000, 150_000)])[0]

    row = level_of(chart).rows[1]
    assert row.bar is None
    assert row.point is None
    assert row.open_ends[0].has_start_tick
    assert row.value == "above $200k"


def test_a_single_value_is_a_circle():
    chart = pay_charts([band("a", 150_000, 150_000, statistic="point")])[0]

    row = level_of(chart).rows[0]
    assert (row.point.radius, row.point.y) == (6, 15)
    assert row.open_ends == ()


def test_overlap_is_shaded_over_the_whole_level():
    chart = pay_charts(
        [
            band("a", 90_000, 130_000),
            band("b", 90_000, 120_000),
            band("c", 95_000, 140_000),
        ]
    )[0]

    level = level_of(chart)
    assert level.overlap_label == "3 of 3 sources overlap at $95k to $120k"
    assert level.overlap.x == chart.scale.percent(95_000)
    assert level.overlap.height == level.height == 82


def test_base_and_not_stated_are_two_groups_on_one_axis_without_shared_overlap():
    chart = pay_charts(
        [band("a", 90_000, 130_000), band("e", 90_000, 120_000, component="base")]
    )[0]

    assert [group.component for group in chart.components] == ["base", "not_stated"]
    assert all(
        level.overlap is None for group in chart.components for level in group.levels
    )


def test_what_does_not_fit_goes_to_the_notes():
    bands = [
        band("a", 90_000, 130_000),
        band("b", 200_000, 250_000, component="total", high_open=True),
        band("c", None, 155_000, statistic="median"),
        band("d", 120_000, None, statistic="average"),
        band("e", 95_000, 380_000, level=None),
    ]

    chart = pay_charts(bands)[0]

    assert [one.source for one in chart.notes] == ["c", "d", "e", "b"]
    assert chart.band_count == 1


def test_a_region_with_no_levels_still_draws_its_range():
    chart = pay_charts([band("b", 70_000, 150_000, level=None, level_label="Skilled")])[
        0
    ]

    assert level_of(chart).label == "Skilled"
    assert chart.notes == ()


def test_a_chart_of_medians_alone_has_notes_and_no_scale():
    chart = pay_charts([band("c", None, 155_000, statistic="median")])[0]

    assert (chart.scale, chart.ticks, chart.components) == (None, (), ())
    assert len(chart.notes) == 1


def test_total_pay_is_a_chart_of_its_own():
    bands = [band("a", 90_000, 130_000), band("b", 200_000, None, component="total")]

    chart = total_pay_charts(bands)[0]

    assert chart.is_total
    assert chart.band_count == 1


def test_regions_currencies_and_hours_never_share_an_axis():
    bands = [
        band("a", 90_000, 130_000),
        band("b", 90_000, 120_000, region="", region_label=""),
        band("c", 40_000, 65_000, region="gb", region_label="UK", currency="GBP"),
        band("e", 120, 150, period="hour"),
    ]

    charts = pay_charts(bands)

    assert len(charts) == 4
    assert charts[-1].region_label == "Country not stated"
    hourly = next(chart for chart in charts if chart.period == "hour")
    assert level_of(hourly).rows[0].value == "$120 to $150 an hour"


def test_rupees_get_lakh_ticks():
    chart = pay_charts(
        [
            band(
                "a",
                800_000,
                1_800_000,
                currency="INR",
                region="in",
                region_label="India",
            )
        ]
    )[0]

    assert "₹10L" in [tick.label for tick in chart.ticks]
    assert level_of(chart).rows[0].value_short == "8-18"


def test_a_region_from_context_and_a_derived_band_are_marked():
    derived = replace(
        band("a", 90_000, 130_000, region_basis="context"), is_derived=True
    )

    row = level_of(pay_charts([derived])[0]).rows[0]

    assert row.is_from_context
    assert row.is_hatched


def test_a_cards_range_shares_the_pages_axis():
    result = mini_range(band("a", 130_000, 220_000), low=40_000, high=400_000)

    assert (result.x, result.width, result.is_open) == (25, 25, False)


@given(
    st.integers(1, 10**7), st.integers(0, 10**7), st.sampled_from([1, 100, 1000, 2500])
)
def test_every_scale_holds_its_figures_and_has_5_to_8_ticks(low, span, unit):
    scale = scale_for([band("a", low * unit, (low + span) * unit)])

    ticks = round((scale.high - scale.low) / scale.step) + 1
    assert 5 <= ticks <= 8
    assert 0 <= scale.percent(low * unit) <= scale.percent((low + span) * unit) <= 100


@given(band_lists())
def test_every_band_is_drawn_or_noted_exactly_once(bands):
    charts = pay_charts(bands)

    shown = [
        row.band.key
        for chart in charts
        for group in chart.components
        for level in group.levels
        for row in level.rows
    ] + [one.key for chart in charts for one in chart.notes]
    assert sorted(shown) == sorted(one.key for one in bands)


@given(band_lists())
def test_nothing_is_drawn_outside_the_chart(bands):
    for chart in pay_charts(bands):
        for group in chart.components:
            for level in group.levels:
                for row in level.rows:
                    assert row.bar or row.point or row.open_ends
                    if row.bar:
                        assert row.bar.x >= 0
                        assert row.bar.x + row.bar.width <= 100.001


def test_a_million_is_written_short():
    labels = [tick_label(value, "USD") for value in (950_000, 1e6, 1.5e6)]

    assert labels == ["$950k", "$1M", "$1.5M"]


def test_figures_without_a_level_stand_under_what_their_source_says():
    famous = band("b", 583_000, None, component="total", level=None)
    top = band("e", 200_000, 250_000, component="total", level=None)
    chart = total_pay_charts(
        [
            replace(famous, level_label="FAANG companies"),
            replace(top, level_label="Top technology companies"),
        ]
    )[0]

    labels = [level.label for level in chart.components[0].levels]
    assert labels == ["FAANG companies", "Top technology companies"]


@pytest.mark.parametrize(
    ("low", "high", "short"),
    [
        (94_500, 132_000, "94.5-132"),
        (162_750, 253_000, "162.75-253"),
        (94_505, None, "94.505+"),
        (None, 155_000, "up to 155"),
    ],
)
def test_the_narrow_form_has_every_digit_that_counts_and_no_other(low, high, short):
    chart = pay_charts([band("a", low, high)])[0]

    assert level_of(chart).rows[0].value_short == short
