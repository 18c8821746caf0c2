"""After any sequence of actions the rows, events and progress agree."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmaps.models import StepEvent, StepProgress
from roadmaps.services import tracking
from roadmaps.services.plan import read_plan
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import StageFactory, StepFactory, StepPartFactory

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WORDS = {
    "start": [{}, {"override": True}],
    "pause": [{}],
    "finish": [{}],
    "reopen": [{}],
    "submit": [{"text": "One"}, {"text": "Two"}],
    "take_back": [{}],
    "skip": [{"reason": "No time"}],
    "bring_back": [{}],
    "waive": [{"ground": "Years"}],
    "unwaive": [{}],
    "ask_help": [{}, {"is_wanted": False}],
    "undo": [{}],
    "tick_part": [{"part_key": "part-1"}, {"part_key": "part-1", "is_ticked": False}],
    "approve": [{}],
    "ask_changes": [{}],
}
actions = st.sampled_from(
    [(action, words) for action, many in WORDS.items() for words in many]
)
moves = st.lists(
    st.tuples(st.integers(0, 2), actions, st.integers(0, 15)), min_size=1, max_size=14
)


def small_roadmap():
    stage = StageFactory()
    steps = [
        StepFactory(stage=stage, hours=8 + place, is_required=place != 2)
        for place in range(3)
    ]
    steps[1].prerequisites.add(steps[0])
    for step in steps:
        StepPartFactory(step=step)
    return stage.version.roadmap


def perform(row, mentor, action, words, now):
    if action in {"approve", "ask_changes"}:
        decision = "approve" if action == "approve" else "changes"
        tracking.apply_decision(progress=row, decision=decision, by=mentor, now=now)
        row.submissions.open().update(status="answered")
    else:
        getattr(tracking, action)(progress=row, by=row.learner, now=now, **words)


def recomputed(rows):
    """Work the percent out by hand: done and waived over all not skipped."""
    counted = [row for row in rows if row.state != "skipped"]
    total = sum(row.step.hours for row in counted)
    done = sum(row.step.hours for row in counted if row.state in {"done", "waived"})
    return (float(done), float(total), int(done * 100 // total) if total else None)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_progress_equals_its_recomputation_after_any_actions(moves):
    learner, mentor = UserFactory(), UserFactory()
    enrollment = tracking.enroll(learner=learner, roadmap=small_roadmap(), now=START)
    rows = list(enrollment.step_progress.order_by("step__number"))
    now = START
    for place, (action, words), minutes in moves:
        now += timedelta(minutes=minutes)
        before = StepProgress.objects.get(pk=rows[place].pk)
        events = StepEvent.objects.filter(progress=before).count()
        try:
            perform(before, mentor, action, words, now)
        except tracking.RefusedError:
            assert StepEvent.objects.filter(progress=before).count() == events
        after = StepProgress.objects.get(pk=before.pk)
        written = StepEvent.objects.filter(progress=before).count() - events
        assert written <= 1
        assert written == 1 or after.state == before.state
        last = after.events.first()
        assert last is None or last.to_state == after.state
        assert (after.finished_at is not None) == (after.state == "done")
        is_open = after.submissions.open().exists()
        assert is_open == (after.state == "submitted")

    progress = read_plan(enrollment).progress
    fresh = enrollment.step_progress.select_related("step")
    assert (progress.done_hours, progress.total_hours, progress.percent) == recomputed(
        fresh
    )
