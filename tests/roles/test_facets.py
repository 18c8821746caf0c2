"""Counts beside filters, worked out on plain values."""

from hypothesis import given
from hypothesis import strategies as st

from roles.facets import Item, best_relief, counts, matching

HIGH = Item(1, {"coding": {"high"}, "math": {"high"}})
LOW = Item(2, {"coding": {"low"}, "math": {"high"}})
MIXED = Item(3, {"coding": {"low", "medium"}, "math": {"low"}})
ITEMS = [HIGH, LOW, MIXED]

values = st.sets(st.sampled_from(["low", "medium", "high"]))
items = st.lists(
    st.builds(Item, st.integers(), st.fixed_dictionaries({"a": values, "b": values}))
)


def test_nothing_selected_keeps_everything():
    assert matching(ITEMS, {"coding": set()}) == ITEMS


def test_values_of_one_facet_are_joined_by_or():
    assert matching(ITEMS, {"coding": {"high", "medium"}}) == [HIGH, MIXED]


def test_facets_are_joined_by_and():
    assert matching(ITEMS, {"coding": {"low"}, "math": {"high"}}) == [LOW]


def test_counts_ignore_what_is_ticked_in_the_same_facet():
    assert counts(ITEMS, {"coding": {"high"}}, "coding") == {
        "high": 1,
        "low": 2,
        "medium": 1,
    }


def test_counts_keep_what_is_ticked_in_other_facets():
    assert counts(ITEMS, {"math": {"high"}}, "coding") == {"high": 1, "low": 1}


def test_relief_names_the_facet_that_frees_most():
    relief = best_relief(ITEMS, {"coding": {"medium"}, "math": {"high"}})

    assert (relief.facet, relief.count) == ("coding", 2)


def test_no_relief_where_dropping_one_facet_frees_nothing():
    assert best_relief([], {"coding": {"low"}}) is None
    assert best_relief(ITEMS, {}) is None


@given(items, values, values)
def test_a_count_is_what_ticking_that_value_alone_gives(found, a, b):
    for value, number in counts(found, {"a": a, "b": b}, "a").items():
        assert len(matching(found, {"a": {value}, "b": b})) == number
