from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.pay import (
    Band,
    card_group,
    derive,
    disagreements,
    envelope,
    overlap,
    overlap_label,
    pay_groups,
    sources_disagree,
)

US_ENTRY = Band(
    key="a-entry",
    level="entry",
    level_label="Entry",
    years_label="0 to 2 years",
    region="us",
    region_label="United States",
    region_basis="stated",
    currency="USD",
    low=90_000,
    high=130_000,
    low_open=False,
    high_open=False,
    period="year",
    component="not_stated",
    statistic="range",
    qualifier="",
    source="a",
    source_letter="A",
    as_printed="$90,000 - $130,000",
    note="",
)


def band(source, low, high, **others):
    return replace(
        US_ENTRY,
        key=f"{source}-{low}-{high}",
        source=source,
        source_letter=source.upper(),
        low=low,
        high=high,
        **others,
    )


@st.composite
def band_lists(draw):
    bands = []
    for number in range(draw(st.integers(1, 7))):
        low = draw(st.none() | st.integers(40, 400))
        least = low or 40
        high = draw(st.integers(least, 500) if low is None else _highs(least))
        bands.append(
            replace(
                band(
                    draw(st.sampled_from("abcd")),
                    None if low is None else low * 1000,
                    None if high is None else high * 1000,
                    high_open=draw(st.booleans()),
                    component=draw(st.sampled_from(["base", "not_stated", "total"])),
                    region=draw(st.sampled_from(["", "us"])),
                    level=draw(st.sampled_from([None, "entry", "mid"])),
                ),
                key=f"b{number}",
            )
        )
    return bands


def _highs(least):
    return st.none() | st.integers(least, 500)


def test_overlap_is_what_most_sources_cover():
    bands = [
        band("a", 90_000, 130_000),
        band("b", 90_000, 120_000),
        band("c", 95_000, 140_000),
    ]

    found = overlap(bands)

    assert (found.low, found.high) == (95_000, 120_000)
    assert overlap_label(bands, found) == "3 of 3 sources overlap at $95k to $120k"


def test_open_ends_count_as_closed_at_the_stated_figure():
    bands = [
        band("a", 180_000, 250_000, high_open=True),
        band("b", 150_000, 200_000, high_open=True),
        band("c", 200_000, None, high_open=True),
        band("d", 220_000, 380_000, high_open=True),
        band("e", 155_000, 230_000),
    ]

    found = overlap(bands)

    assert (found.low, found.high, found.count, found.total) == (180_000, 200_000, 3, 5)


def test_two_bands_of_one_source_cover_only_once():
    bands = [band("a", 90_000, 120_000), band("a", 90_000, 130_000)]

    assert overlap(bands) is None
    assert overlap_label(bands, None) == "One source"


def test_sources_apart_have_no_overlap_but_open_ones_may_have():
    apart = [band("a", 90_000, 100_000), band("b", 110_000, 120_000)]
    open_ended = [band("a", 90_000, 100_000, high_open=True), apart[1]]

    assert overlap_label(apart, overlap(apart)) == "2 sources, no overlap"
    assert overlap_label(open_ended, overlap(open_ended)) == "2 sources"


def test_sources_disagree_when_ranges_do_not_overlap():
    assert sources_disagree([band("a", 90_000, 100_000), band("b", 101_000, 110_000)])


def test_an_open_end_never_counts_as_ending_there():
    senior = [
        band("a", 150_000, 200_000, high_open=True),
        band("b", 220_000, 380_000, high_open=True),
    ]

    assert not sources_disagree(senior)


@pytest.mark.parametrize(("high", "disagree"), [(140_000, False), (140_002, True)])
def test_sources_disagree_when_midpoints_differ_by_more_than_a_fifth(high, disagree):
    bands = [band("a", 80_000, 120_000), band("b", 100_000, high)]

    assert sources_disagree(bands) is disagree


def test_an_upper_bound_and_a_value_above_it_disagree():
    bands = [band("c", None, 155_000), band("e", 160_000, 160_000)]

    assert disagreements(bands)[0].reason == "no_overlap"


def test_two_near_single_values_do_not_disagree():
    assert not sources_disagree(
        [band("a", 155_000, 155_000), band("b", 160_000, 160_000)]
    )


def test_a_source_against_itself_is_told_apart():
    bands = [band("e", 155_000, 230_000), band("e", 240_000, 312_000)]

    group = pay_groups(bands)[0]

    assert group.contradicts_itself
    assert not group.sources_disagree


def test_components_regions_and_statistics_never_share_a_group():
    bands = [
        band("a", 90_000, 120_000),
        band("b", 90_000, 120_000, component="base"),
        band("c", 90_000, 120_000, region="", region_label=""),
        band("d", 90_000, 120_000, statistic="median"),
        band("e", 90_000, 120_000, level="mid"),
    ]

    groups = pay_groups(bands)

    assert [len(group.bands) for group in groups] == [1] * 5
    assert groups[-1].label.startswith("Country not stated")


