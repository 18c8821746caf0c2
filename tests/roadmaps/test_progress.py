from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.progress import (
    ACTIONS,
    LEARNER_ACTIONS,
    MENTOR_ACTIONS,
    STATES,
    ExpiringCertificate,
    Situation,
    Suggestion,
    TrackedStep,
    allowed_actions,
    blocked_by,
    calculate,
    main_action,
    next_things,
    refusal,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@st.composite
def tracked_steps(draw):
    size = draw(st.integers(0, 12))
    return [
        TrackedStep(
            key=f"s{number}",
            number=number,
            hours=draw(st.integers(1, 600)) / 10,
            state=draw(st.sampled_from(STATES)),
            prerequisites=tuple(
                f"s{before}"
                for before in range(1, number)
                if draw(st.integers(0, 3)) == 0
            ),
            is_required=draw(st.booleans()),
            is_approved=draw(st.booleans()),
            ticked_hours=draw(st.integers(0, 9)) / 10,
            state_since=draw(st.none() | st.just(NOW - timedelta(days=number))),
        )
        for number in range(1, size + 1)
    ]


def step(number, state="not_started", hours=10, **others):
    return TrackedStep(
        key=f"s{number}", number=number, hours=hours, state=state, **others
    )


def tenths(hours):
    """Hours as whole tenths."""
    return round(hours * 10)


def expiring(days, *, is_renewal_open=True):
    return ExpiringCertificate(
        key="az",
        title="Azure",
        expires_on=TODAY + timedelta(days=days),
        is_renewal_open=is_renewal_open,
    )


def test_percent_counts_done_and_waived_against_all_but_skipped():
    progress = calculate(
        [
            step(1, "done", 40, is_approved=True),
            step(2, "waived", 12),
            step(3, "skipped", 100),
            step(4, "in_progress", 20, ticked_hours=8),
            step(5, "done", 8),
        ]
    )

    assert (progress.done_hours, progress.total_hours) == (60, 80)
    assert (progress.remaining_hours, progress.percent) == (20, 75)
    assert progress.ticked_hours == 8
    assert progress.done_count == 3
    assert not progress.can_be_completed


def test_ticked_hours_are_those_under_way_alone():
    progress = calculate(
        [
            step(1, "done", 8, ticked_hours=4),
            step(2, "waived", 8, ticked_hours=2),
            step(3, "skipped", 8, ticked_hours=1),
            step(4, "in_progress", 8, ticked_hours=3),
        ]
    )

    assert progress.ticked_hours == 3


def test_a_step_by_itself_has_no_ticks_and_needs_no_review():
    alone = step(1, "in_progress")

    assert calculate([alone]).ticked_hours == 0
    assert not alone.needs_review


def test_all_done_can_be_completed():
    progress = calculate([step(1, "done", 3), step(2, "waived", 5)])

    assert (progress.percent, progress.can_be_completed) == (100, True)
    assert progress.done_count == 2


def test_every_step_is_counted_once_as_locked_or_in_its_state():
    counts = calculate(
        [
            step(1, "in_progress"),
            step(2, prerequisites=("s1",)),
            step(3),
            step(4, "done"),
        ]
    ).counts

    assert counts == {
        **dict.fromkeys(STATES, 0),
        "in_progress": 1,
        "not_started": 1,
        "done": 1,
        "locked": 1,
    }


def test_self_reported_and_approved_are_told_apart():
    progress = calculate([step(1, "done", 40, is_approved=True), step(2, "done", 12)])

    assert (progress.approved_hours, progress.self_reported_hours) == (40, 12)
    assert (progress.approved_count, progress.self_reported_count) == (1, 1)


def test_percent_is_rounded_down_and_never_early_at_hundred():
    progress = calculate([step(1, "done", 299.5), step(2, hours=0.5)])

    assert progress.percent == 99
    assert not progress.can_be_completed


def test_tenths_of_hours_add_up_to_a_hundred_percent():
    progress = calculate([step(1, "done", 8.0), step(2, "waived", 1.2)])

    assert (progress.percent, progress.can_be_completed) == (100, True)
    assert progress.done_hours == progress.total_hours == 9.2


def test_where_nothing_is_left_no_trace_of_an_hour_is():
    done = [step(number, "done", 0.1) for number in range(3)]

    progress = calculate([*done, step(4, "waived", 0.3)])

    assert (progress.done_hours, progress.remaining_hours) == (0.6, 0)
    assert progress.self_reported_hours == 0.3


def test_nothing_to_do_has_no_percent():
    assert calculate([]).percent is None
    assert calculate([step(1, "skipped", is_required=False)]).percent is None


def test_bar_stands_in_order_with_done_steps_by_time():
    progress = calculate(
        [
            step(1, "in_progress", 30),
            step(2, "done", 10, state_since=NOW),
            step(3, "done", 20, state_since=NOW - timedelta(days=9)),
            step(4, "waived", 20),
            step(5, "not_started", 20),
        ]
    )

    dateless = calculate(
        [
            step(1, "done", 1),
            step(2, "done", 1, state_since=NOW),
            step(3, "done", 1),
        ]
    )

    (thirds,) = dateless.bar.parts
    assert [piece.key for piece in thirds.pieces] == ["s2", "s1", "s3"]
    assert [piece.width for piece in thirds.pieces] == [33.333] * 3
    parts = progress.bar.parts
    assert [part.kind for part in parts] == ["done", "waived", "in_progress", "rest"]
    assert [piece.key for piece in parts[0].pieces] == ["s3", "s2"]
    assert [(part.start, part.width) for part in parts] == [
        (0, 30),
        (30, 20),
        (50, 30),
        (80, 20),
    ]


def test_steps_that_take_no_time_are_a_bar_without_width():
    (part,) = calculate([step(1, "done", 0), step(2, "done", 0)]).bar.parts

    assert (part.start, part.width, part.count) == (0, 0, 2)


def test_a_required_unfinished_prerequisite_locks_a_step_not_started():
    steps = [step(1, "changes_requested"), step(2, prerequisites=("s1",))]

    assert blocked_by(steps) == {"s2": ("s1",)}
    assert calculate(steps).counts["locked"] == 1


@pytest.mark.parametrize("state", ["done", "waived", "submitted"])
def test_passed_prerequisites_do_not_lock(state):
    assert blocked_by([step(1, state), step(2, prerequisites=("s1",))]) == {}


def test_optional_prerequisites_never_lock():
    steps = [step(1, is_required=False), step(2, prerequisites=("s1",))]

    assert blocked_by(steps) == {}


def test_a_step_under_way_is_never_locked():
    assert blocked_by([step(1), step(2, "in_progress", prerequisites=("s1",))]) == {}


def test_a_locked_step_needs_the_override_to_start():
    locked = Situation("not_started", is_locked=True)

    assert refusal("start", locked) == "step_locked"
    assert "start" not in allowed_actions(locked)
    assert refusal("start", locked, override=True) is None


def test_override_does_not_start_a_step_that_is_done():
    assert refusal("start", Situation("done"), override=True) == "wrong_state"


def test_a_reviewed_step_cannot_be_finished_while_a_mentor_is_there():
    reviewed = Situation("in_progress", needs_review=True, has_reviewer=True)
    alone = Situation("in_progress", needs_review=True)
    plain = Situation("in_progress", has_reviewer=True)

    assert refusal("finish", reviewed) == "review_required"
    assert refusal("finish", alone) is refusal("finish", plain) is None
    assert [main_action(one) for one in (reviewed, alone, plain)] == [
        "submit",
        "finish",
        "finish",
    ]


def test_a_released_submission_may_be_finished_by_the_learner():
    waiting = Situation("submitted", needs_review=True, has_reviewer=True)
    released = Situation(
        "submitted", needs_review=True, has_reviewer=True, is_released=True
    )

    assert refusal("finish", waiting) == "wrong_state"
    assert refusal("finish", released) is None
    assert (main_action(waiting), main_action(released)) == ("take-back", "finish")


def test_only_optional_steps_can_be_skipped():
    assert refusal("skip", Situation("not_started")) == "step_required"
    assert refusal("skip", Situation("not_started", is_required=False)) is None


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        ("not_started", {"start", "waive", "ask-help"}),
        ("in_progress", {"pause", "finish", "submit", "waive", "ask-help"}),
        ("submitted", {"take-back", "ask-help"}),
        ("changes_requested", {"submit", "ask-help"}),
        ("done", {"reopen"}),
        ("skipped", {"bring-back"}),
        ("waived", {"unwaive"}),
    ],
)
def test_a_learner_may_do_exactly_what_the_table_says(state, actions):
    assert set(allowed_actions(Situation(state))) == actions


