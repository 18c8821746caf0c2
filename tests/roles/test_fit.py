"""Roles are ranked by the answers alone, and say what moved them."""

from hypothesis import given
from hypothesis import strategies as st

from roles.fit import rank

ITEMS = st.sampled_from(["code", "math", "people", "routine"])
WEIGHT = st.integers(-3, 3).filter(bool)
WEIGHTS = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.dictionaries(ITEMS, WEIGHT), min_size=1
)
ANSWERS = st.dictionaries(ITEMS, st.integers(1, 5))


def by_role(weights, answers):
    return {fit.role: fit for fit in rank(weights, answers)}


@given(WEIGHTS, ANSWERS)
def test_the_order_of_roles_and_answers_changes_nothing(weights, answers):
    turned = {
        role: dict(reversed(said.items())) for role, said in reversed(weights.items())
    }

    assert rank(turned, dict(reversed(answers.items()))) == rank(weights, answers)


@given(WEIGHTS, ANSWERS)
def test_what_was_not_answered_counts_nothing(weights, answers):
    only = {
        role: {item: weight for item, weight in said.items() if item in answers}
        for role, said in weights.items()
    }

    whole, part = by_role(weights, answers), by_role(only, answers)

    assert {role: fit.fit for role, fit in whole.items()} == {
        role: fit.fit for role, fit in part.items()
    }


@given(WEIGHTS, ANSWERS)
def test_equal_fits_share_a_rank_and_say_so(weights, answers):
    fits = [fit for fit in rank(weights, answers) if fit.fit is not None]

    assert [fit.fit for fit in fits] == sorted((f.fit for f in fits), reverse=True)
    for fit in fits:
        assert fit.rank == 1 + sum(other.fit > fit.fit for other in fits)
        assert fit.is_tied == (sum(other.fit == fit.fit for other in fits) > 1)


@given(WEIGHTS, ANSWERS)
def test_answers_turned_round_turn_the_fit_round(weights, answers):
    turned = {item: 6 - answer for item, answer in answers.items()}

    there, back = by_role(weights, answers), by_role(weights, turned)

    for role, fit in there.items():
        if fit.fit is not None:
            # Both halves of a point are rounded up.
            assert fit.fit + back[role].fit in {100, 101}


@given(WEIGHTS, ANSWERS)
def test_at_most_three_reasons_the_strongest_first(weights, answers):
    for fit in rank(weights, answers):
        pulls = [abs(reason.pull) for reason in fit.reasons]
        every = sorted(
            abs(weight * (answers[item] - 3))
            for item, weight in weights[fit.role].items()
            if item in answers
        )

        assert pulls == [pull for pull in every[::-1][:3] if pull]


def test_agreeing_with_all_that_speaks_for_a_role_is_100():
    fit = by_role({"a": {"code": 3, "routine": -1}}, {"code": 5, "routine": 1})["a"]

    assert (fit.fit, fit.rank, fit.answered, fit.asked) == (100, 1, 2, 2)


def test_the_middle_speaks_neither_for_nor_against():
    fit = by_role({"a": {"code": 3}}, {"code": 3})["a"]

    assert (fit.fit, fit.reasons) == (50, ())


def test_a_role_about_which_nothing_was_answered_has_no_rank():
    silent = rank({"a": {"code": 3}, "b": {"math": 1}}, {"math": 1})[-1]

    assert (silent.role, silent.fit, silent.rank, silent.is_tied) == (
        "a",
        None,
        None,
        False,
    )


def test_an_unknown_answer_is_no_answer():
    weights = {"a": {"code": 3}}

    assert rank(weights, {"code": 4, "gone": 1}) == rank(weights, {"code": 4})
