"""Editors see where learners stop and what they do not know, in figures alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import InterviewMark
from roadmaps.models import Enrollment, StepProgress
from roles.services.health import concerns
from roles.tasks import count_care
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import (
    EnrollmentFactory,
    RoadmapVersionFactory,
    StageFactory,
    StepFactory,
)
from tests.factories.roles import CertificationFactory, InterviewQuestionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def texts(key, *, days=0):
    found = concerns(today=(NOW + timedelta(days=days)).date())
    return [one.text for one in next(c for c in found if c.key == key).findings]


def test_a_step_that_five_learners_left_is_listed_and_names_nobody(client, editor):
    step = StepFactory(title="Statistics")
    learners = [EnrollmentFactory(version=step.version) for _ in range(7)]
    StepProgress.objects.update(state="in_progress", last_activity_at=NOW)
    skipped, left, idle = learners[:2], learners[2:4], learners[4:5]
    StepProgress.objects.filter(enrollment__in=skipped).update(state="skipped")
    Enrollment.objects.filter(pk__in=[one.pk for one in left]).update(status="left")
    four = texts("left-steps")
    StepProgress.objects.filter(enrollment__in=idle).update(
        last_activity_at=NOW - timedelta(weeks=7)
    )

    five = texts("left-steps", days=1)

    assert four == []
    assert five == [f"{step.version.roadmap}, {step}: 5 of 7"]
    client.force_login(editor)
    page = client.get("/admin/care/").content.decode()
    assert not [one for one in learners if one.learner.email in page]


def test_the_list_opens_with_what_the_worker_counted(client, editor, now):
    step = StepFactory(title="Statistics")
    for _ in range(5):
        EnrollmentFactory(version=step.version)
    StepProgress.objects.update(state="skipped", last_activity_at=now)
    count_care(0)
    client.force_login(editor)

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/admin/care/").content.decode()

    assert "Statistics: 5 of 5" in page
    assert not [one for one in asked if "roadmaps_stepprogress" in one["sql"]]


def test_a_question_that_five_learners_marked_not_is_listed():
    question, easy = InterviewQuestionFactory(), InterviewQuestionFactory()
    for number in range(6):
        learner = UserFactory()
        mark(learner, question, "not" if number < 5 else "know")
        mark(learner, easy, "not" if number < 4 else "know")

    assert texts("missed-questions") == [f"{question}: 5 of 6"]


def test_steps_that_ask_for_a_retired_certification_are_listed():
    gone = CertificationFactory(name="Gone", standing="retired")
    step = StepFactory(title="Earn it", certification=gone)
    StepFactory(certification=CertificationFactory())
    StepFactory(stage__version__roadmap__status="archived", certification=gone)
    listed = texts("retired-in-steps")
    newer = RoadmapVersionFactory(roadmap=step.version.roadmap, number=2)
    StepFactory(stage=StageFactory(version=newer), title="Something else")

    superseded = texts("retired-in-steps", days=1)

    assert listed == [f"{step.version.roadmap}, {step}: Gone"]
    assert superseded == []


def mark(learner, question, word):
    InterviewMark.objects.create(
        user=learner,
        question=question,
        mark=word,
        number=1,
        misses=int(word == "not"),
        marked_at=NOW,
    )