def test_a_mentor_answers_submissions_and_objects_to_waivers():
    assert allowed_actions(Situation("submitted"), actor="mentor") == (
        "approve",
        "ask-changes",
    )
    assert allowed_actions(Situation("waived"), actor="mentor") == ("object",)
    assert refusal("approve", Situation("submitted")) == "not_allowed"


def test_every_action_is_either_the_learners_or_the_mentors():
    assert MENTOR_ACTIONS == ("approve", "ask-changes", "object")
    assert {*LEARNER_ACTIONS} == {*ACTIONS} - {*MENTOR_ACTIONS}


def test_undo_is_allowed_only_while_fresh():
    assert refusal("undo", Situation("done")) == "undo_expired"
    assert refusal("undo", Situation("done", can_undo=True)) is None


def test_changes_asked_come_before_everything_else():
    certificate = expiring(days=57)
    steps = [
        step(1, "in_progress", last_activity_at=NOW),
        step(2, "changes_requested", state_since=NOW),
        step(3, prerequisites=("s2",)),
        step(4),
        step(5, "submitted", state_since=NOW),
    ]

    things = next_things(steps, today=TODAY, certificates=[certificate])

    assert (things.first.kind, things.first.key) == ("changes_requested", "s2")
    assert things.first.unlocks == 1
    assert [other.kind for other in things.others] == ["renew", "in_progress", "ready"]
    assert things.others[0].days_left == 57


