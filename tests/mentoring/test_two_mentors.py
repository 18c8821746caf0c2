"""Two mentors at one round: whoever answers first answered, and nothing waits twice."""

import pytest
from django.db import connection

from roadmaps.models import Comment, Review, Submission
from roadmaps.services import partings, review, tracking
from roadmaps.services.invitations import change_mentorship
from roadmaps.services.review import ReviewConflictError
from tests.factories.roadmaps import EnrollmentFactory
from tests.mentoring.answers import LATER, approve, ask_changes, state_of, write
from tests.mentoring.conftest import mentor_of

pytestmark = pytest.mark.django_db


def comment(submission, mentor, now):
    write(submission, mentor, now, message="Which data did you use?")
    return review.decide(submission=submission, decision="comment", by=mentor, now=now)


def test_a_comment_taken_back_leaves_somebody_elses_answer(
    row, submission, mentor, second_mentor, now
):
    comment(submission, mentor, now)
    approve(submission, second_mentor, now)

    undone = review.undo_decision(submission=submission, by=mentor, now=now)

    submission.refresh_from_db()
    assert (undone.status, submission.status) == ("draft", "decided")
    with pytest.raises(ReviewConflictError) as refused:
        approve(submission, mentor, now)
    assert refused.value.code == "already_answered"
    review.settle_due(now=now + LATER)
    assert state_of(row) == "done"


def test_a_comment_taken_back_after_the_answer_opens_nothing(
    row, submission, mentor, second_mentor, now
):
    comment(submission, mentor, now)
    approve(submission, second_mentor, now)
    review.send_now(submission=submission, by=second_mentor, now=now)

    review.undo_decision(submission=submission, by=mentor, now=now)

    submission.refresh_from_db()
    assert (state_of(row), submission.status) == ("done", "answered")


def test_the_end_of_a_mentorship_with_a_comment_on_its_way_opens_nothing(
    row, submission, mentorship, mentor, second_mentor, learner, now
):
    comment(submission, mentor, now)
    ask_changes(submission, second_mentor, now)
    review.send_now(submission=submission, by=second_mentor, now=now)
    tracking.submit(progress=row, text="Again.", by=learner, now=now)

    partings.end_mentorship(mentorship=mentorship, by=learner, now=now)

    rounds = Submission.objects.order_by("round").values_list("status", flat=True)
    assert list(rounds) == ["answered", "waiting"]


def test_a_comment_on_its_way_reaches_the_learner_though_another_answered(
    submission, mentor, second_mentor, now
):
    comment(submission, mentor, now)
    approve(submission, second_mentor, now)
    review.send_now(submission=submission, by=second_mentor, now=now)

    review.settle_due(now=now + LATER)

    assert Comment.objects.get().text == "Which data did you use?"


def test_whoever_has_a_comment_on_its_way_takes_it_back_before_deciding(
    submission, mentor, now
):
    comment(submission, mentor, now)

    with pytest.raises(ReviewConflictError) as refused:
        approve(submission, mentor, now)

    assert refused.value.code == "already_decided"
    assert refused.value.allowed == ("undo", "send-now")
    review.undo_decision(submission=submission, by=mentor, now=now)
    assert approve(submission, mentor, now).status == "decided"


@pytest.mark.parametrize("closing", ["scope", "roadmap"])
def test_a_decision_on_what_is_closed_to_its_mentor_becomes_a_draft(
    row, submission, mentorship, enrollment, mentor, learner, now, closing
):
    other = EnrollmentFactory(learner=learner)
    approve(submission, mentor, now)

    change_mentorship(
        mentorship=mentorship,
        enrollments=[other if closing == "roadmap" else enrollment],
        scopes=["notes"] if closing == "scope" else ["steps"],
        by=learner,
        now=now + LATER / 2,
    )

    submission.refresh_from_db()
    assert (Review.objects.get().status, submission.status) == ("draft", "waiting")
    assert review.settle_due(now=now + LATER) == 0
    assert state_of(row) == "submitted"


def test_a_decision_on_what_stays_open_stands(
    row, submission, mentorship, enrollment, mentor, learner, now
):
    approve(submission, mentor, now)

    change_mentorship(
        mentorship=mentorship,
        enrollments=[enrollment],
        scopes=["steps", "notes"],
        by=learner,
        now=now + LATER / 2,
    )

    assert review.settle_due(now=now + LATER) == 1
    assert state_of(row) == "done"


def test_one_decision_that_cannot_come_into_effect_keeps_back_no_other(
    submission, mentor, learner, step, now, caplog
):
    approve(submission, mentor, now)
    other = EnrollmentFactory(version=step.version)
    mentor_of(other, mentor)
    second = other.step_progress.get()
    tracking.start(progress=second, by=other.learner, now=now)
    tracking.submit(progress=second, text="Mine.", by=other.learner, now=now)
    approve(second.submissions.get(), mentor, now)
    # As no service leaves it: decided, while the step is not in review.
    type(second).objects.filter(pk=submission.progress_id).update(state="in_progress")

    assert review.settle_due(now=now + LATER) == 1

    assert state_of(second) == "done"
    assert "cannot come into effect" in caplog.text


def test_finish_stays_possible_while_a_released_round_is_being_answered(
    row, submission, mentor, learner, now
):
    submission.release(now=now)
    approve(submission, mentor, now)

    tracking.finish(progress=row, by=learner, now=now)

    assert state_of(row) == "done"
    assert Review.objects.get().status == "draft"
    assert review.settle_due(now=now + LATER) == 0


def test_a_mentorship_that_ends_while_the_mentor_writes_answers_404(
    at_desk, submission, mentorship, learner, now
):
    """The round was found, and is closed before its step is locked."""

    def end_before_the_lock(execute, sql, *rest):
        if "FOR UPDATE" in sql and mentorship.state == "active":
            mentorship.end(by=learner, now=now)
        return execute(sql, *rest)

    with connection.execute_wrapper(end_before_the_lock):
        page = at_desk.post(
            f"{submission.get_absolute_url()}draft/", {"message": "Oh."}
        )

    assert mentorship.state == "ended"
    assert page.status_code == 404


@pytest.mark.parametrize("closing", ["end", "scope"])
def test_what_is_closed_to_a_mentor_is_not_answered_again_from_memory(
    client, submission, row, mentorship, enrollment, mentor, learner, now, closing
):
    client.force_login(mentor)
    url = f"/api/v1/me/enrollments/{row.enrollment_id}/steps/{row.step_key}/comment/"

    def say():
        return client.post(
            url,
            {"text": "Nearly there."},
            content_type="application/json",
            headers={"Idempotency-Key": "said"},
        ).status_code

    before = [say(), say()]
    if closing == "end":
        partings.end_mentorship(mentorship=mentorship, by=learner, now=now)
    else:
        change_mentorship(
            mentorship=mentorship,
            enrollments=[enrollment],
            scopes=["notes"],
            by=learner,
            now=now,
        )

    assert before == [201, 201]
    assert Comment.objects.count() == 1
    assert say() == 404
