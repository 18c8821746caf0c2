"""Moving to the next version: nothing is lost on the way."""

import pytest

from profiles.models import SkillEvidence
from roadmaps.models import (
    Enrollment,
    StepEvent,
    StepOrigin,
    StepProgress,
)
from roadmaps.services import tracking
from roadmaps.services.upgrade import (
    UpgradeRefusedError,
    offer,
    preview,
    stay,
    undo_upgrade,
)
from tests.factories.roadmaps import RoadmapVersionFactory, StepPartFactory
from tests.roadmaps.actions import act
from tests.roadmaps.upgrades import move, new_version, row_of, same_steps


def test_publishing_never_touches_an_enrollment_but_is_offered(enrollment):
    version = new_version(enrollment, **same_steps(docker={"hours": 8}))

    offered = offer(Enrollment.objects.with_plan().get())

    assert (offered.number, offered.changed) == (2, 3)
    enrollment.refresh_from_db()
    assert enrollment.version_id != version.pk


def test_a_draft_is_not_offered(enrollment):
    RoadmapVersionFactory(
        roadmap=enrollment.roadmap, number=2, status="draft", published_at=None
    )

    assert offer(Enrollment.objects.with_plan().get()) is None


def test_done_stays_done_and_new_steps_come_not_started(enrollment, done, now):
    version = new_version(enrollment, **same_steps(docker={"hours": 8}))

    move(enrollment, version, now)

    kept = row_of(enrollment, "python")
    assert (kept.pk, kept.state, kept.finished_at) == (done.pk, "done", now)
    assert kept.step.version == version
    assert row_of(enrollment, "docker").state == "not_started"


def test_a_removed_step_is_kept_with_everything(enrollment, done, now):
    events = StepEvent.objects.count()
    steps = same_steps()
    del steps["python"]

    move(enrollment, new_version(enrollment, **steps), now)

    kept = row_of(enrollment, "python")
    assert (kept.state, kept.kept_from_version) == ("done", 1)
    assert kept.comments.get().text == "A note"
    assert StepEvent.objects.count() == events
    assert SkillEvidence.objects.count() == 1


def test_a_changed_step_keeps_its_state_with_a_mark(enrollment, done, now):
    steps = same_steps(python={"title": "Python", "hours": 20})

    move(enrollment, new_version(enrollment, **steps), now)

    changed = row_of(enrollment, "python")
    assert (changed.state, changed.is_changed) == ("done", True)


def test_a_step_that_must_be_redone_is_reopened_with_an_event(enrollment, done, now):
    steps = same_steps(python={"title": "Python", "hours": 10, "must_redo": True})

    move(enrollment, new_version(enrollment, **steps), now)

    reopened = row_of(enrollment, "python")
    assert (reopened.state, reopened.finished_at) == ("in_progress", None)
    assert reopened.events.first().action == "upgrade"


def test_a_renamed_step_takes_row_and_notes_along(enrollment, done, now):
    steps = same_steps()
    steps = {"snakes": {"title": "Snakes", "hours": 10}, **steps}
    del steps["python"]
    version = new_version(enrollment, **steps)
    StepOrigin.objects.create(step=version.steps.get(key="snakes"), from_key="python")

    move(enrollment, version, now)

    renamed = row_of(enrollment, "snakes")
    assert (renamed.pk, renamed.state) == (done.pk, "done")
    assert renamed.comments.count() == 1


def test_both_parts_of_a_split_step_inherit_state_and_notes(enrollment, done, now):
    steps = same_steps(
        python={"title": "Python", "hours": 5}, typing={"title": "Types", "hours": 5}
    )
    version = new_version(enrollment, **steps)
    for key in ("python", "typing"):
        StepOrigin.objects.create(step=version.steps.get(key=key), from_key="python")

    move(enrollment, version, now)

    for key in ("python", "typing"):
        part = row_of(enrollment, key)
        assert part.state == "done"
        assert part.comments.get().text == "A note"


def test_merged_steps_are_as_far_as_the_least_with_all_notes(enrollment, done, now):
    git = row_of(enrollment, "git")
    tracking.start(progress=git, by=git.learner, now=now)
    tracking.add_comment(progress=git, by=git.learner, now=now, text="Another note")
    steps = {
        "basics": {"title": "Basics", "hours": 16},
        "extras": {"title": "Extras", "hours": 4, "is_required": False},
    }
    version = new_version(enrollment, **steps)
    for key in ("python", "git"):
        StepOrigin.objects.create(step=version.steps.get(key="basics"), from_key=key)

    move(enrollment, version, now)

    merged = row_of(enrollment, "basics")
    assert merged.state == "in_progress"
    assert merged.comments.count() == 2


