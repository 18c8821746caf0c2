"""Whatever the roadmap: dates follow the plan, and locks always open."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roadmaps.pace import PlannedStep, monday_of, schedule
from roadmaps.progress import STATES, TrackedStep, blocked_by, calculate, next_things

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
off_week_sets = st.sets(
    st.integers(-2, 40).map(lambda back: MONDAY + WEEK * back), max_size=8
)


@st.composite
def links(draw, most=9):
    """For each of some steps, the earlier ones that it needs."""
    count = draw(st.integers(1, most))
    return [
        tuple(f"s{before}" for before in range(at) if draw(st.booleans()))
        for at in range(count)
    ]


@given(links(), st.integers(1, 160), off_week_sets, st.randoms(use_true_random=False))
def test_dates_respect_prerequisites_and_weeks_off(needs, half_hours, off, random):
    steps = [
        PlannedStep(f"s{at}", at + 1, hours=5 + at, prerequisites=before)
        for at, before in enumerate(needs)
    ]
    random.shuffle(steps)

    found = schedule(
        steps,
        start_on=MONDAY,
        hours_per_week=half_hours / 2,
        off_weeks=off,
        today=MONDAY,
    )

    dated = {one.key: one for one in found.steps}
    assert set(dated) == {step.key for step in steps}
    for step in steps:
        one = dated[step.key]
        if one.due_on is None:
            continue
        assert one.starts_on <= one.due_on
        assert monday_of(one.due_on) not in off
        assert monday_of(one.starts_on) not in off
        for before in step.prerequisites:
            assert dated[before].due_on <= one.due_on


@given(links(), st.data())
def test_something_can_be_done_whatever_was_skipped(needs, data):
    """Upgrades can require what was skipped: then bringing it back is named."""
    steps = [
        TrackedStep(
            f"s{at}",
            at + 1,
            hours=2,
            state=data.draw(st.sampled_from(STATES)),
            prerequisites=before,
            is_required=data.draw(st.booleans()),
        )
        for at, before in enumerate(needs)
    ]
    is_waiting = {"done", "waived", "skipped", "submitted"}

    first = next_things(steps, today=MONDAY).first

    if any(step.state not in is_waiting for step in steps):
        assert first.kind != "log_time"
        assert first.key in {step.key for step in steps}


@given(links(), st.data())
def test_locks_never_deadlock(needs, data):
    """As long as work is left, something can be started, finished or is waited for."""
    steps = []
    for at, before in enumerate(needs):
        state = data.draw(st.sampled_from(STATES))
        # Only optional steps can be skipped.
        steps.append(
            TrackedStep(
                f"s{at}",
                at + 1,
                hours=2,
                state=state,
                prerequisites=before,
                is_required=state != "skipped",
            )
        )

    for _ in range(len(steps) + 1):
        progress = calculate(steps)
        if progress.percent in {100, None}:
            return
        locked = blocked_by(steps)
        open_now = [
            step
            for step in steps
            if step.state not in {"done", "waived", "skipped"}
            and step.key not in locked
        ]
        assert open_now, "everything that is left is locked"
        steps = [
            TrackedStep(
                step.key,
                step.number,
                hours=step.hours,
                state="done" if step in open_now else step.state,
                prerequisites=step.prerequisites,
                is_required=step.is_required,
            )
            for step in steps
        ]
    assert calculate(steps).percent in {100, None}
