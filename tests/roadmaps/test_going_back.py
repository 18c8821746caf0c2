"""Going back to the version before: what was touched since stays."""

from datetime import timedelta

import pytest

from roadmaps.models import (
    Enrollment,
    PersonalStep,
    StepOrigin,
)
from roadmaps.services import tracking
from roadmaps.services.plan import read_plan
from roadmaps.services.upgrade import (
    UpgradeRefusedError,
    preview_undo,
    undo_upgrade,
    undoable,
)
from tests.roadmaps.upgrades import move, new_version, row_of, same_steps


def test_undo_gives_every_row_back_as_it_was(enrollment, done, now):
    before = list(
        enrollment.step_progress.order_by("pk").values_list(
            "pk", "step", "step_key", "state", "finished_at", "kept_from_version"
        )
    )
    steps = same_steps(docker={"hours": 8}, git={"title": "Git", "hours": 9})
    del steps["python"]
    move(enrollment, new_version(enrollment, **steps), now)

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    enrollment.refresh_from_db()
    assert enrollment.version.number == 1
    back = enrollment.step_progress.filter(pk__in=[row[0] for row in before])
    assert before == list(
        back.order_by("pk").values_list(
            "pk", "step", "step_key", "state", "finished_at", "kept_from_version"
        )
    )


def test_undo_leaves_what_was_touched_since_in_its_newer_state(enrollment, row, now):
    move(enrollment, new_version(enrollment, **same_steps()), now)
    later = now + timedelta(hours=1)
    tracking.start(progress=row, by=row.learner, now=later)

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=later)

    row.refresh_from_db()
    assert (row.state, row.step.version.number) == ("in_progress", 1)


def test_undo_after_14_days_is_refused(enrollment, now):
    move(enrollment, new_version(enrollment, **same_steps()), now)

    with pytest.raises(UpgradeRefusedError):
        undo_upgrade(
            enrollment=enrollment,
            by=enrollment.learner,
            now=now + timedelta(days=14),
        )


def test_undoing_a_merge_brings_words_rounds_and_time_home(enrollment, done, now):
    git = row_of(enrollment, "git")
    tracking.start(progress=git, by=git.learner, now=now)
    tracking.add_note(progress=git, text="About Git", by=git.learner, now=now)
    tracking.submit(progress=git, by=git.learner, now=now, text="Git done")
    tracking.take_back(progress=git, by=git.learner, now=now)
    tracking.log_time(
        enrollment=enrollment,
        progress=git,
        minutes=30,
        on=now.date(),
        by=git.learner,
        now=now,
    )
    merged = new_version(enrollment, python={"title": "Python and Git", "hours": 16})
    StepOrigin.objects.create(step=merged.steps.get(), from_key="git")
    move(enrollment, merged, now)
    together = row_of(enrollment, "python")
    moved = (together.notes.count(), together.submissions.count())

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    git.refresh_from_db()
    done.refresh_from_db()
    assert moved == (1, 1)
    assert (done.state, git.state) == ("done", "in_progress")
    assert [note.text for note in git.notes.all()] == ["About Git"]
    assert [one.round for one in git.submissions.all()] == [1]
    assert git.time_logs.count() == 1


def test_undoing_a_split_leaves_no_second_copy_in_sight(enrollment, done, now):
    split = new_version(
        enrollment,
        python={"title": "Python", "hours": 5},
        typing={"title": "Typing", "hours": 5},
    )
    StepOrigin.objects.create(step=split.steps.get(key="typing"), from_key="python")
    move(enrollment, split, now)
    assert row_of(enrollment, "typing").state == "done"

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    plan = read_plan(Enrollment.objects.with_plan().get(pk=enrollment.pk))
    assert [one.step.key for one in plan.kept] == []
    assert row_of(enrollment, "python").state == "done"


def test_both_origins_of_a_merge_that_was_worked_on_keep_the_newer_state(
    enrollment, done, now
):
    merged = new_version(enrollment, python={"title": "Python and Git", "hours": 16})
    StepOrigin.objects.create(step=merged.steps.get(), from_key="git")
    move(enrollment, merged, now)
    together = row_of(enrollment, "python")
    later = now + timedelta(days=1)
    tracking.start(progress=together, by=together.learner, now=later)
    last = undoable(enrollment, now=later)
    shown = {one.title: one for one in preview_undo(enrollment, last)}

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=later)

    states = dict(enrollment.step_progress.values_list("step_key", "state"))
    assert {key: states[key] for key in ("python", "git")} == {
        "python": "in_progress",
        "git": "in_progress",
    }
    assert shown["Python"].keeps_newer
    assert shown["Git"].keeps_newer


def test_own_steps_follow_a_renamed_step_and_come_back(enrollment, now):
    step = tracking.save_personal_step(
        step=PersonalStep(enrollment=enrollment, learner=enrollment.learner),
        title="Read on",
        hours=2,
        after_key="python",
        by=enrollment.learner,
        now=now,
    )
    renamed = new_version(enrollment, snake={"title": "Snake", "hours": 10})
    StepOrigin.objects.create(step=renamed.steps.get(), from_key="python")
    move(enrollment, renamed, now)
    step.refresh_from_db()
    followed = step.after_key
    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    step.refresh_from_db()
    assert (followed, step.after_key) == ("snake", "python")


def test_an_own_step_that_was_moved_since_stays_where_it_is(enrollment, now):
    words = {"title": "Read on", "hours": 2, "by": enrollment.learner, "now": now}
    step = tracking.save_personal_step(
        step=PersonalStep(enrollment=enrollment, learner=enrollment.learner),
        after_key="python",
        **words,
    )
    renamed = new_version(
        enrollment,
        snake={"title": "Snake", "hours": 10},
        git={"title": "Git", "hours": 6},
    )
    StepOrigin.objects.create(step=renamed.steps.get(key="snake"), from_key="python")
    move(enrollment, renamed, now)
    step.refresh_from_db()
    tracking.save_personal_step(step=step, after_key="git", **words)

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    step.refresh_from_db()
    assert step.after_key == "git"
