"""What follows the states that an upgrade gives: skills, and the whole roadmap."""

from datetime import timedelta

import pytest

from profiles.models import SkillEvidence
from roadmaps.models import StepOrigin
from roadmaps.services import tracking
from roadmaps.services.upgrade import undo_upgrade
from tests.factories.roadmaps import StepSkillFactory
from tests.roadmaps.actions import act
from tests.roadmaps.upgrades import move, new_version, row_of, same_steps


def waived(row, now):
    return act("waive", row, now, ground="Six years at work")


def renamed_version(enrollment):
    """Publish a version in which Python has another key and teaches something else."""
    steps = {"snakes": {"title": "Snakes", "hours": 10}, **same_steps()}
    del steps["python"]
    version = new_version(enrollment, **steps)
    snakes = version.steps.get(key="snakes")
    StepOrigin.objects.create(step=snakes, from_key="python")
    StepSkillFactory(step=snakes)
    return version


def test_skills_fall_back_with_a_step_that_must_be_redone(enrollment, done, now):
    waived(row_of(enrollment, "git"), now)
    redo = {"must_redo": True}
    steps = same_steps(
        python={"title": "Python", "hours": 10, **redo},
        git={"title": "Git", "hours": 6, **redo},
    )
    before = SkillEvidence.objects.count()

    move(enrollment, new_version(enrollment, **steps), now)
    moved = SkillEvidence.objects.count()
    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    assert row_of(enrollment, "git").state == "waived"
    assert (before, moved) == (1, 0)
    assert SkillEvidence.objects.get().kind == "step"


def test_reopening_finds_what_a_step_said_under_another_name(enrollment, done, now):
    skill = SkillEvidence.objects.get().held_skill.skill

    move(enrollment, renamed_version(enrollment), now)
    kept = SkillEvidence.objects.get()
    act("reopen", row_of(enrollment, "snakes"), now)

    assert (kept.held_skill.skill, kept.reference) == (skill, f"{enrollment.pk}/snakes")
    assert not SkillEvidence.objects.exists()


def test_a_waiver_is_taken_back_under_another_name_and_under_the_old_one(
    enrollment, row, now
):
    waived(row, now)

    move(enrollment, renamed_version(enrollment), now)
    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)
    back = SkillEvidence.objects.get().reference
    act("unwaive", row_of(enrollment, "python"), now)

    assert back == f"{enrollment.pk}/python"
    assert not SkillEvidence.objects.exists()


def test_a_name_under_which_something_was_said_already_keeps_that(
    enrollment, done, now
):
    said = SkillEvidence.objects.get()
    SkillEvidence.objects.create(
        held_skill=said.held_skill,
        kind="step",
        reference=f"{enrollment.pk}/snakes",
        label="Before",
    )

    move(enrollment, renamed_version(enrollment), now)

    assert SkillEvidence.objects.count() == 2


def test_each_part_of_a_split_step_says_what_it_teaches(enrollment, done, now):
    steps = same_steps(
        python={"title": "Python", "hours": 5}, typing={"title": "Types", "hours": 5}
    )
    version = new_version(enrollment, **steps)
    for key in ("python", "typing"):
        StepOrigin.objects.create(step=version.steps.get(key=key), from_key="python")
    StepSkillFactory(step=version.steps.get(key="typing"))

    move(enrollment, version, now)
    said = SkillEvidence.objects.values_list("reference", flat=True)
    both = sorted(said)
    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    own = f"{enrollment.pk}/python"
    assert both == [own, f"{enrollment.pk}/typing"]
    assert list(said.all()) == [own]


def complete(enrollment, now):
    for row in enrollment.step_progress.exclude(state="done"):
        waived(row, now)
    tracking.complete_roadmap(enrollment=enrollment, by=enrollment.learner, now=now)


def standing(enrollment):
    enrollment.refresh_from_db()
    return enrollment.status


@pytest.mark.parametrize(
    "changes",
    [
        {"docker": {"hours": 8}},
        {"python": {"title": "Python", "hours": 10, "must_redo": True}},
    ],
)
def test_a_completed_roadmap_with_new_work_is_under_way_until_undone(
    enrollment, done, now, changes
):
    complete(enrollment, now)

    move(enrollment, new_version(enrollment, **same_steps(**changes)), now)
    moved = standing(enrollment)
    with pytest.raises(tracking.StepsLeftError) as refused:
        tracking.complete_roadmap(enrollment=enrollment, by=enrollment.learner, now=now)
    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    assert moved == "active"
    assert refused.value.left == list(changes)
    assert standing(enrollment) == "completed"
    assert enrollment.records.count() == 1
    assert [one.action for one in enrollment.events.all()[:3]] == [
        "complete",
        "reopen",
        "complete",
    ]


def test_a_completed_roadmap_without_new_work_stays_completed(enrollment, done, now):
    complete(enrollment, now)

    move(enrollment, new_version(enrollment, **same_steps()), now)

    assert standing(enrollment) == "completed"
    assert enrollment.events.count() == 2


def test_going_back_to_steps_that_are_left_takes_a_roadmap_up_again(
    enrollment, done, now
):
    version = new_version(enrollment, python={"title": "Python", "hours": 10})
    move(enrollment, version, now)
    tracking.complete_roadmap(enrollment=enrollment, by=enrollment.learner, now=now)

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    assert standing(enrollment) == "active"


def test_a_step_taken_up_since_keeps_a_roadmap_under_way(enrollment, done, now):
    complete(enrollment, now)
    version = new_version(enrollment, **same_steps(docker={"hours": 8}))
    move(enrollment, version, now)
    act("reopen", row_of(enrollment, "python"), now + timedelta(hours=1))

    undo_upgrade(enrollment=enrollment, by=enrollment.learner, now=now)

    assert standing(enrollment) == "active"
