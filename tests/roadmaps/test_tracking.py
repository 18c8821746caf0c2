from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from profiles.models import HeldSkill, SkillEvidence
from roadmaps.models import Enrollment, Review, StepProgress
from roadmaps.services import tracking
from tests.factories.roadmaps import RoadmapFactory, StepFactory
from tests.roadmaps.actions import act

State = StepProgress.State


def test_enrolling_makes_one_row_for_each_step(enrollment):
    keys = enrollment.step_progress.values_list("step_key", flat=True)

    assert sorted(keys) == ["extras", "git", "python"]


def test_enrolling_twice_keeps_what_was_done(enrollment, row, now):
    act("start", row, now)

    again = tracking.enroll(
        learner=enrollment.learner, roadmap=enrollment.roadmap, now=now
    )

    row.refresh_from_db()
    assert again == enrollment
    assert row.state == State.IN_PROGRESS


def test_coming_back_to_a_roadmap_that_was_left_keeps_every_row(enrollment, row, now):
    act("start", row, now)
    Enrollment.objects.update(status=Enrollment.Status.LEFT)

    tracking.enroll(learner=enrollment.learner, roadmap=enrollment.roadmap, now=now)

    enrollment.refresh_from_db()
    assert enrollment.status == Enrollment.Status.ACTIVE
    assert enrollment.step_progress.filter(state=State.IN_PROGRESS).count() == 1


def test_a_roadmap_without_published_version_cannot_be_started(learner, now):
    with pytest.raises(tracking.NothingPublishedError):
        tracking.enroll(learner=learner, roadmap=RoadmapFactory(), now=now)


def test_starting_writes_one_event_with_who_when_and_from_to(row, now):
    act("start", row, now)

    event = row.events.get()
    assert (event.action, event.from_state, event.to_state) == (
        "start",
        "not_started",
        "in_progress",
    )
    assert (event.actor_id, event.actor_name, event.at) == (
        row.learner_id,
        "Amara Osei",
        now,
    )


def test_starting_twice_writes_no_second_event(row, now):
    act("start", row, now)
    act("start", row, now, row_version=1)

    assert row.events.count() == 1


def test_a_step_that_waits_for_another_cannot_be_started(enrollment, now):
    git = enrollment.step_progress.get(step_key="git")

    with pytest.raises(tracking.StepLockedError) as refused:
        act("start", git, now)

    assert [needed.step_key for needed in refused.value.blocking] == ["python"]
    assert "1 Python" in refused.value.detail


def test_starting_anyway_is_recorded(enrollment, now):
    git = enrollment.step_progress.get(step_key="git")

    started = act("start", git, now, override=True)

    assert started.state == State.IN_PROGRESS
    assert started.is_started_anyway


@pytest.mark.parametrize("state", [State.DONE, State.WAIVED, State.SUBMITTED])
def test_done_waived_and_waiting_prerequisites_unlock(enrollment, row, now, state):
    finished_at = now if state == State.DONE else None
    StepProgress.objects.filter(pk=row.pk).update(state=state, finished_at=finished_at)

    started = act("start", enrollment.step_progress.get(step_key="git"), now)

    assert started.state == State.IN_PROGRESS


def test_an_optional_prerequisite_locks_nothing(enrollment, first_step, now):
    first_step.is_required = False
    first_step.save()

    started = act("start", enrollment.step_progress.get(step_key="git"), now)

    assert started.state == State.IN_PROGRESS


def test_finishing_without_a_mentor_is_self_reported_evidence(row, now):
    act("start", row, now)

    done = act("finish", row, now)

    assert done.state == State.DONE
    assert done.is_self_reported
    assert done.finished_at == now
    evidence = SkillEvidence.objects.get()
    assert (evidence.kind, evidence.level) == ("step", 3)
    assert evidence.held_skill.verified_level is None


def test_a_step_under_review_by_a_mentor_cannot_be_marked_done(
    row, mentorship, first_step, now
):
    first_step.needs_review = True
    first_step.save()
    act("start", row, now)

    with pytest.raises(tracking.ReviewRequiredError):
        act("finish", row, now)


