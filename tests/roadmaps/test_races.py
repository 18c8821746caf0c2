"""Many at once: each thread has its own connection, as each web worker has."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from roadmaps.models import Enrollment, PartTick, StepEvent, StepProgress
from roadmaps.services import publishing, tracking, upgrade
from roadmaps.services.plan import read_plan
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import (
    EnrollmentFactory,
    RoadmapVersionFactory,
    StageFactory,
    StepFactory,
    StepPartFactory,
)

pytestmark = [
    pytest.mark.assure(id="tracking-races"),
    pytest.mark.django_db(transaction=True),
]
PARTS = 20
ROUNDS = 200


def at_once(*calls):
    """Run the calls in threads that start together; return results or errors."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def step(db):
    step = StepFactory(stage=StageFactory(), key="python", hours=80)
    for _ in range(PARTS):
        StepPartFactory(step=step)
    return step


def test_fifty_enrollments_at_once_give_one(step, figure):
    learner, now = UserFactory(), timezone.now()
    roadmap = step.version.roadmap

    found = at_once(
        *[lambda: tracking.enroll(learner=learner, roadmap=roadmap, now=now)] * 50
    )

    errors = [one for one in found if isinstance(one, Exception)]
    figure(f"50 at once: {Enrollment.objects.count()} enrollment, {len(errors)} errors")
    assert errors == []
    assert (Enrollment.objects.count(), StepProgress.objects.count()) == (1, 1)


def test_two_tabs_that_finish_a_step_write_one_event(step, figure):
    learner, now = UserFactory(), timezone.now()
    wrong = 0
    for _ in range(ROUNDS):
        enrollment = tracking.enroll(
            learner=UserFactory(), roadmap=step.version.roadmap, now=now
        )
        row = enrollment.step_progress.get()
        tracking.start(progress=row, by=learner, now=now)
        finish = partial(tracking.finish, progress=row, by=learner, now=now)
        at_once(finish, finish)
        events = StepEvent.objects.filter(progress=row, action="finish").count()
        percent = read_plan(enrollment).progress.percent
        wrong += (events, percent) != (1, 100)

    figure(f"{ROUNDS} rounds of two tabs: {wrong} with a second event")
    assert wrong == 0


@pytest.fixture
def newer(step):
    """A newer version with the same step."""
    version = RoadmapVersionFactory(roadmap=step.version.roadmap, number=2)
    stage = StageFactory(version=version, key=step.stage.key)
    new_step = StepFactory(stage=stage, key="python", hours=80)
    for _ in range(PARTS):
        StepPartFactory(step=new_step)
    return version


def upgrade_among_ticks(step, newer, now):
    """Return what went missing and what failed in one round."""
    enrollment = EnrollmentFactory(version=step.version)
    row = enrollment.step_progress.get()
    by, later = enrollment.learner, now + timedelta(seconds=1)
    tick = partial(tracking.tick_part, progress=row, by=by, now=later)
    log = partial(
        tracking.log_time,
        enrollment=enrollment,
        progress=row,
        minutes=30,
        on=now.date(),
        by=by,
        now=later,
    )
    move = partial(
        upgrade.upgrade, enrollment=enrollment, to_version=newer, by=by, now=now
    )
    ticks = [partial(tick, part_key=f"part-{number}") for number in range(1, 5)]
    found = at_once(*ticks, log, log, move)
    enrollment.refresh_from_db()
    lost = [
        PartTick.objects.filter(progress=row).count() != 4,
        row.time_logs.count() != 2,
        enrollment.version_id != newer.pk,
    ]
    return sum(lost), sum(isinstance(one, Exception) for one in found)


def test_an_upgrade_during_ticks_and_hours_loses_nothing(step, newer, figure):
    now = timezone.now()

    found = [upgrade_among_ticks(step, newer, now) for _ in range(ROUNDS)]

    lost, errors = (sum(column) for column in zip(*found, strict=True))
    figure(f"{ROUNDS} upgrades among ticks: {lost} lost, {errors} errors")
    assert (lost, errors) == (0, 0)


def publish_among_learners(editor, now):
    """Return what went missing and what failed while a version without a step came."""
    stage = StageFactory()
    StepFactory.create_batch(3, stage=stage)
    roadmap, old = stage.version.roadmap, stage.version
    draft = publishing.draft_next_version(roadmap=roadmap, by=editor, now=now)
    draft.steps.get(key="step-2").delete()
    enrollment, newcomer = EnrollmentFactory(version=old), UserFactory()
    found = at_once(
        partial(publishing.publish_version, version=draft, by=editor, now=now),
        partial(tracking.enroll, learner=newcomer, roadmap=roadmap, now=now),
        *(
            partial(tracking.start, progress=row, by=row.learner, now=now)
            for row in enrollment.step_progress.all()
        ),
    )
    begun = Enrollment.objects.get(learner=newcomer)
    enrollment.refresh_from_db()
    lost = [
        enrollment.version != old,
        enrollment.step_progress.filter(state="in_progress").count() != 3,
        keys_of(begun.step_progress, "step_key") != keys_of(begun.version.steps, "key"),
    ]
    errors = [one for one in found if isinstance(one, Exception)]
    return sum(lost), len(errors), begun.version == draft


def keys_of(rows, name):
    return sorted(rows.values_list(name, flat=True))


def test_publishing_while_people_begin_and_go_on_loses_nothing(editor, figure):
    now = timezone.now()

    found = [publish_among_learners(editor, now) for _ in range(ROUNDS)]

    lost, errors, newer = (sum(column) for column in zip(*found, strict=True))
    figure(
        f"{ROUNDS} versions published while a learner started 3 steps and one enrolled"
        f" ({newer} in the new version): {lost} lost, {errors} errors"
    )
    assert (lost, errors) == (0, 0)
