"""A newer version is taken while a mentor's decision waits for its effect."""

import pytest

from roadmaps.models import Review, StepOrigin, Submission
from roadmaps.services import review, tracking
from roadmaps.services.upgrade import undo_upgrade
from tests.mentoring.answers import LATER, approve, state_of
from tests.roadmaps.upgrades import move, new_version, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(enrollment, step, now):
    """Return a version that merges the step under review with one not begun."""
    middle = new_version(
        enrollment,
        number=2,
        **{step.key: {"title": step.title, "hours": 8}, "more": {"title": "More"}},
    )
    move(enrollment, middle, now)
    last = new_version(enrollment, number=3, both={"title": "Both", "hours": 9})
    for key in (step.key, "more"):
        StepOrigin.objects.create(step=last.steps.get(), from_key=key)
    return last


def test_a_merge_turns_the_decision_into_a_draft(
    enrollment, submission, mentor, merged, now
):
    approve(submission, mentor, now)

    move(enrollment, merged, now)

    submission.refresh_from_db()
    assert (Review.objects.get().status, submission.status) == ("draft", "taken_back")
    assert review.settle_due(now=now + LATER) == 0
    both = row_of(enrollment, "both")
    assert both.state != "done"
    review.save_draft(
        submission=submission, draft=review.Draft(), by=mentor, now=now + LATER
    )


def test_a_round_sent_after_the_merge_is_read_before_it_is_approved(
    enrollment, submission, mentor, learner, merged, now
):
    approve(submission, mentor, now)
    move(enrollment, merged, now)
    both = row_of(enrollment, "both")
    if both.state == "not_started":
        tracking.start(progress=both, by=learner, now=now)
    tracking.submit(progress=both, text="Both of them.", by=learner, now=now)

    review.settle_due(now=now + LATER)

    assert state_of(both) == "submitted"
    assert both.submissions.latest("round").status == "waiting"


def test_what_is_due_takes_effect_before_the_upgrade(
    enrollment, row, submission, mentor, step, now
):
    approve(submission, mentor, now)
    newer = new_version(enrollment, **{step.key: {"title": step.title, "hours": 8}})

    move(enrollment, newer, now + LATER)

    assert state_of(row) == "done"
    assert Review.objects.get().status == "in_effect"


def test_the_copy_of_a_round_being_answered_waits_for_an_answer_of_its_own(
    enrollment, submission, mentor, step, now
):
    approve(submission, mentor, now)
    parts = {step.key: {"title": step.title, "hours": 5}, "rest": {"title": "Rest"}}
    split = new_version(enrollment, **parts)
    for key in parts:
        StepOrigin.objects.create(step=split.steps.get(key=key), from_key=step.key)

    move(enrollment, split, now)

    copied = row_of(enrollment, "rest").submissions.get()
    assert copied.status == "waiting"
    assert copied in Submission.objects.reviewable_by(mentor).waiting()
    assert review.settle_due(now=now + LATER) == 1
    assert row_of(enrollment, step.key).state == "done"
    assert row_of(enrollment, "rest").state == "submitted"
    assert approve(copied, mentor, now + LATER).status == "decided"


def test_rounds_go_on_counting_after_an_upgrade_is_undone(
    enrollment, submission, mentor, learner, merged, step, now
):
    move(enrollment, merged, now)
    both = row_of(enrollment, "both")
    if both.state == "not_started":
        tracking.start(progress=both, by=learner, now=now)
    tracking.submit(progress=both, text="Both of them.", by=learner, now=now)
    undo_upgrade(enrollment=enrollment, by=learner, now=now)
    row = enrollment.step_progress.get(pk=submission.progress_id)
    for number in range(3):
        if state_of(row) == "submitted":
            tracking.take_back(progress=row, by=learner, now=now)
        if state_of(row) == "not_started":
            tracking.start(progress=row, by=learner, now=now)
        tracking.submit(progress=row, text=f"Once more {number}.", by=learner, now=now)
        newest = row.submissions.latest("round")
        assert newest.status == "waiting"
        assert approve(newest, mentor, now).status == "decided"


def test_completing_lets_what_is_due_take_effect_first(
    enrollment, submission, mentor, learner, now
):
    approve(submission, mentor, now)

    done = tracking.complete_roadmap(enrollment=enrollment, by=learner, now=now + LATER)

    assert done.status == "completed"
