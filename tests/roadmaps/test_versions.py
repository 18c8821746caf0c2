from dataclasses import replace

import pytest

from roadmaps.progress import STATES
from roadmaps.versions import (
    LearnerStep,
    MappedStep,
    diff,
    plan_undo,
    plan_upgrade,
)
from tests.roadmaps.plans import PYTHON, SQL, step, version


def upgrade(rows, *versions):
    plan = plan_upgrade(
        versions, [LearnerStep(key, state) for key, state in rows.items()]
    )
    return {row.key: row for row in plan.steps}, {row.key: row for row in plan.kept}


FIRST = version(1, PYTHON, SQL)


def test_diff_names_added_removed_and_unchanged_steps():
    found = diff(FIRST, version(2, PYTHON, step("git", 2)))

    assert (found.added, found.removed, found.unchanged) == (
        ("git",),
        ("sql",),
        ("python",),
    )
    assert not found.is_empty


def test_diff_shows_changed_fields_with_old_and_new():
    found = diff(FIRST, version(2, replace(PYTHON, hours=12), SQL))

    (change,) = found.changed
    (field,) = change.fields
    assert (change.key, field.name, field.before, field.after) == (
        "python",
        "hours",
        10,
        12,
    )


def test_a_new_number_alone_is_no_change():
    found = diff(FIRST, version(2, replace(PYTHON, number=5), SQL))

    assert found.is_empty


def test_diff_tells_split_merged_and_renamed_apart():
    old = version(1, PYTHON, SQL, step("api", 3), step("bias", 4))
    new = version(
        2,
        PYTHON,
        step("python-tests", 2, origins=("python",)),
        step("data", 3, origins=("sql", "api")),
        step("fairness", 4, origins=("bias",)),
    )

    found = diff(old, new)

    assert (found.split[0].source, found.split[0].into) == (
        "python",
        ("python", "python-tests"),
    )
    assert (found.merged[0].key, found.merged[0].sources) == ("data", ("sql", "api"))
    assert (found.renamed[0].source, found.renamed[0].key) == ("bias", "fairness")
    assert (found.added, found.removed, found.changed) == ((), (), ())


@pytest.mark.parametrize("state", STATES)
def test_an_unchanged_step_keeps_every_state_without_a_mark(state):
    steps, _ = upgrade({"python": state}, FIRST, version(2, PYTHON, SQL))

    # A required step that is skipped can only come from an earlier upgrade.
    is_left_out = state == "skipped"
    assert steps["python"] == MappedStep(
        "python", state, ("python",), is_left_out=is_left_out
    )


@pytest.mark.parametrize("state", STATES)
def test_a_changed_step_keeps_its_state_with_a_mark(state):
    new = version(2, replace(PYTHON, criteria=("Tests pass",)), SQL)

    steps, _ = upgrade({"python": state}, FIRST, new)

    assert (steps["python"].state, steps["python"].is_changed) == (state, True)


def test_a_removed_step_is_kept_from_its_version():
    _, kept = upgrade({"sql": "done"}, FIRST, version(2, PYTHON))

    assert (kept["sql"].state, kept["sql"].from_version) == ("done", 1)


def test_a_removed_step_nobody_touched_leaves_nothing_behind():
    _, kept = upgrade({"sql": "not_started"}, FIRST, version(2, PYTHON))

    assert kept == {}


def test_notes_keep_a_removed_step_that_was_not_started():
    rows = [LearnerStep("sql", "not_started", has_content=True)]

    plan = plan_upgrade([FIRST, version(2, PYTHON)], rows)

    assert [row.key for row in plan.kept] == ["sql"]


def test_an_added_step_is_not_started():
    steps, _ = upgrade({"python": "done"}, FIRST, version(2, PYTHON, step("git", 2)))

    assert steps["git"] == MappedStep("git", "not_started")
    assert not steps["git"].is_left_out


@pytest.mark.parametrize(
    ("key", "origins"),
    [("basics", ("python",)), ("basics", ("python", "sql")), ("python", ("sql",))],
)
def test_a_renamed_or_merged_step_carries_a_mark(key, origins):
    same = replace(PYTHON, key=key, origins=origins)

    steps, _ = upgrade({"python": "done", "sql": "done"}, FIRST, version(2, same))

    assert steps[key].is_changed


