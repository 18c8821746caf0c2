"""A step that was skipped while optional and is required in the next version."""

import pytest

from roadmaps.models import (
    Enrollment,
)
from roadmaps.services import tracking
from roadmaps.services.plan import read_plan
from tests.roadmaps.upgrades import move, new_version, row_of, same_steps


@pytest.fixture
def left_out(enrollment, now):
    """A step skipped while optional, moved to a version that requires it."""
    row = row_of(enrollment, "extras")
    tracking.skip(progress=row, reason="Known to me", by=row.learner, now=now)
    return new_version(
        enrollment,
        **same_steps(
            extras={"title": "Extras", "hours": 4, "is_required": True},
            last={"title": "Last", "hours": 2},
        ),
    )


def test_the_difference_says_which_skipped_step_is_required_now(
    client, enrollment, left_out
):
    client.force_login(enrollment.learner)

    page = client.get(f"/me/roadmaps/{enrollment.pk}/upgrade/").content.decode()
    told = client.get(f"/api/v1/me/enrollments/{enrollment.pk}/upgrade/").json()

    assert "is required now: it stays skipped" in page
    fates = {one["key"]: one["is_left_out"] for one in told["newer"]["fates"]}
    assert fates["extras"] is True


def test_a_skipped_step_that_became_required_never_locks_silently(
    client, enrollment, left_out, now
):
    left_out.steps.get(key="last").prerequisites.add(left_out.steps.get(key="extras"))
    move(enrollment, left_out, now)
    client.force_login(enrollment.learner)
    base = f"/me/roadmaps/{enrollment.pk}/"

    board = client.get(f"{base}?view=list").content.decode()
    panel = client.get(f"{base}steps/extras/").content.decode()
    waiting = client.get(f"{base}steps/last/").content.decode()

    assert "You skipped what is required now" in board
    assert "required now: bring it back" in board
    assert "You skipped this step, and it is required now." in panel
    assert "1 later step waits for it" in " ".join(panel.split())
    assert "First comes" in waiting
    main = panel[panel.index("panel-foot") :]
    assert "bring-back/" in main[: main.index("btn btn-main")]


def test_bringing_it_back_lets_the_learner_work_on_it(enrollment, left_out, now):
    move(enrollment, left_out, now)
    row = row_of(enrollment, "extras")

    tracking.bring_back(progress=row, by=row.learner, now=now)

    row.refresh_from_db()
    assert row.state == "not_started"
    assert not read_plan(Enrollment.objects.with_plan().get()).left_out
