"""A learner with something in every section, and readers of all kinds."""

from datetime import UTC, datetime

import pytest

from profiles.models import EarnedCertification, HeldSkill, Mentorship, Project
from profiles.services import sections
from roadmaps.models import MentoredEnrollment
from roadmaps.services import tracking
from tests.factories.profiles import HeldSkillFactory, MentorshipFactory
from tests.factories.roadmaps import StageFactory, StepFactory
from tests.factories.roles import CertificationFactory, SkillFactory

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def enrollment(learner, now):
    step = StepFactory(stage=StageFactory(), key="python", title="Python", hours=10)
    return tracking.enroll(learner=learner, roadmap=step.version.roadmap, now=now)


@pytest.fixture
def full(learner, mentor, enrollment, now):
    """The learner, with something in every section."""
    profile = learner.profile
    profile.handle, profile.headline = "amara", "Bridge builder"
    profile.save()
    HeldSkillFactory(user=learner, skill=SkillFactory(name="Weaving"))
    HeldSkill.objects.create(
        user=learner,
        skill=SkillFactory(name="Welding"),
        verified_level=3,
        verified_on=now.date(),
        verifier=mentor,
        verifier_name="Ines Ferreira",
    )
    Project.objects.create(user=learner, title="A bridge")
    EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(name="Bridge License"),
        issued_on=now.date(),
    )
    row = enrollment.step_progress.get()
    tracking.add_note(progress=row, text="Loops are round", by=learner, now=now)
    return learner


# What shows that a section can be read.
MARKS = {
    "about": "Bridge builder",
    "skills": "Weaving",
    "projects": "A bridge",
    "certifications": "Bridge License",
    "progress": "Python",
    "notes": "Loops are round",
    "calendar": "planned to be done",
}


@pytest.fixture
def mentorship(enrollment, mentor):
    made = MentorshipFactory(learner=enrollment.learner, mentor=mentor, scopes=[])
    MentoredEnrollment.objects.create(mentorship=made, enrollment=enrollment)
    return Mentorship.objects.get(pk=made.pk)


@pytest.fixture
def set_openness(learner, now):
    def set_openness(**wanted):
        sections.set_openness(user=learner, wanted=wanted, by=learner, now=now)

    return set_openness
