from datetime import timedelta

import pytest

from profiles.models import SkillEvidence
from roadmaps.models import Review, StepProgress
from roadmaps.services import tracking
from tests.roadmaps.actions import act

State = StepProgress.State


def test_undo_within_ten_minutes_puts_everything_back(row, now):
    act("start", row, now)
    act("finish", row, now)

    undone = act("undo", row, now + timedelta(minutes=9, seconds=59))

    assert (undone.state, undone.finished_at) == (State.IN_PROGRESS, None)
    assert not undone.is_self_reported
    assert SkillEvidence.objects.count() == 0
    assert row.events.first().action == "undo"


def test_undo_after_ten_minutes_is_refused(row, now):
    act("start", row, now)

    with pytest.raises(tracking.UndoExpiredError):
        act("undo", row, now + timedelta(minutes=10))


def test_an_undo_is_not_undone(row, now):
    act("start", row, now)
    act("undo", row, now)

    with pytest.raises(tracking.UndoExpiredError):
        act("undo", row, now)


def test_a_mentors_decision_cannot_be_undone_by_the_learner(row, mentor, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")
    tracking.apply_decision(
        progress=row, decision=Review.Decision.CHANGES, by=mentor, now=now
    )

    with pytest.raises(tracking.UndoExpiredError):
        act("undo", row, now)


def test_undoing_a_sending_closes_the_round(row, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")

    undone = act("undo", row, now)

    assert undone.state == State.IN_PROGRESS
    assert row.submissions.get().status == "taken_back"


def test_undoing_a_taking_back_opens_the_round_again(row, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")
    act("take_back", row, now)

    undone = act("undo", row, now)

    assert undone.state == State.SUBMITTED
    assert row.submissions.get().status == "waiting"


def test_undoing_a_tick_takes_it_away(row, first_step, now):
    first_step.parts.create(key="one", position=1, title="One", hours=4)
    act("tick_part", row, now, part_key="one")

    undone = act("undo", row, now)

    assert undone.state == State.NOT_STARTED
    assert row.part_ticks.count() == 0
