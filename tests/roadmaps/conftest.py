"""A learner under way on a small roadmap."""

from datetime import UTC, datetime

import pytest

from roadmaps.models import MentoredEnrollment
from roadmaps.services import tracking
from tests.factories.profiles import MentorshipFactory, UserFactory
from tests.factories.roadmaps import (
    StageFactory,
    StepCriterionFactory,
    StepFactory,
    StepSkillFactory,
)
from tests.kept_rows import keeper, kept_row

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture(scope="session")
def kept(django_db_setup, django_db_blocker):
    """Return the rows of the fixtures below by their names; each stands on the last."""
    with django_db_blocker.unblock(), keeper() as keep:
        learner = keep(
            "learner", UserFactory(email="learner@example.com", name="Amara Osei")
        )
        mentor = keep(
            "mentor", UserFactory(email="mentor@example.com", name="Ines Ferreira")
        )
        stage = keep("stage", StageFactory())
        first = StepFactory(stage=stage, key="python", title="Python", hours=10)
        StepCriterionFactory(step=first)
        StepSkillFactory(step=first)
        keep("first_step", first)
        second = StepFactory(stage=stage, key="git", title="Git", hours=6)
        second.prerequisites.add(first)
        keep("second_step", second)
        optional = {"key": "extras", "title": "Extras", "is_required": False}
        keep("optional_step", StepFactory(stage=stage, hours=4, **optional))
        roadmap = stage.version.roadmap
        enrollment = tracking.enroll(learner=learner, roadmap=roadmap, now=NOW)
        keep("enrollment", enrollment)
        mentorship = MentorshipFactory(learner=learner, mentor=mentor)
        MentoredEnrollment.objects.create(mentorship=mentorship, enrollment=enrollment)
        keep("mentorship", mentorship)
    return keep.kept


learner = kept_row("learner")
mentor = kept_row("mentor")
stage = kept_row("stage")
first_step = kept_row("first_step", "stage")
second_step = kept_row("second_step", "first_step")
optional_step = kept_row("optional_step", "second_step")
enrollment = kept_row("enrollment", "learner", "optional_step")


@pytest.fixture
def row(enrollment):
    """Return the learner's row at the first step."""
    return enrollment.step_progress.get(step_key="python")


# A mentorship that covers the enrollment.
mentorship = kept_row("mentorship", "enrollment", "mentor")


@pytest.fixture
def done(row, now):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.add_comment(progress=row, by=row.learner, now=now, text="A note")
    return tracking.finish(progress=row, by=row.learner, now=now)
