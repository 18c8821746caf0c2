"""A fixed clock and short names for what mentoring tests need."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

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

    return run
