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
from tests.kept_rows import keeper

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


@pytest.fixture
def learner(db, kept):
    return kept["learner"].bring_back()


@pytest.fixture
def mentor(db, kept):
    return kept["mentor"].bring_back()


@pytest.fixture
def stage(db, kept):
    return kept["stage"].bring_back()


@pytest.fixture
def first_step(stage, kept):
    return kept["first_step"].bring_back()


@pytest.fixture
def second_step(first_step, kept):
    return kept["second_step"].bring_back()


@pytest.fixture
def optional_step(second_step, kept):
    return kept["optional_step"].bring_back()


@pytest.fixture
def enrollment(learner, optional_step, kept):
    return kept["enrollment"].bring_back()


@pytest.fixture
def row(enrollment):
    """Return the learner's row at the first step."""
    return enrollment.step_progress.get(step_key="python")


@pytest.fixture
def mentorship(enrollment, mentor, kept):
    """Return a mentorship that covers the enrollment."""
    return kept["mentorship"].bring_back()


@pytest.fixture
def done(row, now):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.add_comment(progress=row, by=row.learner, now=now, text="A note")
    return tracking.finish(progress=row, by=row.learner, now=now)