@pytest.mark.parametrize("state", STATES)
def test_split_parts_inherit_the_state_and_one_takes_the_originals(state):
    new = version(2, PYTHON, step("python-tests", 2, origins=("python",)))

    steps, _ = upgrade({"python": state}, FIRST, new)

    assert [steps["python"].state, steps["python-tests"].state] == [state, state]
    assert (steps["python"].copied, steps["python-tests"].copied) == ((), ("python",))
    assert steps["python-tests"].sources == ("python",)


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        ("done", "done", "done"),
        ("done", "waived", "waived"),
        ("done", "submitted", "submitted"),
        ("submitted", "changes_requested", "changes_requested"),
        ("done", "in_progress", "in_progress"),
        ("done", "not_started", "not_started"),
        ("done", "skipped", "not_started"),
        ("skipped", "skipped", "not_started"),
    ],
)
def test_merged_is_done_only_if_all_were_else_the_least_advanced(first, second, merged):
    new = version(2, step("data", 1, origins=("python", "sql")))

    steps, kept = upgrade({"python": first, "sql": second}, FIRST, new)

    assert steps["data"].state == merged
    assert steps["data"].sources == ("python", "sql")
    assert kept == {}


def test_merged_optional_steps_that_were_all_skipped_stay_skipped():
    new = version(2, step("data", 1, origins=("python", "sql"), is_required=False))

    steps, _ = upgrade({"python": "skipped", "sql": "skipped"}, FIRST, new)

    assert steps["data"].state == "skipped"


def test_a_merge_takes_back_rounds_that_can_no_longer_be_answered():
    new = version(2, step("data", 1, origins=("python", "sql")))

    half, _ = upgrade({"python": "submitted", "sql": "in_progress"}, FIRST, new)
    both, _ = upgrade({"python": "submitted", "sql": "submitted"}, FIRST, new)

    assert half["data"].takes_back == ("python",)
    assert both["data"].takes_back == ("sql",)


@pytest.mark.parametrize(
    ("state", "reopened"),
    [("done", "in_progress"), ("waived", "not_started"), ("submitted", "submitted")],
)
def test_only_must_be_redone_reopens(state, reopened):
    new = version(2, replace(PYTHON, must_redo=True), SQL)

    steps, _ = upgrade({"python": state}, FIRST, new)

    assert steps["python"].state == reopened
    assert steps["python"].is_reopened is (state != reopened)


def test_marks_of_versions_passed_over_compose_in_order():
    second = version(2, replace(PYTHON, must_redo=True), replace(SQL, hours=20))
    third = version(
        3, step("basics", 1, origins=("python",)), replace(SQL, hours=20, number=2)
    )

    steps, _ = upgrade({"python": "done", "sql": "done"}, FIRST, second, third)

    assert (steps["basics"].state, steps["basics"].is_reopened) == ("in_progress", True)
    assert steps["basics"].sources == ("python",)
    assert (steps["sql"].state, steps["sql"].is_changed) == ("done", True)


def test_a_merge_with_a_step_reopened_on_the_way_is_reopened():
    second = version(2, replace(PYTHON, must_redo=True), SQL)
    third = version(3, step("data", 1, origins=("python", "sql")))

    steps, _ = upgrade({"python": "done", "sql": "done"}, FIRST, second, third)

    assert steps["data"].is_reopened


def test_a_plan_names_what_is_reopened_changed_and_new():
    rows = [LearnerStep("python", "done"), LearnerStep("sql", "done")]
    redo, longer = replace(PYTHON, must_redo=True), replace(SQL, hours=20)

    plan = plan_upgrade([FIRST, version(2, redo, longer, step("git", 3))], rows)

    assert plan.reopened == ("python",)
    assert plan.changed == ("sql",)
    assert plan.added == ("git",)


def test_a_step_removed_and_brought_back_returns_with_its_state():
    steps, kept = upgrade({"sql": "done"}, FIRST, version(2, PYTHON), FIRST)

    assert (steps["sql"].state, steps["sql"].is_changed) == ("done", True)
    assert kept == {}


def test_a_step_that_came_and_went_untouched_comes_back_as_new():
    with_git = version(2, PYTHON, SQL, step("git", 3))

    steps, _ = upgrade({"python": "done"}, FIRST, with_git, FIRST, with_git)

    assert steps["git"] == MappedStep("git", "not_started")


def test_a_step_kept_from_an_older_version_stays_with_its_number():
    rows = [LearnerStep("old", "done", kept_from=1), LearnerStep("python", "done")]

    plan = plan_upgrade([version(2, PYTHON), version(3, PYTHON)], rows)

    assert [(row.key, row.from_version) for row in plan.kept] == [("old", 1)]


def test_undo_restores_all_but_the_steps_touched_since():
    before = [LearnerStep("python", "in_progress"), LearnerStep("sql", "done")]
    new = version(2, PYTHON, replace(SQL, must_redo=True))
    plan = plan_upgrade([FIRST, new], before)

    undone = plan_undo(
        before,
        plan,
        states_now={"python": "done", "sql": "in_progress"},
        touched={"python"},
    )

    assert [(row.key, row.state, row.keeps_newer) for row in undone] == [
        ("python", "done", True),
        ("sql", "done", False),
    ]
