from dataclasses import replace

from roadmaps.versions import (
    Cost,
    publish_problems,
)
from tests.roadmaps.plans import PYTHON, SQL, step


def codes(*steps, **others):
    return [problem.code for problem in publish_problems(steps, **others)]


def test_a_sound_version_has_no_problems():
    assert codes(PYTHON, replace(SQL, prerequisites=("python",))) == []


def test_a_version_without_steps_is_not_published():
    assert codes() == ["no_steps"]


def test_a_cycle_is_named_with_its_path():
    (problem,) = publish_problems(
        [
            replace(PYTHON, prerequisites=("sql",)),
            replace(SQL, prerequisites=("python",)),
        ]
    )

    assert problem.code == "cycle"
    assert problem.path == ("python", "sql", "python")
    assert "1 Python needs 2 Sql needs 1 Python" in problem.message


def test_a_duplicate_key_is_not_published():
    assert codes(PYTHON, replace(PYTHON, number=2)) == ["duplicate_key"]


def test_a_forward_prerequisite_names_both_steps():
    (problem,) = publish_problems([replace(PYTHON, prerequisites=("sql",)), SQL])

    assert problem.code == "forward_prerequisite"
    assert problem.path == ("python", "sql")
    assert "1 Python needs 2 Sql" in problem.message


def test_a_step_of_the_same_number_comes_no_earlier():
    assert codes(PYTHON, replace(SQL, number=1, prerequisites=("python",))) == [
        "forward_prerequisite"
    ]


def test_a_prerequisite_outside_the_version_is_not_published():
    assert codes(replace(PYTHON, prerequisites=("gone",))) == ["unknown_prerequisite"]


def test_more_than_eight_reviews_are_not_published():
    eight = [step(f"s{at}", at, needs_review=True) for at in range(1, 9)]

    assert codes(*eight, step("unreviewed", 9)) == []
    assert codes(*eight, step("s9", 9, needs_review=True)) == ["too_many_reviews"]


def test_a_step_whose_only_resources_cost_money_needs_a_note():
    paid = {"python": [Cost("paid")]}

    assert codes(PYTHON, costs=paid) == ["paid_only"]
    assert codes(PYTHON, costs=paid, cost_notes={"python": "40 dollars"}) == []
    assert codes(PYTHON, costs={"python": [Cost("paid", "free trial")]}) == []
    assert codes(PYTHON, costs={"python": [Cost("paid"), Cost("card")]}) == []
    noted = [Cost("paid"), Cost("paid", "free trial")]
    assert codes(PYTHON, costs={"python": noted}) == []
