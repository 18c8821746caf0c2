import pytest
from django.core.exceptions import ValidationError

from profiles.models import Notice
from profiles.services import leaving
from roadmaps.models import Comment, CompletionRecord, Review, Submission
from roadmaps.services import limbo, partings, review, tracking
from roadmaps.services.review import Draft, ReviewConflictError
from tests.mentoring.answers import (
    ALL_MET,
    LATER,
    approve,
    ask_changes,
    state_of,
    write,
)


def test_taking_back_turns_the_decision_into_a_draft(
    row, submission, mentor, learner, now
):
    approve(submission, mentor, now)

    tracking.take_back(progress=row, by=learner, now=now + LATER / 2)

    assert Review.objects.get().status == "draft"
    assert review.settle_due(now=now + LATER) == 0
    assert state_of(row) == "in_progress"


def test_deciding_on_a_round_taken_back_keeps_the_draft(
    row, submission, mentor, learner, now
):
    tracking.take_back(progress=row, by=learner, now=now)
    write(submission, mentor, now, message="Good work.", verdicts=ALL_MET)

    with pytest.raises(ReviewConflictError) as refused:
        review.decide(submission=submission, decision="approve", by=mentor, now=now)

    assert refused.value.code == "taken_back"
    assert Review.objects.get().message == "Good work."


def test_deciding_on_an_older_round_is_stale_and_keeps_the_draft(
    row, submission, mentor, learner, now
):
    tracking.take_back(progress=row, by=learner, now=now)
    tracking.submit(progress=row, text="Better words.", by=learner, now=now)
    write(submission, mentor, now, message="Good work.", verdicts=ALL_MET)

    with pytest.raises(ReviewConflictError) as refused:
        review.decide(submission=submission, decision="approve", by=mentor, now=now)

    assert refused.value.code == "stale_submission"
    assert Review.objects.get().message == "Good work."
    assert state_of(row) == "submitted"


def test_a_round_answered_by_somebody_else_keeps_the_draft(
    submission, mentor, second_mentor, now
):
    approve(submission, mentor, now)
    write(submission, second_mentor, now, message="One more thing.")

    with pytest.raises(ReviewConflictError) as refused:
        review.decide(
            submission=submission, decision="approve", by=second_mentor, now=now
        )

    assert refused.value.code == "already_answered"
    assert Review.objects.get(mentor=second_mentor).message == "One more thing."


def test_an_approval_needs_every_criterion_met_or_a_reason(submission, mentor, now):
    write(submission, mentor, now, verdicts={"criterion-1": ("met", "")})

    with pytest.raises(ValidationError) as refused:
        review.decide(submission=submission, decision="approve", by=mentor, now=now)
    assert "approval_reason" in refused.value.message_dict

    write(
        submission,
        mentor,
        now,
        verdicts={"criterion-1": ("met", "")},
        approval_reason="The second does not apply here.",
    )
    assert review.decide(
        submission=submission, decision="approve", by=mentor, now=now
    ).decided_at


def test_asking_for_changes_needs_a_change(submission, mentor, now):
    write(submission, mentor, now, verdicts=ALL_MET)

    with pytest.raises(ValidationError) as refused:
        review.decide(submission=submission, decision="changes", by=mentor, now=now)

    assert "decision" in refused.value.message_dict


def test_a_change_needs_words(submission, mentor, now):
    write(submission, mentor, now, verdicts={"criterion-2": ("change", " ")})

    with pytest.raises(ValidationError) as refused:
        review.decide(submission=submission, decision="changes", by=mentor, now=now)

    assert "text-criterion-2" in refused.value.message_dict


def test_a_comment_reaches_the_learner_and_leaves_the_round_open(
    row, submission, mentor, learner, now
):
    write(submission, mentor, now, message="Which data did you use?")
    review.decide(submission=submission, decision="comment", by=mentor, now=now)
    assert not Comment.objects.exists()

    review.settle_due(now=now + LATER)

    assert Comment.objects.get().text == "Which data did you use?"
    assert state_of(row) == "submitted"
    assert Review.objects.get().status == "draft"
    assert Notice.objects.get(user=learner).kind == "comment"
    assert approve(submission, mentor, now + LATER).status == "decided"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"message": "x" * 10_001}, "message"),
        ({"private_note": "x" * 10_001}, "private_note"),
        ({"approval_reason": "x" * 281}, "approval_reason"),
        ({"verdicts": {"unknown": ("met", "")}}, "criteria"),
        ({"verdicts": {"criterion-1": ("maybe", "")}}, "criteria"),
        ({"verdicts": {"criterion-1": ("met", "x" * 1001)}}, "criteria"),
        ({"levels": {"unknown": 3}}, "skills"),
    ],
)
def test_a_draft_that_cannot_be_kept_is_refused_by_field(
    submission, mentor, now, draft, field
):
    with pytest.raises(ValidationError) as refused:
        write(submission, mentor, now, **draft)

    assert list(refused.value.message_dict) == [field]
    assert not Review.objects.exists()


