"""The cast of all tests."""

import gc
import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck

from careersite.printed_pay import read_pay_table
from tests.content import bring_back_content
from tests.desk import at_desk
from tests.factories.profiles import StaffFactory, UserFactory
from tests.groups import group
from tests.kept_rows import CHANGE_STAMP, STAMP, reserve_numbers

QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


def pytest_configure():
    """Do without what costs time and is tested where it is the point.

    Each new client would walk over the static files that were collected; a hash of
    Argon2 is slow on purpose; to truncate makes the files of all tables anew.
    """
    DatabaseOperations.sql_flush = delete_rows
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS.insert(0, QUICK_HASHER)
    # No test may fail by the clock: a busy machine makes each example slow. Each run
    # draws other examples; `--hypothesis-profile=thorough` draws many at once.
    clockless = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    hypothesis.settings.register_profile("quick", max_examples=25, **clockless)
    hypothesis.settings.register_profile("thorough", max_examples=1_000, **clockless)
    hypothesis.settings.load_profile("quick")


def delete_rows(operations, style, tables, **options):
    """Return the statements that empty tables which hold few rows."""
    del style, options
    names = map(operations.quote_name, tables)
    return [
        "SET session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in names),  # noqa: S608
        # A database that was migrated has one, and no trigger writes it here.
        *([CHANGE_STAMP] if STAMP in tables else []),
        "SET session_replication_role = origin",
    ]


def pytest_collection_finish():
    """Let the collector of garbage leave alone what lives as long as the run."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Leave room in a new database for rows that are kept."""
    with django_db_blocker.unblock():
        reserve_numbers()


@pytest.fixture
def real_hashers(settings):
    """Hash passwords as the site does."""
    settings.PASSWORD_HASHERS = [
        one for one in settings.PASSWORD_HASHERS if one != QUICK_HASHER
    ]


@pytest.fixture
def learner(db):
    return UserFactory(email="learner@example.com", name="Amara Osei")


@pytest.fixture
def signed_in(client, learner):
    """The learner at the site."""
    client.force_login(learner)
    return client


@pytest.fixture
def other_learner(db):
    return UserFactory(email="other@example.com", name="Jonas Weber")


@pytest.fixture
def mentor(db):
    return UserFactory(email="mentor@example.com", name="Ines Ferreira")


@pytest.fixture
def editor(db):
    user = StaffFactory(email="editor@example.com", name="Edda Itor")
    user.groups.add(group("Editors"))
    return user


@pytest.fixture
def publisher(db):
    user = StaffFactory(email="publisher@example.com", name="Pia Blisher")
    user.groups.add(group("Publishers"))
    return user


@pytest.fixture
def edda(editor):
    """The editor at the desk."""
    return at_desk(editor)


@pytest.fixture
def pia(publisher):
    """The publisher at the desk."""
    return at_desk(publisher)


@pytest.fixture
def operator(db):
    return StaffFactory(email="operator@example.com", is_superuser=True)


@pytest.fixture(scope="session")
def kept_content(tmp_path_factory, worker_id):
    """Return the file in which all processes of this run keep the content's rows."""
    base = tmp_path_factory.getbasetemp()
    own = base if worker_id == "master" else base.parent
    return Path(os.environ.get("CAREERSITE_TEST_CONTENT") or own) / "content"


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker, kept_content):
    """Hold all real content for the tests of one module; they also need `db`."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield bring_back_content(kept_content)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def queue_left_empty(request, django_db_blocker):
    """Empty the queue of jobs after tests that commit: a flush passes it by."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def pay_table():
    """Every pay figure of the five documents, written apart from the fixtures."""
    return read_pay_table()


@pytest.fixture
def figure(record_property):
    """State what a test counted or measured, such as `figure("p95 310 ms")`."""
    return lambda text: record_property("figure", text)
