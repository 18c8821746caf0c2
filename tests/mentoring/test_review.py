from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from profiles.models import HeldSkill, Notice
from roadmaps.models import StepEvent, Submission
from roadmaps.services import review, tracking
from roadmaps.services.review import ReviewConflictError
from tests.mentoring.answers import (
    ALL_MET,
    LATER,
    approve,
    ask_changes,
    state_of,
    write,
)


def test_sending_work_tells_the_mentor_once(submission, mentor):
    assert Notice.objects.get(user=mentor).key == f"submission/{submission.pk}"


def test_a_decision_is_invisible_until_ten_minutes_are_over(
    row, submission, mentor, now
):
    approve(submission, mentor, now)

    assert review.settle_due(now=now + LATER - timedelta(seconds=1)) == 0
    assert state_of(row) == "submitted"
    assert not HeldSkill.objects.exclude(verified_level=None).exists()


def test_an_approval_takes_effect_with_event_skills_and_notice(
    row, submission, mentor, learner, now
):
    approve(submission, mentor, now, level=4)

    assert review.settle_due(now=now + LATER) == 1

    assert state_of(row) == "done"
    assert row.finished_at == now + LATER
    assert row.events.first().actor_id == mentor.pk
    held = HeldSkill.objects.get(user=learner)
    assert (held.verified_level, held.verifier) == (4, mentor)
    assert Notice.objects.get(user=learner).kind == "review_answered"


def test_settling_twice_changes_nothing_more(row, submission, mentor, learner, now):
    approve(submission, mentor, now)

    for _ in range(2):
        review.settle_due(now=now + LATER)

    assert row.events.filter(action="approve").count() == 1
    assert Notice.objects.filter(user=learner).count() == 1


def test_the_decision_queues_its_own_settling(submission, mentor, now, queued):
    decided = approve(submission, mentor, now)

    assert queued("roadmaps.settle_decision") == [{"review_id": decided.pk}]


def test_whoever_locks_the_row_after_the_moment_sees_the_decision(
    row, submission, mentor, learner, now
):
    approve(submission, mentor, now)

    with pytest.raises(tracking.WrongStateError):
        tracking.take_back(progress=row, by=learner, now=now + LATER)

    review.settle_due(now=now + LATER)
    assert state_of(row) == "done"


def test_reopening_after_the_moment_works_on_the_settled_row(
    row, submission, mentor, learner, now
):
    approve(submission, mentor, now)

    tracking.reopen(progress=row, by=learner, now=now + LATER)

    assert state_of(row) == "in_progress"
    assert list(row.events.values_list("action", flat=True)[:2]) == [
        "reopen",
        "approve",
    ]


def test_a_skill_switched_off_stays_unverified(submission, mentor, now):
    levels = {skill["skill"]: None for skill in submission.taught}
    write(submission, mentor, now, verdicts=ALL_MET, levels=levels)
    review.decide(submission=submission, decision="approve", by=mentor, now=now)

    review.settle_due(now=now + LATER)

    assert not HeldSkill.objects.exclude(verified_level=None).exists()


def approve_until(submission, mentor, now, day):
    [slug] = [skill["skill"] for skill in submission.taught]
    words = {"levels": {slug: 3}, "until": {slug: day}}
    write(submission, mentor, now, verdicts=ALL_MET, **words)
    review.decide(submission=submission, decision="approve", by=mentor, now=now)


def test_what_was_confirmed_to_a_day_falls_back_after_it(
    submission, mentor, learner, now
):
    approve_until(submission, mentor, now, now.date())

    review.settle_due(now=now + LATER)

    held = learner.held_skills.get()
    assert (held.expires_on, held.verified_level) == (now.date(), 3)
    assert held.state_on(now.date()) == "verified"
    assert held.state_on(now.date() + timedelta(days=1)) == "evidenced"


def test_what_ended_while_the_decision_waited_is_not_verified(
    row, submission, mentor, now
):
    late = now.replace(hour=23, minute=55)
    approve_until(submission, mentor, late, late.date())

    review.settle_due(now=late + LATER)

    assert state_of(row) == "done"
    assert not HeldSkill.objects.exclude(verified_level=None).exists()