@pytest.mark.parametrize("level", [0, 6])
def test_a_level_outside_1_to_5_is_refused(submission, mentor, now, level):
    levels = {submission.taught[0]["skill"]: level}

    with pytest.raises(ValidationError):
        write(submission, mentor, now, levels=levels)


def test_a_stranger_cannot_answer(submission, other_learner, now):
    with pytest.raises(Submission.DoesNotExist):
        review.start_review(submission=submission, by=other_learner, now=now)


def test_a_mentor_without_the_scope_of_steps_cannot_answer(
    submission, mentorship, mentor, now
):
    mentorship.allow(["notes"])

    with pytest.raises(Submission.DoesNotExist):
        review.start_review(submission=submission, by=mentor, now=now)


def test_ending_the_mentorship_withdraws_the_decision(
    row, submission, mentorship, mentor, learner, now
):
    approve(submission, mentor, now)

    partings.end_mentorship(mentorship=mentorship, by=learner, now=now + LATER / 2)

    submission.refresh_from_db()
    assert (Review.objects.get().status, submission.status) == ("draft", "waiting")
    assert review.settle_due(now=now + LATER) == 0
    assert state_of(row) == "submitted"
    with pytest.raises(Submission.DoesNotExist):
        review.save_draft(submission=submission, draft=Draft(), by=mentor, now=now)


def test_a_decision_due_before_the_end_still_holds(
    row, submission, mentorship, mentor, learner, now
):
    approve(submission, mentor, now)

    partings.end_mentorship(mentorship=mentorship, by=learner, now=now + LATER)

    assert state_of(row) == "done"


def test_a_decision_that_slipped_past_the_end_never_takes_effect(
    row, submission, mentorship, mentor, learner, now
):
    approve(submission, mentor, now)
    mentorship.end(by=learner, now=now + LATER / 2)

    review.settle_due(now=now + LATER)

    assert state_of(row) == "submitted"
    assert Review.objects.get().status == "draft"


def test_a_decided_review_keeps_its_words_and_changes_the_private_note(
    submission, mentor, now
):
    approve(submission, mentor, now)
    before = Review.objects.get().message

    write(submission, mentor, now, message="Other words.", private_note="Ask why.")

    kept = Review.objects.get()
    assert (kept.message, kept.private_note) == (before, "Ask why.")


def test_clocks_leave_alone_what_is_gone_answered_or_fresh(
    row, submission, mentor, learner, now
):
    ask_changes(submission, mentor, now)
    review.settle_due(now=now + LATER)
    later = now + LATER * 2

    limbo.look_at_round(submission_id=0, now=later)
    limbo.look_at_round(submission_id=submission.pk, now=later)
    limbo.nudge_learner(progress_id=0, now=later)
    limbo.nudge_learner(progress_id=row.pk, now=later)

    assert state_of(row) == "changes_requested"
    assert not Notice.objects.filter(kind=Notice.Kind.REMINDER).exists()


def test_parting_and_pausing_twice_tells_once(mentorship, mentor, learner, now):
    for _ in range(2):
        partings.take_break(mentor=mentor, now=now)
    for _ in range(2):
        partings.end_mentorship(mentorship=mentorship, by=learner, now=now)

    told = Notice.objects.filter(kind=Notice.Kind.MENTORSHIP_CHANGED)
    assert told.filter(user=mentor).count() == 1


def test_a_mentor_who_leaves_goes_out_of_records_of_what_was_completed(
    row, enrollment, submission, mentor, learner, now
):
    approve(submission, mentor, now)
    review.settle_due(now=now + LATER)
    tracking.complete_roadmap(enrollment=enrollment, by=learner, now=now + LATER)
    record = CompletionRecord.objects.get()
    assert mentor.name in str(record.snapshot)

    leaving.leave(user=mentor, now=now)
    leaving.erase(user_id=mentor.pk, now=now + leaving.KEPT_FOR)

    record.refresh_from_db()
    assert mentor.name not in str(record.snapshot)
    assert leaving.FORMER_MENTOR in str(record.snapshot)


def test_a_comment_is_written_and_ends(submission, mentor, now):
    for message in ("", "x" * 4_001):
        write(submission, mentor, now, private_note="Only mine.")
        Review.objects.update(message=message)

        with pytest.raises(ValidationError) as refused:
            review.decide(submission=submission, decision="comment", by=mentor, now=now)

        assert set(refused.value.message_dict) == {"message"}
