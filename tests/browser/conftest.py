"""A real Chromium against a real server with the real content."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from procrastinate.contrib.django import app as tasks

from careersite.dev.test import find_chromium
from tests.content import bring_back_content
from tests.groups import make_groups

CHROMIUM = find_chromium() or ""
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


@pytest.fixture(scope="session", autouse=True)
def keep_static_files():
    """Let browsers keep styles and scripts, as they do those of an installation."""
    serve = StaticFilesHandler.serve

    def serve_to_keep(handler, request):
        response = serve(handler, request)
        response["Cache-Control"] = "max-age=3600, immutable"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_to_keep)
        yield


@pytest.fixture
def content(transactional_db, kept_content):
    """All published content, as the site is born with it."""
    cache.clear()  # no table of a model, so its counters outlive a flush
    make_groups()
    bring_back_content(kept_content)


@pytest.fixture
def demo(content, settings):
    """The accounts and histories of the demonstration mode."""
    settings.CAREERSITE_DEMO = True
    call_command("make_demo", verbosity=0)


@pytest.fixture
def session_of(live_server, settings):
    """Return a function: the cookie of a session of somebody's own.

    Each has a client of its own: one that signs in anew ends its session before.
    """

    def sign_in(user):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return {
            "name": name,
            "value": client.cookies[name].value,
            "url": live_server.url,
        }

    return sign_in


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

    return run


@pytest.fixture(scope="session", autouse=True)
def end_the_workers_connections(django_db_setup, django_db_blocker):
    """A worker's own threads keep theirs, which would hold the test database."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
