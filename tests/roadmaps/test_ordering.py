from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.ordering import (
    CycleError,
    Node,
    ancestors,
    descendants,
    find_cycle,
    ordered,
    total_hours,
    transitive_reduction,
    unlock_counts,
)


@st.composite
def acyclic_steps(draw):
    size = draw(st.integers(1, 15))
    return [
        Node(
            key=f"s{number}",
            number=number,
            prerequisites=tuple(
                f"s{before}"
                for before in draw(st.sets(st.integers(1, number - 1), max_size=4))
            )
            if number > 1
            else (),
            hours=draw(st.integers(1, 60)),
        )
        for number in range(1, size + 1)
    ]


any_steps = st.lists(
    st.tuples(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3)),
    max_size=8,
    unique_by=lambda pair: pair[0],
).map(
    lambda pairs: [
        Node(f"s{number}", number, tuple(f"s{before}" for before in sorted(needed)))
        for number, needed in pairs
    ]
)

PYTHON = Node("python", 1, hours=40)
GIT = Node("git", 4, ("python",), hours=12)
API = Node("api", 8, ("git", "python"), hours=16)
DATA = Node("data", 5, hours=30)


def test_steps_come_after_what_they_need_and_else_by_number():
    result = ordered([API, DATA, GIT, PYTHON])

    assert [step.key for step in result] == ["python", "git", "data", "api"]


def test_total_hours_adds_all_steps():
    assert total_hours([PYTHON, GIT, API]) == 68
    assert total_hours([PYTHON, Node("talk", 2)]) == 40


def test_cycle_is_refused_with_its_path_named():
    first, second, third = (
        Node("a", 1, ("c",)),
        Node("b", 2, ("a",)),
        Node("c", 3, ("b",)),
    )

    with pytest.raises(CycleError, match="a needs c needs b needs a") as caught:
        ordered([second, third, first])

    assert caught.value.path == ("a", "c", "b", "a")


def test_cycle_path_leaves_out_steps_that_only_depend_on_it():
    steps = [Node("late", 1, ("x",)), Node("x", 2, ("y",)), Node("y", 3, ("x",))]

    assert find_cycle(steps) == ("x", "y", "x")


def test_of_several_cycles_the_one_of_the_lowest_steps_is_named():
    apart = [
        Node("a", 1, ("b",)),
        Node("b", 2, ("a",)),
        Node("c", 3, ("d",)),
        Node("d", 4, ("c",)),
    ]
    forked = [Node("a", 1, ("b", "c")), Node("b", 2, ("a",)), Node("c", 3, ("a",))]

    assert find_cycle(apart) == ("a", "b", "a")
    assert find_cycle(forked) == ("a", "b", "a")


def test_step_that_needs_itself_is_a_cycle():
    assert find_cycle([Node("a", 1, ("a",))]) == ("a", "a")


def test_unknown_prerequisites_are_ignored():
    assert ordered([Node("a", 1, ("gone",))])[0].key == "a"
    assert find_cycle([Node("a", 1, ("gone",))]) is None


def test_reduction_drops_what_another_prerequisite_implies():
    assert transitive_reduction([PYTHON, GIT, API])["api"] == ("git",)


def test_unlock_counts_leave_out_what_is_settled():
    steps = [PYTHON, GIT, API, DATA]

    assert unlock_counts(steps) == {"python": 2, "git": 1, "api": 0, "data": 0}
    assert unlock_counts(steps, settled={"git"})["python"] == 1


@given(acyclic_steps())
def test_order_respects_every_prerequisite(steps):
    place = {step.key: index for index, step in enumerate(ordered(steps))}

    assert len(place) == len(steps)
    for step in steps:
        assert all(place[before] < place[step.key] for before in step.prerequisites)


@given(acyclic_steps(), st.randoms())
def test_order_does_not_depend_on_the_order_given(steps, random):
    shuffled = random.sample(steps, len(steps))

    assert ordered(shuffled) == ordered(steps)


@given(any_steps)
def test_a_found_cycle_is_a_real_one_and_its_absence_means_order(steps):
    path = find_cycle(steps)

    if path is None:
        assert len(ordered(steps)) == len(steps)
    else:
        needed = {step.key: step.prerequisites for step in steps}
        assert path[0] == path[-1]
        for key, following in pairwise(path):
            assert following in needed[key]


@given(acyclic_steps())
def test_reduction_keeps_all_ancestors_and_no_implied_edge(steps):
    reduced = transitive_reduction(steps)
    numbers = {step.key: step.number for step in steps}
    slim = [Node(key, numbers[key], before) for key, before in reduced.items()]

    before = ancestors(slim)

    assert before == ancestors(steps)
    for key, direct in reduced.items():
        for one in direct:
            assert not any(one in before[other] for other in direct if other != one), (
                key
            )


@given(acyclic_steps())
def test_descendants_mirror_ancestors(steps):
    before, after = ancestors(steps), descendants(steps)

    assert {(a, b) for b, keys in before.items() for a in keys} == {
        (a, b) for a, keys in after.items() for b in keys
    }
