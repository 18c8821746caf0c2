"""Skills of several roles side by side, as a pure calculation."""

from hypothesis import given
from hypothesis import strategies as st

from roles.comparing import compare_skills, level_used

ORDER = ["entry", "mid", "senior"]
demands = st.dictionaries(
    st.integers(1, 6),
    st.dictionaries(st.sampled_from(ORDER), st.integers(0, 5), min_size=1),
    max_size=6,
)


def test_nearest_lower_level_stands_in_and_never_a_higher_one():
    known = {1: {"entry": 2}, 2: {"senior": 4}}

    assert level_used(known, "mid", ORDER) == "entry"
    assert level_used(known, "senior", ORDER) == "senior"
    assert level_used({2: {"senior": 4}}, "mid", ORDER) is None


@given(st.lists(demands, min_size=2, max_size=4), st.sampled_from(ORDER))
def test_each_skill_asked_stands_once_widest_spread_first(roles, level):
    rows = compare_skills(roles, level, ORDER)

    assert len({row.skill for row in rows}) == len(rows)
    spreads = [row.spread for row in rows]
    assert spreads == sorted(spreads, reverse=True)
    for row in rows:
        assert row.asking
        assert row.is_shared == (None not in row.levels)
        assert (row.only is not None) == (len(row.asking) == 1)


@given(demands, st.sampled_from(ORDER))
def test_role_beside_itself_differs_in_nothing(role, level):
    assert not any(row.differs for row in compare_skills([role, role], level, ORDER))
