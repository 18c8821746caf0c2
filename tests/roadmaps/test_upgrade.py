from datetime import timedelta

import pytest
from django.utils import timezone

from profiles.models import SkillEvidence
from roadmaps.models import (
    Enrollment,
    PersonalStep,
    StepEvent,
    StepOrigin,
    StepProgress,
)
from roadmaps.services import tracking
from roadmaps.services.plan import read_plan
from roadmaps.services.upgrade import (
    UpgradeRefusedError,
    offer,
    preview,
    preview_undo,
    stay,
    undo_upgrade,
    undoable,
    upgrade,
)
from tests.factories.roadmaps import (
    RoadmapVersionFactory,
    StageFactory,
    StepFactory,
)


def new_version(enrollment, number=2, **steps):
    """Publish a version with these steps by key: title and hours.

    Criteria and prerequisites of the first version are gone, so that its first
    two steps differ in any case.
    """
    version = RoadmapVersionFactory(roadmap=enrollment.roadmap, number=number)
    stage = StageFactory(version=version, key="stage-1")
    for place, (key, fields) in enumerate(steps.items(), start=1):
        StepFactory(stage=stage, key=key, number=place, **fields)
    return version


def same_steps(**changes):
    steps = {
        "python": {"title": "Python", "hours": 10},
        "git": {"title": "Git", "hours": 6},
        "extras": {"title": "Extras", "hours": 4, "is_required": False},
    }
    return {**steps, **changes}


def move(enrollment, version, now):
    enrollment.refresh_from_db()
    return upgrade(
        enrollment=enrollment, to_version=version, by=enrollment.learner, now=now
    )


def row_of(enrollment, key):
    return enrollment.step_progress.get(step_key=key)


@pytest.fixture
def done(row, now):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.add_comment(progress=row, by=row.learner, now=now, text="A note")
    return tracking.finish(progress=row, by=row.learner, now=now)


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


def test_the_preview_changes_nothing(enrollment, done):
    version = new_version(enrollment, **same_steps(docker={"hours": 8}))
    rows = list(StepProgress.objects.order_by("pk").values())

    found = preview(enrollment, version.pk)

    assert found.added == ("docker",)
    assert list(StepProgress.objects.order_by("pk").values()) == rows


def test_the_page_shows_the_difference_and_upgrades(client, enrollment, done):
    client.force_login(enrollment.learner)
    steps = same_steps(docker={"title": "Containers", "hours": 8})
    del steps["extras"]
    new_version(enrollment, **steps)
    url = f"{enrollment.get_absolute_url()}upgrade/"

    assert (
        b"4 steps changed since you started"
        in client.get(enrollment.get_absolute_url()).content
    )
    page = client.get(url).content
    assert b"Containers" in page
    assert b"Upgrade to version 2" in page

    answer = client.post(f"{url}take/", {"version": "2"}, follow=True)

    enrollment.refresh_from_db()
    assert enrollment.version.number == 2
    assert b"Back to version 1" in answer.content


def test_the_page_stays_and_goes_back(client, enrollment):
    client.force_login(enrollment.learner)
    version = new_version(enrollment, **same_steps())
    url = f"{enrollment.get_absolute_url()}upgrade/"

    client.post(f"{url}stay/", {"version": "2"})
    enrollment.refresh_from_db()
    assert enrollment.declined_version == version

    upgrade(
        enrollment=enrollment,
        to_version=version,
        by=enrollment.learner,
        now=timezone.now(),
    )
    client.post(f"{url}undo/")
    enrollment.refresh_from_db()
    assert enrollment.version.number == 1


@pytest.mark.parametrize("version", ["", "x", "9", "99999999999"])
def test_an_unknown_version_answers_404(client, enrollment, version):
    client.force_login(enrollment.learner)

    answer = client.post(
        f"{enrollment.get_absolute_url()}upgrade/take/", {"version": version}
    )

    assert answer.status_code == 404


def test_undoing_nothing_answers_409(client, enrollment):
    client.force_login(enrollment.learner)

    answer = client.post(f"{enrollment.get_absolute_url()}upgrade/undo/")

    assert answer.status_code == 409


@pytest.mark.parametrize("path", ["", "take/", "stay/", "undo/"])
def test_the_upgrade_of_somebody_else_answers_404(
    client, other_learner, enrollment, path
):
    client.force_login(other_learner)
    url = f"{enrollment.get_absolute_url()}upgrade/{path}"

    answer = client.post(url, {"version": "2"}) if path else client.get(url)

    assert answer.status_code == 404


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


def test_the_page_says_what_going_back_would_do(client, enrollment, row, now):
    later = timezone.now()
    move(enrollment, new_version(enrollment, **same_steps()), later)
    tracking.start(
        progress=row_of(enrollment, "python"),
        by=row.learner,
        now=later + timedelta(seconds=1),
    )
    client.force_login(enrollment.learner)

    page = client.get(f"{enrollment.get_absolute_url()}upgrade/").content.decode()

    assert "Python <span" in page
    assert "keeps its newer state" in page


@pytest.fixture
def left_out(enrollment, now):
    """A step skipped while optional, moved to a version that requires it."""
    row = row_of(enrollment, "extras")
    tracking.skip(progress=row, reason="Known to me", by=row.learner, now=now)
    return new_version(
        enrollment,
        **same_steps(
            extras={"title": "Extras", "hours": 4, "is_required": True},
            last={"title": "Last", "hours": 2},
        ),
    )


def test_the_difference_says_which_skipped_step_is_required_now(
    client, enrollment, left_out
):
    client.force_login(enrollment.learner)

    page = client.get(f"/me/roadmaps/{enrollment.pk}/upgrade/").content.decode()
    told = client.get(f"/api/v1/me/enrollments/{enrollment.pk}/upgrade/").json()

    assert "is required now: it stays skipped" in page
    fates = {one["key"]: one["is_left_out"] for one in told["newer"]["fates"]}
    assert fates["extras"] is True


def test_a_skipped_step_that_became_required_never_locks_silently(
    client, enrollment, left_out, now
):
    left_out.steps.get(key="last").prerequisites.add(left_out.steps.get(key="extras"))
    move(enrollment, left_out, now)
    client.force_login(enrollment.learner)
    base = f"/me/roadmaps/{enrollment.pk}/"

    board = client.get(f"{base}?view=list").content.decode()
    panel = client.get(f"{base}steps/extras/").content.decode()
    waiting = client.get(f"{base}steps/last/").content.decode()

    assert "You skipped what is required now" in board
    assert "required now: bring it back" in board
    assert "You skipped this step, and it is required now." in panel
    assert "1 later step waits for it" in " ".join(panel.split())
    assert "First comes" in waiting
    main = panel[panel.index("panel-foot") :]
    assert "bring-back/" in main[: main.index("btn btn-main")]


def test_bringing_it_back_lets_the_learner_work_on_it(enrollment, left_out, now):
    move(enrollment, left_out, now)
    row = row_of(enrollment, "extras")

    tracking.bring_back(progress=row, by=row.learner, now=now)

    row.refresh_from_db()
    assert row.state == "not_started"
    assert not read_plan(Enrollment.objects.with_plan().get()).left_out