def test_a_region_known_from_context_joins_its_region():
    bands = [
        band("a", 90_000, 130_000),
        band("e", 90_000, 120_000, region_basis="context"),
    ]

    assert len(pay_groups(bands)) == 1


def test_one_band_alone_is_its_own_envelope():
    alone = band("c", 200_000, None, high_open=False)

    result = envelope([alone])

    assert (result.low, result.high, result.high_open) == (200_000, None, False)


def test_envelope_takes_the_outer_ends_and_stays_open():
    result = envelope(
        [
            band("a", Decimal("180000.00"), Decimal("250000.00"), high_open=True),
            band("b", 150_000, 200_000),
        ]
    )

    assert (result.low, result.high, result.high_open) == (150_000, 250_000, True)


def test_card_shows_the_visitors_country_or_else_most_sources():
    indian = band("a", 800_000, 1_800_000, region="in", region_label="India")
    american = [band("a", 90_000, 130_000), band("b", 90_000, 120_000)]

    assert card_group([indian, *american], region="in").key.region == "in"
    assert card_group([indian, *american], region="gb").key.region == "us"
    assert card_group([band("a", 1, 2, component="total")]) is None


def test_median_stands_on_a_card_only_where_a_role_has_nothing_else():
    median = band("a", 205_000, 221_000, statistic="median")

    assert card_group([median]).bands == (median,)
    assert card_group([median, band("b", 90_000, 120_000)]).bands != (median,)


def test_a_derived_band_is_marked_and_keeps_missing_ends():
    derived = derive(
        band("a", 100_000, None), key="ml", factor_low=1.05, factor_high=1.1
    )

    assert (derived.low, derived.high, derived.is_derived) == (105_000, None, True)


@given(band_lists())
def test_every_band_stands_in_exactly_one_group(bands):
    keys = [one.key for group in pay_groups(bands) for one in group.bands]

    assert sorted(keys) == sorted(one.key for one in bands)


@given(band_lists())
def test_overlap_lies_inside_every_band_that_it_counts(bands):
    for group in pay_groups(bands):
        found = group.overlap
        if found:
            inside = {
                one.source
                for one in group.bands
                if one.stated_low <= found.low and found.high <= one.stated_high
            }
            assert found.low < found.high
            assert 2 <= found.count <= found.total == group.source_count
            assert len(inside) <= found.count


@given(band_lists())
def test_envelope_holds_every_stated_figure(bands):
    for group in pay_groups(bands):
        for one in group.bands:
            if one.low is not None:
                assert group.envelope.low <= one.low
            if one.high is not None:
                assert group.envelope.high >= one.high


@given(band_lists(), st.randoms())
def test_groups_do_not_depend_on_the_order_given(bands, random):
    shuffled = random.sample(bands, len(bands))

    assert pay_groups(shuffled) == pay_groups(bands)


@given(band_lists())
def test_disagreement_needs_two_closed_or_separate_ranges(bands):
    by_key = {one.key: one for one in bands}

    for found in disagreements(bands):
        first, second = by_key[found.first], by_key[found.second]
        if found.reason == "no_overlap":
            assert first.top < second.bottom or second.top < first.bottom
        else:
            assert None not in (first.midpoint, second.midpoint)


def test_neighboring_intervals_of_equal_cover_are_one_overlap():
    bands = [
        band("a", 90_000, 110_000),
        band("b", 90_000, 130_000),
        band("c", 110_000, 130_000),
    ]

    found = overlap(bands)

    assert (found.low, found.high, found.count, found.total) == (90_000, 130_000, 2, 3)


def test_a_figure_without_any_end_is_refused():
    with pytest.raises(ValueError, match="at least one end"):
        overlap([band("a", None, None)])


def test_what_a_condition_or_subject_narrows_is_a_group_of_its_own():
    plain = band("a", 130_000, 180_000)
    remote = band("b", 60_000, 80_000, condition="Remote")
    others = band("c", 60_000, 80_000, subject="Contractors")

    groups = pay_groups([remote, others, plain])

    assert [group.bands for group in groups] == [(plain,), (others,), (remote,)]
    assert not any(group.sources_disagree for group in groups)
    assert groups[2].label.endswith("USD a year, Remote")


def test_a_card_prefers_what_nothing_narrows():
    plain = band("a", 130_000, 180_000)
    remote = [band(source, 60_000, 80_000, condition="Remote") for source in "bc"]

    assert card_group([*remote, plain]).bands == (plain,)
    assert card_group(remote).bands == tuple(remote)


def test_a_name_says_what_narrows_a_figure_once():
    assert band("a", 1, 2, condition="Remote").name == "Entry, Remote"
    same = band("a", 1, 2, level=None, level_label="FAANG", condition="FAANG")
    assert same.name == "FAANG"