def test_a_submitted_step_stays_submitted_with_its_frozen_criteria(
    enrollment, row, now
):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.submit(progress=row, by=row.learner, now=now, text="Done")

    move(enrollment, new_version(enrollment, **same_steps()), now)

    sent = row_of(enrollment, "python")
    assert sent.state == "submitted"
    assert sent.submissions.get().criteria[0]["text"] == "Shows thing 1"


def test_versions_passed_over_compose(enrollment, done, now):
    steps = same_steps()
    middle = {"serpent": {"title": "Serpent", "hours": 10}, **steps}
    del middle["python"]
    version_two = new_version(enrollment, 2, **middle)
    StepOrigin.objects.create(
        step=version_two.steps.get(key="serpent"), from_key="python"
    )
    last = {"snake": {"title": "Snake", "hours": 10}, **steps}
    del last["python"]
    version_three = new_version(enrollment, 3, **last)
    StepOrigin.objects.create(
        step=version_three.steps.get(key="snake"), from_key="serpent"
    )

    move(enrollment, version_three, now)

    assert row_of(enrollment, "snake").pk == done.pk


def test_upgrading_twice_is_once(enrollment, now):
    version = new_version(enrollment, **same_steps())

    move(enrollment, version, now)
    move(enrollment, version, now)

    assert enrollment.upgrades.count() == 1


def test_going_back_to_an_older_version_by_upgrade_is_refused(enrollment, now):
    old = enrollment.version
    move(enrollment, new_version(enrollment, **same_steps()), now)

    with pytest.raises(UpgradeRefusedError):
        move(enrollment, old, now)


def test_the_version_of_another_roadmap_is_refused(enrollment, now):
    with pytest.raises(UpgradeRefusedError):
        move(enrollment, RoadmapVersionFactory(number=2), now)


def test_staying_is_asked_once_until_the_next_version(enrollment, now):
    version = new_version(enrollment, 2, **same_steps(docker={"hours": 1}))

    stay(enrollment=enrollment, version=version, by=enrollment.learner, now=now)
    assert offer(Enrollment.objects.with_plan().get()) is None

    new_version(enrollment, 3, **same_steps())
    assert offer(Enrollment.objects.with_plan().get()).number == 3


def test_the_preview_changes_nothing(enrollment, done):
    version = new_version(enrollment, **same_steps(docker={"hours": 8}))
    rows = list(StepProgress.objects.order_by("pk").values())

    found = preview(enrollment, version.pk)

    assert found.added == ("docker",)
    assert list(StepProgress.objects.order_by("pk").values()) == rows


def test_a_split_step_hands_notes_ticks_and_rounds_to_each_part(
    enrollment, first_step, row, now
):
    part = StepPartFactory(step=first_step)
    act("tick_part", row, now, part_key=part.key)
    act("add_note", row, now, text="About types")
    act("submit", row, now, text="Done.", links=["https://example.org/work"])
    act("take_back", row, now)
    steps = same_steps(
        python={"title": "Python", "hours": 5}, typing={"title": "Types", "hours": 5}
    )
    version = new_version(enrollment, **steps)
    StepOrigin.objects.create(step=version.steps.get(key="typing"), from_key="python")

    move(enrollment, version, now)

    for key in ("python", "typing"):
        one = row_of(enrollment, key)
        assert one.notes.get().text == "About types"
        assert one.part_ticks.get().part_key == part.key
        sent = one.submissions.get()
        assert (sent.text, sent.items.get().url) == (
            "Done.",
            "https://example.org/work",
        )


def test_work_in_review_is_taken_back_where_its_step_joins_one_under_way(
    enrollment, row, now
):
    extras = row_of(enrollment, "extras")
    for begun in (row, extras):
        act("start", begun, now)
    act("submit", extras, now, text="Done.")
    sent = extras.submissions.get()
    steps = same_steps(python={"title": "Python and extras", "hours": 14})
    del steps["extras"]
    version = new_version(enrollment, **steps)
    StepOrigin.objects.create(step=version.steps.get(key="python"), from_key="extras")

    move(enrollment, version, now)
    sent.refresh_from_db()
    together = (row_of(enrollment, "python").state, sent.status)
    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    assert together == ("in_progress", "taken_back")
    assert row_of(enrollment, "extras").state == "in_progress"
