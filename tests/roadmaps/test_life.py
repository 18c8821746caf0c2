"""Pause, leave, rejoin, start over, complete: nothing that was done is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from roadmaps.models import (
    CompletionRecord,
    Enrollment,
    PartTick,
    StepProgress,
    TimeLog,
)
from roadmaps.services import tracking
from roadmaps.services.pacing import hours_of
from roadmaps.services.plan import read_plan
from tests.factories.roadmaps import EnrollmentFactory, StepPartFactory
from tests.roadmaps.actions import act

MINUTE = timedelta(minutes=1)


def do(action, enrollment, now, **words):
    service = getattr(tracking, f"{action}_roadmap")
    return service(enrollment=enrollment, by=enrollment.learner, now=now, **words)


@pytest.fixture
def finished(enrollment, now):
    """Every step is done, waived or skipped."""
    rows = {row.step_key: row for row in enrollment.step_progress.all()}
    act("start", rows["python"], now)
    act("finish", rows["python"], now)
    act("waive", rows["git"], now, ground="Years at work")
    act("skip", rows["extras"], now, reason="No time")
    return enrollment


def test_pausing_and_going_on_write_one_event_each(enrollment, now):
    do("pause", enrollment, now)
    do("pause", enrollment, now)
    do("resume", enrollment, now)

    enrollment.refresh_from_db()
    actions = [event.action for event in enrollment.events.all()]
    assert enrollment.status == "active"
    assert actions == ["resume", "pause", "start"]


def test_who_leaves_and_comes_back_finds_everything(enrollment, row, now):
    act("start", row, now)
    do("leave", enrollment, now)

    back = tracking.enroll(
        learner=enrollment.learner, roadmap=enrollment.roadmap, now=now
    )

    row.refresh_from_db()
    assert (back.pk, back.status, row.state) == (
        enrollment.pk,
        "active",
        "in_progress",
    )
    assert [event.action for event in enrollment.events.all()] == [
        "rejoin",
        "leave",
        "start",
    ]


def test_resuming_what_was_left_is_refused_with_what_is_allowed(enrollment, now):
    do("leave", enrollment, now)

    with pytest.raises(tracking.StandingRefusedError) as refused:
        do("pause", enrollment, now)

    assert refused.value.current_state == "left"
    assert refused.value.allowed == []


def test_starting_over_needs_the_word_and_keeps_what_was_written(
    enrollment, row, first_step, mentorship, now
):
    StepPartFactory(step=first_step)
    act("tick_part", row, now, part_key="part-1")
    act("submit", row, now, text="My work")
    tracking.log_time(
        enrollment=enrollment,
        progress=row,
        minutes=60,
        on=now.date(),
        by=enrollment.learner,
        now=now,
    )
    later = now + timedelta(days=3)

    with pytest.raises(ValidationError):
        do("reset", enrollment, later, word="yes")
    do("reset", enrollment, later, word="Start over")

    row.refresh_from_db()
    enrollment.refresh_from_db()
    assert (row.state, row.started_at) == ("not_started", None)
    assert not PartTick.objects.exists()
    assert [one.status for one in row.submissions.all()] == ["taken_back"]
    assert TimeLog.objects.count() == 1
    assert row.events.first().action == "reset"
    assert enrollment.started_on == later.date()
    with pytest.raises(tracking.UndoExpiredError):
        act("undo", row, later)


def test_starting_over_lets_skills_fall_back(finished, now):
    do("reset", finished, now, word="start over")

    held = finished.learner.held_skills.get()
    assert not held.evidence.exists()
    assert set(finished.step_progress.values_list("state", flat=True)) == {
        "not_started"
    }


def test_completing_names_the_steps_that_are_left(enrollment, row, now):
    act("start", row, now)

    with pytest.raises(tracking.StepsLeftError) as refused:
        do("complete", enrollment, now)

    assert refused.value.left == ["python", "git", "extras"]


def test_a_roadmap_of_which_all_was_skipped_cannot_be_completed(enrollment, now):
    StepProgress.objects.update(state="skipped")

    with pytest.raises(tracking.StepsLeftError) as refused:
        do("complete", enrollment, now)

    assert refused.value.left == []


def test_completing_twice_writes_one_record(finished, now):
    do("complete", finished, now)
    do("complete", finished, now)

    record = CompletionRecord.objects.get()
    steps = record.snapshot["stages"][0]["steps"]
    assert record.snapshot["percent"] == 100
    assert [step["state"] for step in steps] == ["done", "waived", "skipped"]
    assert steps[0]["finished_on"] == now.date().isoformat()
    assert not steps[0]["is_approved"]


def test_a_record_is_never_changed(finished, now):
    do("complete", finished, now)

    with pytest.raises(DatabaseError), transaction.atomic():
        CompletionRecord.objects.update(snapshot={})
    with pytest.raises(DatabaseError), transaction.atomic():
        CompletionRecord.objects.all().delete()


def test_a_record_says_who_approved(enrollment, row, mentorship, mentor, now):
    act("start", row, now)
    act("submit", row, now, text="My work")
    submission = row.submissions.get()
    submission.reviews.create(
        mentor=mentor,
        mentor_name="Ines Ferreira",
        decision="approve",
        status="in_effect",
        decided_at=now,
        effective_at=now,
    )
    tracking.apply_decision(progress=row, decision="approve", by=mentor, now=now)
    for key in ("git", "extras"):
        other = enrollment.step_progress.get(step_key=key)
        act("waive", other, now, ground="Known")
    do("complete", enrollment, now)

    step = enrollment.records.get().snapshot["stages"][0]["steps"][0]
    assert (step["is_approved"], step["approved_by"]) == (True, "Ines Ferreira")


def test_reopening_a_step_reopens_the_roadmap_and_keeps_the_record(finished, row, now):
    do("complete", finished, now)

    act("reopen", row, now)

    finished.refresh_from_db()
    assert finished.status == "active"
    assert finished.records.count() == 1
    assert [event.action for event in finished.events.all()][:2] == [
        "reopen",
        "complete",
    ]


def standings(enrollment):
    """Return the standing now, and each event as action, from and to, newest first."""
    enrollment.refresh_from_db()
    events = enrollment.events.values_list("action", "from_state", "to_state")
    return enrollment.status, list(events)


def test_undoing_that_reopening_completes_the_roadmap_again(finished, row, now):
    do("complete", finished, now)
    act("reopen", row, now + MINUTE)

    act("undo", row, now + 2 * MINUTE)

    status, events = standings(finished)
    assert status == "completed"
    assert events[:3] == [
        ("complete", "active", "completed"),
        ("reopen", "completed", "active"),
        ("complete", "active", "completed"),
    ]
    assert finished.events.first().reason == "Undone: Reopened"
    assert finished.records.count() == 1


def test_a_roadmap_that_was_taken_up_for_more_stays_so_after_an_undo(
    finished, row, now
):
    other = finished.step_progress.get(step_key="git")
    do("complete", finished, now)
    act("reopen", row, now + MINUTE)
    act("unwaive", other, now + 2 * MINUTE)

    act("undo", row, now + 3 * MINUTE)
    with_work_left = standings(finished)
    act("undo", other, now + 4 * MINUTE)

    assert with_work_left == standings(finished)
    assert with_work_left[0] == "active"
    assert with_work_left[1][0][0] == "reopen"


@pytest.mark.parametrize("since", [["pause"], ["pause", "resume"], ["leave"]])
def test_an_undo_leaves_a_standing_that_changed_since(finished, row, now, since):
    do("complete", finished, now)
    act("reopen", row, now + MINUTE)
    for action in since:
        do(action, finished, now + 2 * MINUTE)
    before = standings(finished)

    act("undo", row, now + 3 * MINUTE)

    assert standings(finished) == before
    assert before[0] != "completed"


def test_starting_a_completed_roadmap_over_is_one_change_of_its_standing(finished, now):
    do("complete", finished, now)
    written = finished.events.count()

    do("reset", finished, now + MINUTE, word="start over")

    status, events = standings(finished)
    assert status == "active"
    assert events[0] == ("reset", "completed", "active")
    assert len(events) == written + 1


def test_a_roadmap_is_completed_again_with_a_second_record(finished, row, now):
    do("complete", finished, now)
    do("reopen", finished, now)
    do("complete", finished, now + timedelta(days=1))

    assert finished.records.count() == 2


def test_hours_are_split_by_weight_among_roadmaps_under_way(enrollment, now):
    other = EnrollmentFactory(learner=enrollment.learner, share=3)

    def hours():
        return hours_of(Enrollment.objects.with_pace().get(pk=enrollment.pk))

    shared = hours()
    do("pause", other, now)
    assert (shared, hours()) == (2.0, 8.0)


def test_progress_is_the_same_after_leaving_and_coming_back(finished, now):
    before = read_plan(finished).progress
    do("leave", finished, now)
    tracking.enroll(learner=finished.learner, roadmap=finished.roadmap, now=now)

    assert read_plan(finished).progress == before
