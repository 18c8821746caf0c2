from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roadmaps.progress import STATES
from roadmaps.versions import (
    LearnerStep,
    diff,
    plan_undo,
    plan_upgrade,
)
from tests.roadmaps.plans import step, version


@st.composite
def histories(draw):
    """Versions that follow each other, and a learner somewhere in the first."""
    keys = list("abcdefgh")
    versions = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        chosen = draw(st.lists(st.sampled_from(keys), unique=True, min_size=1))
        versions.append(
            version(
                number,
                *(
                    step(
                        key,
                        at,
                        hours=draw(st.integers(1, 3)),
                        must_redo=draw(st.booleans()),
                        origins=tuple(
                            draw(
                                st.lists(st.sampled_from(keys), unique=True, max_size=2)
                            )
                        ),
                    )
                    for at, key in enumerate(chosen, 1)
                ),
            )
        )
    rows = [
        LearnerStep(
            one.key,
            draw(st.sampled_from(STATES)),
            has_content=draw(st.booleans()),
        )
        for one in versions[0].steps
    ]
    return versions, rows


@given(histories())
def test_no_upgrade_loses_anything_that_a_learner_did(case):
    versions, rows = case

    plan = plan_upgrade(versions, rows)

    found = {key for row in (*plan.steps, *plan.kept) for key in row.sources}
    done = {row.key for row in rows if row.state != "not_started" or row.has_content}
    assert done <= found
    assert [row.key for row in plan.steps] == [one.key for one in versions[-1].steps]


@given(histories())
def test_originals_go_to_exactly_one_place(case):
    versions, rows = case
    rows = [replace(row, has_content=True) for row in rows]

    plan = plan_upgrade(versions, rows)

    taken = [
        key
        for row in (*plan.steps, *plan.kept)
        for key in row.sources
        if key not in row.copied
    ]
    assert sorted(taken) == sorted(row.key for row in rows)


@given(histories())
def test_an_upgrade_at_once_equals_one_version_after_the_other(case):
    versions, rows = case
    rows = [replace(row, has_content=True) for row in rows]
    at_once = plan_upgrade(versions, rows)

    for old, new in pairwise(versions):
        plan = plan_upgrade([old, new], rows)
        rows = [
            # What a version brought in and nobody touched yet holds nothing.
            LearnerStep(
                row.key, row.state, row.is_changed, has_content=bool(row.sources)
            )
            for row in plan.steps
        ] + [
            LearnerStep(
                row.key,
                row.state,
                row.is_changed,
                row.from_version,
                has_content=True,
            )
            for row in plan.kept
        ]

    assert [(row.key, row.state) for row in at_once.steps] == [
        (row.key, row.state) for row in plan.steps
    ]


@given(histories())
def test_undoing_an_untouched_upgrade_restores_every_state(case):
    versions, rows = case
    plan = plan_upgrade(versions, rows)
    now = {row.key: row.state for row in plan.steps}

    undone = plan_undo(rows, plan, states_now=now, touched=set())

    assert [(row.key, row.state) for row in undone] == [
        (row.key, row.state) for row in rows
    ]


@given(histories())
def test_diff_accounts_for_every_step_of_both_versions(case):
    (old, new, *_), _ = case
    found = diff(old, new)

    merged = {one.key for one in found.merged}
    split_into = {key for one in found.split for key in one.into}
    new_keys = {*found.added, *found.unchanged, *merged, *split_into}
    new_keys |= {one.key for one in (*found.changed, *found.renamed)}
    assert new_keys == {one.key for one in new.steps}
    assert set(found.removed) <= {one.key for one in old.steps}
    assert not {one.key for one in found.changed} & set(found.unchanged)