@pytest.mark.parametrize("change", ["paused_at", "ended_at", "scopes"])
def test_a_mentor_who_does_not_review_leaves_finishing_to_the_learner(
    row, mentorship, first_step, now, change
):
    first_step.needs_review = True
    first_step.save()
    if change == "scopes":
        mentorship.scopes = ["notes"]
    else:
        setattr(mentorship, change, now)
    mentorship.ended_by_id = 1 if change == "ended_at" else None
    mentorship.save()
    act("start", row, now)

    assert act("finish", row, now).state == State.DONE


def test_finishing_what_was_not_started_names_what_is_allowed(row, now):
    with pytest.raises(tracking.WrongStateError) as refused:
        act("finish", row, now)

    assert refused.value.current_state == "not_started"
    assert "start" in refused.value.allowed
    assert row.events.count() == 0


def test_the_second_of_two_tabs_is_told_that_the_step_changed(row, now):
    act("start", row, now, row_version=1)

    with pytest.raises(tracking.StaleRowError):
        act("finish", row, now, row_version=1)


def test_sending_freezes_the_round(row, first_step, now):
    act("start", row, now)

    act("submit", row, now, text="I built it.", links=["https://example.org/a"])

    first_step.criteria.all().delete()
    round_one = row.submissions.get()
    assert (round_one.round, round_one.text) == (1, "I built it.")
    assert [criterion["text"] for criterion in round_one.criteria] == ["Shows thing 1"]
    assert round_one.taught[0]["level"] == 3
    assert round_one.items.get().url == "https://example.org/a"


@pytest.mark.parametrize(
    ("evidence", "field"),
    [
        ({}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "x", "links": ["javascript:alert(1)"]}, "links"),
        ({"text": "x", "links": ["ftp://example.org/a"]}, "links"),
        ({"text": "x", "links": ["https://example.org/a"] * 11}, "links"),
        ({"text": "x", "links": ["https://example.org/" + "a" * 500]}, "links"),
        ({"text": "x", "question": "?" * 281}, "question"),
    ],
)
def test_evidence_that_cannot_be_sent_is_refused_by_field(row, now, evidence, field):
    act("start", row, now)

    with pytest.raises(ValidationError) as refused:
        act("submit", row, now, **evidence)

    assert list(refused.value.message_dict) == [field]
    assert row.submissions.count() == 0


def test_sending_the_same_twice_makes_one_round(row, now):
    act("start", row, now)

    act("submit", row, now, text="Done.", row_version=2)
    act("submit", row, now, text="Done.", row_version=2)

    assert row.submissions.count() == 1
    assert row.events.filter(action="submit").count() == 1


