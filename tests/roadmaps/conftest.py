"""A learner under way on a small roadmap."""

from datetime import UTC, datetime

import pytest

from roadmaps.models import MentoredEnrollment
from roadmaps.services import tracking
from tests.factories.profiles import MentorshipFactory
from tests.factories.roadmaps import (
    StageFactory,
    StepCriterionFactory,
    StepFactory,
    StepSkillFactory,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def stage(db):
    return StageFactory()


@pytest.fixture
def first_step(stage):
    step = StepFactory(stage=stage, key="python", title="Python", hours=10)
    StepCriterionFactory(step=step)
    StepSkillFactory(step=step)
    return step


@pytest.fixture
def second_step(stage, first_step):
    step = StepFactory(stage=stage, key="git", title="Git", hours=6)
    step.prerequisites.add(first_step)
    return step


@pytest.fixture
def optional_step(stage, second_step):
    return StepFactory(
        stage=stage, key="extras", title="Extras", hours=4, is_required=False
    )


@pytest.fixture
def enrollment(learner, optional_step, now):
    return tracking.enroll(
        learner=learner, roadmap=optional_step.version.roadmap, now=now
    )


@pytest.fixture
def row(enrollment):
    """Return the learner's row at the first step."""
    return enrollment.step_progress.get(step_key="python")


@pytest.fixture
def mentorship(enrollment, mentor):
    """Return a mentorship that covers the enrollment."""
    made = MentorshipFactory(learner=enrollment.learner, mentor=mentor)
    MentoredEnrollment.objects.create(mentorship=made, enrollment=enrollment)
    return made


@pytest.fixture
def done(row, now):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.add_comment(progress=row, by=row.learner, now=now, text="A note")
    return tracking.finish(progress=row, by=row.learner, now=now)
