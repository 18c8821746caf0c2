"""A fixed clock and short names for what mentoring tests need."""

import asyncio
from datetime import UTC, datetime

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from roadmaps.models import MentoredEnrollment
from roadmaps.services import tracking
from tests.factories.profiles import MentorshipFactory, UserFactory
from tests.factories.roadmaps import (
    EnrollmentFactory,
    StepCriterionFactory,
    StepFactory,
    StepSkillFactory,
)
from tests.kept_rows import keeper, kept_row

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def queued(db):
    """Return the names and arguments of the jobs that wait."""
    return lambda task: [
        job.args
        for job in ProcrastinateJob.objects.filter(task_name=task, status="todo")
    ]


@pytest.fixture
def run_jobs():
    """Work off every job that is due, in this process (transactional tests)."""

    def run():
        worker = app.with_connector(app.connector.get_worker_connector())
        worker.run_worker(
            wait=False, install_signal_handlers=False, listen_notify=False
        )
        # The thread that asks the queue outlives the run: it must start anew.
        asyncio.run(sync_to_async(connections.close_all)())
        with connection.cursor() as cursor:
            # A worker's threads keep their connections; the next test's do not.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    return run


def mentor_of(enrollment, mentor):
    """Let `mentor` review the steps of one enrollment."""
    mentorship = MentorshipFactory(learner=enrollment.learner, mentor=mentor)
    MentoredEnrollment.objects.create(mentorship=mentorship, enrollment=enrollment)
    return mentorship


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
        step = StepFactory(title="Transformers and LLMs", needs_review=True)
        StepCriterionFactory.create_batch(2, step=step)
        StepSkillFactory(step=step)
        keep("step", step)
        enrollment = EnrollmentFactory(learner=learner, version=step.version)
        keep("enrollment", enrollment)
        keep("mentorship", mentor_of(enrollment, mentor))
        row = enrollment.step_progress.get()
        keep("row", tracking.start(progress=row, by=learner, now=NOW))
        tracking.submit(
            progress=row,
            text="I built it.\nIt works.",
            links=["https://example.org/work"],
            question="Is the mask right?",
            by=learner,
            now=NOW,
        )
        keep("submission", row.submissions.get())
    return keep.kept


learner = kept_row("learner")
mentor = kept_row("mentor")
# A step with two criteria that teaches a skill to level 3.
step = kept_row("step")
enrollment = kept_row("enrollment", "learner", "step")
mentorship = kept_row("mentorship", "enrollment", "mentor")


@pytest.fixture
def second_mentor(enrollment):
    second = UserFactory(email="second@example.com", name="Tomasz Nowak")
    mentor_of(enrollment, second)
    return second


# The learner's row at the step, begun.
row = kept_row("row", "enrollment")
# Round 1, waiting for the mentor.
submission = kept_row("submission", "row", "mentorship")


@pytest.fixture
def at_desk(client, mentor):
    client.force_login(mentor)
    return client
