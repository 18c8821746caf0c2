from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from roadmaps.models import StepProgress
from roadmaps.services import tracking
from tests.roadmaps.actions import act

State = StepProgress.State


def test_the_first_ticked_part_starts_the_step(row, first_step, now):
    first_step.parts.create(key="one", position=1, title="One", hours=4)

    ticked = act("tick_part", row, now, part_key="one")

    assert ticked.state == State.IN_PROGRESS
    assert row.part_ticks.get().part_key == "one"
    assert row.events.get().action == "tick-part"


def test_a_tick_leaves_the_form_in_the_other_tab_valid(row, first_step, now):
    first_step.parts.create(key="one", position=1, title="One", hours=4)
    act("start", row, now)

    act("tick_part", row, now, part_key="one")

    sent = act("submit", row, now, text="Done.", row_version=2)
    assert sent.state == State.SUBMITTED


def test_a_part_of_another_step_cannot_be_ticked(row, now):
    with pytest.raises(ValidationError):
        act("tick_part", row, now, part_key="nonsense")


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_time_outside_a_day_is_refused(enrollment, now, minutes):
    with pytest.raises(ValidationError):
        tracking.log_time(
            enrollment=enrollment,
            minutes=minutes,
            on=now.date(),
            by=enrollment.learner,
            now=now,
        )


def test_today_is_the_day_where_the_learner_lives(enrollment, now):
    profile = enrollment.learner.profile
    profile.time_zone = "Pacific/Auckland"
    profile.save()
    tomorrow = now.date() + timedelta(days=1)

    log = tracking.log_time(
        enrollment=enrollment,
        minutes=90,
        on=tomorrow,
        by=enrollment.learner,
        now=now + timedelta(hours=6),
    )

    assert log.on == tomorrow


def test_time_cannot_be_logged_for_a_day_to_come(enrollment, now):
    with pytest.raises(ValidationError):
        tracking.log_time(
            enrollment=enrollment,
            minutes=90,
            on=now.date() + timedelta(days=1),
            by=enrollment.learner,
            now=now,
        )


@pytest.mark.parametrize("text", ["", " \n", "x" * 4001])
def test_a_comment_says_something_and_ends(row, now, text):
    with pytest.raises(ValidationError):
        act("add_comment", row, now, text=text)


def test_a_resource_of_another_step_cannot_be_ticked(row, enrollment, now):
    resource = enrollment.roadmap.resources.create(
        step_key="git", key="book", title="Book", provider="P", url="https://e.org"
    )

    with pytest.raises(ValidationError):
        act("tick_resource", row, now, resource=resource)


def test_a_resource_is_ticked_once_and_can_be_unticked(row, enrollment, now):
    resource = enrollment.roadmap.resources.create(
        step_key="python", key="book", title="Book", provider="P", url="https://e.org"
    )
    act("tick_resource", row, now, resource=resource)
    act("tick_resource", row, now, resource=resource)
    assert row.resource_ticks.count() == 1

    act("tick_resource", row, now, resource=resource, is_ticked=False)

    assert row.resource_ticks.count() == 0
    assert row.events.count() == 0
