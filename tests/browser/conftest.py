"""A real Chromium against a real server with the real content."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from procrastinate.contrib.django import app as tasks

from tests.groups import make_groups

CHROMIUM = os.environ.get("CAREERSITE_CHROMIUM") or shutil.which("chromium") or ""
# Playwright's event loop runs in this thread, which Django would refuse.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic"],
    }


@pytest.fixture
def content(transactional_db):
    """All published content, as the site is born with it."""
    make_groups()
    call_command("seed", verbosity=0)


@pytest.fixture
def demo(content, settings):
    """The accounts and histories of the demonstration mode."""
    settings.CAREERSITE_DEMO = True
    call_command("make_demo", verbosity=0)


@pytest.fixture
def run_tasks(transactional_db):
    """Do what is queued: mail, decisions that came into effect.

    In a thread of its own: the browser's event loop already runs in this one.
    """
    worker = tasks.with_connector(tasks.connector.get_worker_connector())

    def work():
        worker.run_worker(
            wait=False, install_signal_handlers=False, listen_notify=False
        )
        connections.close_all()

    def run():
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(work).result()

    yield run
    with connection.cursor() as cursor:
        # The worker's own threads keep their connections; the next test's do not.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