def test_a_confirmation_ends_by_the_learners_calendar(submission, mentor, learner, now):
    learner.profile.time_zone = "Pacific/Auckland"  # it is tomorrow there
    learner.profile.save()

    with pytest.raises(ValidationError):
        approve_until(submission, mentor, now, now.date())


def test_a_review_begins_with_the_taught_level_preselected(submission, mentor, now):
    begun = review.start_review(submission=submission, by=mentor, now=now)

    assert [row.level for row in begun.confirmations.all()] == [3]


def test_starting_a_review_twice_keeps_the_first_time(submission, mentor, now):
    first = review.start_review(submission=submission, by=mentor, now=now)

    second = review.start_review(submission=submission, by=mentor, now=now + LATER)

    assert (second, second.started_at) == (first, now)


def test_changes_lead_to_a_second_round(row, submission, mentor, learner, now):
    ask_changes(submission, mentor, now)
    review.settle_due(now=now + LATER)
    assert state_of(row) == "changes_requested"

    tracking.submit(progress=row, text="Now with a chart.", by=learner, now=now + LATER)

    assert Submission.objects.get(round=2).status == "waiting"


def test_undo_within_ten_minutes_gives_the_draft_back(row, submission, mentor, now):
    ask_changes(submission, mentor, now)

    undone = review.undo_decision(
        submission=submission, by=mentor, now=now + timedelta(minutes=9)
    )

    submission.refresh_from_db()
    assert (undone.status, undone.message) == ("draft", "Nearly there.")
    assert submission.status == "waiting"
    assert review.settle_due(now=now + LATER) == 0
    assert state_of(row) == "submitted"


def test_undo_after_ten_minutes_is_too_late(row, submission, mentor, now):
    approve(submission, mentor, now)

    with pytest.raises(ReviewConflictError) as refused:
        review.undo_decision(submission=submission, by=mentor, now=now + LATER)

    assert refused.value.code == "too_late"


def test_undo_of_nothing_changes_nothing(submission, mentor, now):
    undone = review.undo_decision(submission=submission, by=mentor, now=now)

    assert undone.status == "draft"


def test_send_now_ends_the_wait(row, submission, mentor, now):
    approve(submission, mentor, now)

    sent = review.send_now(
        submission=submission, by=mentor, now=now + timedelta(minutes=1)
    )

    assert sent.status == "in_effect"
    assert state_of(row) == "done"


def test_send_now_without_a_decision_is_refused(submission, mentor, now):
    with pytest.raises(ReviewConflictError) as refused:
        review.send_now(submission=submission, by=mentor, now=now)

    assert refused.value.code == "not_decided"


def test_the_same_decision_repeated_changes_nothing(submission, mentor, now, queued):
    first = approve(submission, mentor, now)

    second = review.decide(
        submission=submission, decision="approve", by=mentor, now=now + LATER / 2
    )

    assert second.decided_at == first.decided_at
    assert len(queued("roadmaps.settle_decision")) == 1


def test_another_decision_after_one_is_refused(submission, mentor, now):
    approve(submission, mentor, now)

    with pytest.raises(ReviewConflictError) as refused:
        review.decide(submission=submission, decision="changes", by=mentor, now=now)

    assert refused.value.code == "already_decided"


def test_history_tells_every_change_once(row, submission, mentor, learner, now):
    ask_changes(submission, mentor, now)
    review.settle_due(now=now + LATER)
    tracking.submit(progress=row, text="Again.", by=learner, now=now + LATER)
    approve(Submission.objects.get(round=2), mentor, now + LATER)
    review.settle_due(now=now + 2 * LATER)

    actions = StepEvent.objects.order_by("at", "pk").values_list("action", flat=True)
    assert list(actions) == ["start", "submit", "ask-changes", "submit", "approve"]


def test_another_mentor_sees_who_is_at_it(submission, mentor, second_mentor, now):
    review.start_review(submission=submission, by=mentor, now=now)

    begun = submission.reviews.begun().exclude(mentor=second_mentor)

    assert [row.mentor_name for row in begun] == ["Ines Ferreira"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_settles_what_is_due(row, submission, mentor, run_jobs, now):
    approve(submission, mentor, now - timedelta(days=900))

    run_jobs()

    assert state_of(row) == "done"