def test_sending_something_else_while_in_review_is_refused(row, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")

    with pytest.raises(tracking.WrongStateError):
        act("submit", row, now, text="Done otherwise.")


def test_taking_back_closes_the_round_and_the_next_is_round_two(row, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")

    act("take_back", row, now)
    act("submit", row, now, text="Better.")

    assert list(row.submissions.values_list("round", "status").order_by("round")) == [
        (1, "taken_back"),
        (2, "waiting"),
    ]


def test_taking_back_turns_a_decision_not_yet_in_effect_into_a_draft(row, mentor, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")
    review = Review.objects.create(
        submission=row.submissions.get(),
        mentor=mentor,
        status="decided",
        decision="approve",
        decided_at=now,
        effective_at=now + timedelta(minutes=10),
    )

    act("take_back", row, now)

    review.refresh_from_db()
    assert (review.status, review.decision) == ("draft", "approve")


def test_an_approval_in_effect_is_not_self_reported(row, mentor, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")

    done = tracking.apply_decision(
        progress=row, decision=Review.Decision.APPROVE, by=mentor, now=now
    )

    assert done.state == State.DONE
    assert not done.is_self_reported
    assert row.events.first().actor_name == "Ines Ferreira"


def test_asking_for_changes_leads_back_to_sending(row, mentor, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")

    tracking.apply_decision(
        progress=row, decision=Review.Decision.CHANGES, by=mentor, now=now
    )
    row.submissions.update(status="answered")

    assert act("submit", row, now, text="Better.").state == State.SUBMITTED


def test_a_decision_on_what_was_taken_back_is_refused(row, mentor, now):
    act("start", row, now)

    with pytest.raises(tracking.WrongStateError):
        tracking.apply_decision(
            progress=row, decision=Review.Decision.APPROVE, by=mentor, now=now
        )


def test_reopening_takes_the_evidence_of_the_step_away(row, now):
    act("start", row, now)
    act("finish", row, now)

    reopened = act("reopen", row, now)

    assert (reopened.state, reopened.finished_at) == (State.IN_PROGRESS, None)
    assert SkillEvidence.objects.count() == 0
    assert HeldSkill.objects.count() == 1


def test_a_required_step_cannot_be_skipped(row, now):
    with pytest.raises(tracking.StepRequiredError):
        act("skip", row, now, reason="No time")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 281])
def test_skipping_needs_a_short_reason(enrollment, now, reason):
    extras = enrollment.step_progress.get(step_key="extras")

    with pytest.raises(ValidationError):
        act("skip", extras, now, reason=reason)


def test_skipping_and_bringing_back_keeps_the_reason_in_the_history(enrollment, now):
    extras = enrollment.step_progress.get(step_key="extras")
    act("skip", extras, now, reason="Did this at work")

    back = act("bring_back", extras, now)

    assert (back.state, back.reason) == (State.NOT_STARTED, "")
    assert extras.events.get(action="skip").reason == "Did this at work"


def test_skipping_again_for_another_reason_is_refused(enrollment, now):
    extras = enrollment.step_progress.get(step_key="extras")
    act("skip", extras, now, reason="Did this at work")
    act("skip", extras, now, reason="Did this at work")

    with pytest.raises(tracking.WrongStateError):
        act("skip", extras, now, reason="No time")

    assert extras.events.count() == 1


def test_a_waiver_gives_evidence_but_no_verification(row, now):
    act("waive", row, now, ground="Six years at work")

    evidence = SkillEvidence.objects.get()
    assert evidence.kind == "waiver"
    assert evidence.held_skill.verified_level is None


def test_taking_a_waiver_back_takes_its_evidence_away(row, now):
    act("waive", row, now, ground="Six years at work")

    back = act("unwaive", row, now)

    assert back.state == State.NOT_STARTED
    assert SkillEvidence.objects.count() == 0


def test_asking_for_help_is_a_flag_that_changes_no_state(row, now):
    asked = act("ask_help", row, now)
    act("ask_help", row, now)

    assert (asked.needs_help, asked.state) == (True, State.NOT_STARTED)
    assert row.events.count() == 1


@pytest.mark.parametrize(
    ("action", "words"), [("skip", {"reason": "Later"}), ("waive", {"ground": "Known"})]
)
def test_a_step_passed_by_asks_for_no_help(enrollment, now, action, words):
    optional = enrollment.step_progress.get(step_key="extras")
    act("ask_help", optional, now)

    passed = act(action, optional, now, **words)
    asked = act("ask_help", passed, now, is_wanted=False)

    assert not passed.needs_help
    assert asked.events.count() == 2
    assert act("undo", optional, now).needs_help


def test_help_can_be_declined_wherever_the_step_stands(row, now):
    StepProgress.objects.filter(pk=row.pk).update(
        state=State.WAIVED, reason="Known", needs_help=True
    )

    assert not act("ask_help", row, now, is_wanted=False).needs_help
    with pytest.raises(tracking.WrongStateError):
        act("ask_help", row, now)


def test_a_step_kept_from_an_older_version_is_never_locked(enrollment, now):
    git = enrollment.step_progress.get(step_key="git")
    git.kept_from_version = 1
    git.save()

    assert act("start", git, now).state == State.IN_PROGRESS


def test_steps_of_other_versions_are_not_enrolled_in(enrollment):
    StepFactory(stage__version__roadmap=enrollment.roadmap, stage__version__number=2)

    assert enrollment.step_progress.count() == 3
