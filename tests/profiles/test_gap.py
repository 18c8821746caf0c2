import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.gap import Closer, Demand, after, coverage, gap, gap_at_level, radar
from profiles.held import Held
from profiles.role_ranking import RoleDemands, rank_roles

levels = st.integers(0, 5)
importances = st.integers(1, 5)
demand_lists = st.lists(
    st.builds(
        Demand,
        skill=st.text("abcdefgh", min_size=1, max_size=3),
        category=st.sampled_from(["PR", "ML", "DE"]),
        importance=importances,
        required=levels,
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda demand: demand.skill,
)


@st.composite
def demands_and_held(draw):
    demands = draw(demand_lists)
    held = {
        demand.skill: Held(
            level=draw(st.none() | levels),
            state="claimed",
            verified=draw(st.none() | levels),
        )
        for demand in demands
        if draw(st.booleans())
    }
    return demands, held


PYTHON = Demand("python", "PR", importance=5, required=4)
SQL = Demand("sql", "PR", importance=3, required=2)
SERVING = Demand("serving", "OP", importance=4, required=3)


def test_coverage_weighs_held_levels_by_importance():
    held = {"python": Held(3), "sql": Held(5), "serving": Held(1)}

    result = gap([PYTHON, SQL, SERVING], held)

    assert result.coverage == (5 * 3 + 3 * 2 + 4 * 1) / (5 * 4 + 3 * 2 + 4 * 3)
    assert result.percent == 65


def test_rows_come_by_weighted_gap_and_then_by_closing_step():
    drift = Demand("drift", "OP", importance=4, required=3)
    closers = {
        "drift": [
            Closer("step", "monitoring", "Monitoring and drift", number=18),
            Closer("certification", "ops", "An exam without a number"),
            Closer("step", "first", "A first look", number=17),
        ],
        "serving": [
            Closer("step", "late", "A last look", number=20),
            Closer("step", "serve", "Serve a model", number=16),
        ],
    }

    result = gap([drift, PYTHON, SERVING], {"python": Held(3)}, closers=closers)

    assert [row.skill for row in result.rows] == ["serving", "drift", "python"]
    assert [row.weighted_gap for row in result.rows] == [12, 12, 5]
    assert result.rows[0].closers[1].number == 16


def test_what_is_taught_is_evidenced_or_where_that_counts_verified():
    held = {"python": Held(4, verified=1), "sql": Held(1)}
    taught = [("python", 3), ("sql", 2), ("serving", 1), ("drift", 0)]

    claimed = after(held, taught, mode="claimed")
    verified = after(held, taught, mode="verified")

    assert claimed == {
        "python": Held(4, "evidenced", 1),
        "sql": Held(2, "evidenced"),
        "serving": Held(1, "evidenced"),
        "drift": Held(0, "evidenced"),
    }
    assert verified == {
        "python": Held(4, "verified", 3),
        "sql": Held(2, "verified", 2),
        "serving": Held(1, "verified", 1),
        "drift": Held(0, "verified", 0),
    }


def test_rows_are_met_or_open():
    result = gap([PYTHON, SQL], {"python": Held(4), "sql": Held(1)})

    assert [row.skill for row in result.met_rows] == ["python"]
    assert [row.skill for row in result.open_rows] == ["sql"]


def test_unrated_counts_zero_and_is_listed_apart():
    result = gap([PYTHON, SQL], {"python": Held(4), "sql": Held(None, "unrated")})

    assert [row.skill for row in result.unrated] == ["sql"]
    assert result.coverage == 20 / 26
    assert result.coverage_if_unrated_met == 1
    assert result.percent_if_unrated_met == 100
    assert gap([], {}).percent_if_unrated_met is None


def test_rated_zero_is_not_unrated():
    result = gap([PYTHON], {"python": Held(0)})

    assert result.unrated == ()
    assert result.rows[0].held == 0
    assert result.coverage_if_unrated_met == 0


def test_verified_mode_takes_the_verified_level_or_zero():
    held = {
        "python": Held(4, "verified", verified=2),
        "sql": Held(2, "claimed"),
    }

    result = gap([PYTHON, SQL], held, mode="verified")

    assert result.coverage == 5 * 2 / 26
    assert result.unrated == ()


def test_confirmation_above_the_claim_counts_in_claimed_mode():
    held = {"python": Held(2, "verified", verified=4)}

    assert gap([PYTHON], held).coverage == 1


def test_no_rows_gives_no_coverage_but_a_reason():
    result = gap([], {"python": Held(4)})

    assert result.coverage is None
    assert result.percent is None
    assert result.reason == "no_rows"


def test_nothing_required_gives_no_coverage_but_a_reason():
    result = gap([Demand("python", "PR", importance=5, required=0)], {})

    assert (result.coverage, result.reason) == (None, "nothing_required")


def test_level_without_rows_takes_the_nearest_lower_one_and_says_so():
    by_level = {"entry": [SQL], "mid": [PYTHON], "staff": []}

    result = gap_at_level(by_level, "executive", {})

    assert (result.level, result.asked_level) == ("mid", "executive")
    assert result.is_fallback
    assert [row.skill for row in result.rows] == ["python"]


def test_level_never_falls_back_upward():
    result = gap_at_level({"senior": [PYTHON]}, "mid", {"python": Held(5)})

    assert (result.coverage, result.reason, result.level) == (None, "no_rows", None)
    assert not result.is_fallback


def test_ranking_puts_best_covered_first_and_roles_without_rows_last():
    roles = [
        RoleDemands("empty", "Empty", {}),
        RoleDemands("ops", "MLOps Engineer", {"mid": [SERVING]}),
        RoleDemands("data", "Data Scientist", {"mid": [SQL]}),
        RoleDemands("dev", "Developer", {"entry": [SQL]}),
    ]

    ranked = rank_roles(roles, {"sql": Held(2)}, level="mid")

    assert [place.role for place in ranked] == ["data", "dev", "ops", "empty"]
    assert [place.rank for place in ranked] == [1, 1, 3, None]
    assert ranked[1].level == "entry"


def test_radar_divides_by_the_most_that_could_be_held():
    axes = radar([PYTHON, SQL, SERVING], {"python": Held(5), "sql": Held(1)})

    assert [axis.category for axis in axes] == ["PR", "OP"]
    assert axes[0].yours == (5 * 5 + 3 * 1) / 40
    assert axes[0].needed == (5 * 4 + 3 * 2) / 40
    assert (axes[1].yours, axes[1].needed) == (0, 12 / 20)


@pytest.mark.parametrize(("importance", "required"), [(0, 3), (6, 3), (3, -1), (3, 6)])
def test_demand_off_the_scales_is_refused(importance, required):
    with pytest.raises(ValueError, match="python"):
        Demand("python", "PR", importance=importance, required=required)


@given(demands_and_held(), st.sampled_from(["claimed", "verified"]))
def test_coverage_stays_between_zero_and_one(case, mode):
    demands, held = case

    result = gap(demands, held, mode=mode)

    if result.coverage is None:
        assert sum(demand.weight for demand in demands) == 0
    else:
        assert 0 <= result.coverage <= result.coverage_if_unrated_met <= 1


@given(demands_and_held())
def test_shares_add_up_to_one_and_earned_shares_to_the_coverage(case):
    result = gap(*case)

    if result.coverage is not None:
        assert sum(row.share for row in result.rows) == pytest.approx(1)
        assert sum(row.earned for row in result.rows) == pytest.approx(result.coverage)


@given(demands_and_held())
def test_hundred_percent_appears_only_when_nothing_is_missing(case):
    result = gap(*case)

    if result.percent is not None:
        assert (result.percent == 100) == (not result.open_rows)


@given(demands_and_held(), st.data())
def test_raising_one_level_never_lowers_coverage(case, data):
    demands, held = case
    raised = data.draw(st.sampled_from(demands)).skill
    before = gap(demands, held)

    after = gap(demands, {**held, raised: Held(5)})

    if before.coverage is not None:
        assert after.coverage >= before.coverage


@given(demands_and_held())
def test_result_does_not_depend_on_the_order_of_demands(case):
    demands, held = case

    assert gap(demands, held).rows == gap(demands[::-1], held).rows


@given(demands_and_held())
def test_radar_stays_inside_the_circle(case):
    for axis in radar(*case):
        assert 0 <= axis.yours <= 1
        assert 0 <= axis.needed <= 1


@given(demands_and_held(), st.sampled_from(["claimed", "verified"]))
def test_the_short_way_to_coverage_gives_the_same(both, mode):
    demands, held = both

    assert coverage(demands, held, mode=mode) == gap(demands, held, mode=mode).coverage


@given(demands_and_held(), st.sampled_from(["claimed", "verified"]), levels)
def test_being_taught_never_lowers_coverage(both, mode, level):
    demands, held = both
    taught = [(demand.skill, level) for demand in demands[:2]]

    before = coverage(demands, held, mode=mode)
    then = coverage(demands, after(held, taught, mode=mode), mode=mode)

    assert before is None or before <= then <= 1
