"""A learner who leaves a roadmap leaves no mentor with work that nobody awaits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from profiles.models import Notice
from roadmaps.models import Review
from roadmaps.services import desk, tracking
from roadmaps.services.evening import read_evening
from roadmaps.services.limbo import run_clocks
from tests.mentoring.answers import LATER, approve, ask_changes, state_of

DAY = timedelta(days=1)


def leave(enrollment, now):
    tracking.leave_roadmap(enrollment=enrollment, by=enrollment.learner, now=now)


def test_what_waited_in_a_roadmap_that_was_left_is_on_no_desk(
    enrollment, submission, row, mentor, now
):
    leave(enrollment, now)
    run_clocks(now=now + 8 * DAY)

    submission.refresh_from_db()
    event = row.events.first()
    assert (submission.status, submission.text) == (
        "taken_back",
        "I built it.\nIt works.",
    )
    assert (event.action, event.from_state, event.to_state) == (
        "take-back",
        "submitted",
        "in_progress",
    )
    assert desk.counts(mentor)["waiting"] == 0
    assert read_evening(mentor, now=now).waiting == 0
    assert not Notice.objects.to(mentor).filter(kind="reminder").exists()


def test_who_comes_back_sends_the_same_words_again(
    client, enrollment, submission, row, mentor, now
):
    leave(enrollment, now)
    tracking.enroll(
        learner=enrollment.learner, roadmap=enrollment.roadmap, now=now + DAY
    )
    client.force_login(enrollment.learner)

    page = client.get(row.get_absolute_url())
    tracking.submit(
        progress=row, text=submission.text, by=enrollment.learner, now=now + DAY
    )

    assert "I built it.\nIt works." in page.content.decode()
    assert desk.counts(mentor)["waiting"] == 1


def test_a_decision_not_in_effect_is_a_draft_again_when_the_learner_leaves(
    enrollment, submission, mentor, row, now
):
    ask_changes(submission, mentor, now)

    leave(enrollment, now + LATER / 2)

    assert Review.objects.get().status == "draft"
    assert state_of(row) == "in_progress"


def test_a_decision_that_is_due_takes_effect_before_the_learner_leaves(
    enrollment, submission, mentor, row, now
):
    approve(submission, mentor, now)

    leave(enrollment, now + LATER)

    assert Review.objects.get().status == "in_effect"
    assert state_of(row) == "done"


def test_the_page_says_before_that_work_is_taken_back(client, enrollment, submission):
    page = reverse("roadmaps:enrollment_leave", args=[enrollment.pk])
    client.force_login(enrollment.learner)

    before = client.get(page).content.decode()
    client.post(page)
    after = client.get(page).content.decode()

    assert "1 step in review is taken back" in before
    assert "taken back" not in after


def test_nothing_is_sent_from_a_roadmap_that_was_left(
    client, enrollment, submission, row, mentor, now
):
    leave(enrollment, now)
    client.force_login(enrollment.learner)

    sent = client.post(f"{row.get_absolute_url()}submit/", {"text": "Mine."})
    with pytest.raises(tracking.UndoExpiredError):
        tracking.undo(progress=row, by=enrollment.learner, now=now)

    assert sent.status_code == 409
    assert "You left this roadmap. Start it again" in sent.content.decode()
    assert desk.counts(mentor)["waiting"] == 0


def test_who_comes_back_at_once_undoes_the_taking_back(
    enrollment, submission, row, mentor, now
):
    leave(enrollment, now)
    tracking.enroll(learner=enrollment.learner, roadmap=enrollment.roadmap, now=now)

    tracking.undo(progress=row, by=enrollment.learner, now=now + LATER / 2)

    assert desk.counts(mentor)["waiting"] == 1