@pytest.mark.parametrize(
    ("days", "is_open", "expected"),
    [
        (60, True, "renew"),
        (61, True, "ready"),
        (0, True, "renew"),
        (5, False, "ready"),
        (-1, True, "ready"),
    ],
)
def test_a_certificate_is_renewed_only_within_sixty_days_and_if_open(
    days, is_open, expected
):
    held = expiring(days, is_renewal_open=is_open)

    assert (
        next_things([step(1)], today=TODAY, certificates=[held]).first.kind == expected
    )


def test_the_longest_idle_step_in_progress_comes_first():
    steps = [
        step(1, "in_progress", last_activity_at=NOW),
        step(2, "in_progress", last_activity_at=NOW - timedelta(days=20)),
    ]

    things = next_things(steps, today=TODAY)

    assert [things.first.key, things.others[0].key] == ["s2", "s1"]


def test_the_ready_step_that_unlocks_most_comes_first():
    steps = [
        step(1),
        step(2),
        step(3, prerequisites=("s2",)),
        step(4, prerequisites=("s3",)),
    ]

    first = next_things(steps, today=TODAY).first

    assert (first.kind, first.key, first.unlocks) == ("ready", "s2", 2)


def test_of_ready_steps_that_unlock_as_many_a_required_one_comes_first():
    steps = [step(1, is_required=False), step(2)]

    things = next_things(steps, today=TODAY)

    assert [things.first.key, things.others[0].key] == ["s2", "s1"]


def test_log_time_is_left_when_nothing_else_is():
    things = next_things([step(1, "submitted"), step(2, "done")], today=TODAY)

    assert things.first == Suggestion("log_time", unlocks=0, ticked_hours=0, hours=0)
    assert [other.kind for other in things.others] == ["in_review"]


@given(tracked_steps())
def test_hundred_percent_means_that_nothing_is_left(steps):
    progress = calculate(steps)
    left = [one for one in steps if one.state not in {"done", "waived", "skipped"}]

    if progress.percent is not None:
        assert (progress.percent == 100) == (not left)
        assert (progress.remaining_hours == 0) == (not left)
        share = Fraction(tenths(progress.done_hours), tenths(progress.total_hours))
        assert progress.percent == int(share * 100)


@given(tracked_steps())
def test_hours_and_counts_add_up(steps):
    progress = calculate(steps)

    said = (
        progress.approved_hours,
        progress.self_reported_hours,
        progress.waived_hours,
    )
    both = (progress.done_hours, progress.remaining_hours)
    parts = progress.bar.parts
    assert sum(map(tenths, both)) == tenths(progress.total_hours)
    assert sum(map(tenths, said)) == tenths(progress.done_hours)
    assert sum(progress.counts.values()) == len(steps)
    assert sum(tenths(part.hours) for part in parts) == tenths(progress.bar.hours)
    assert sum(part.count for part in parts) == len(steps)
    whole = (*said, *both, progress.ticked_hours, *(part.hours for part in parts))
    assert all(hours == tenths(hours) / 10 for hours in whole)


@given(tracked_steps())
def test_suggestions_never_repeat_and_never_name_a_locked_step(steps):
    things = next_things(steps, today=TODAY)
    keys = [things.first.key, *(other.key for other in things.others)]

    assert len(keys) == len(set(keys)) <= 4
    assert not blocked_by(steps).keys() & set(keys)


@given(
    st.builds(Situation, state=st.sampled_from(STATES), is_locked=st.just(value=False))
)
def test_every_main_action_of_an_unlocked_step_is_allowed(situation):
    assert main_action(situation) in allowed_actions(situation)


@given(tracked_steps())
def test_locks_never_close_in_a_circle(steps):
    # What was skipped and is required now can be brought back, so it is left as well.
    def is_left(one):
        is_passed = one.state == "skipped" and not one.is_required
        return one.state not in {"done", "waived"} and not is_passed

    while any(map(is_left, steps)):
        locked = blocked_by(steps)
        opened = {one.key for one in steps if is_left(one) and one.key not in locked}
        assert opened
        steps = [
            replace(one, state="done") if one.key in opened else one for one in steps
        ]
