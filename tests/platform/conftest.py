"""Checkouts in directories of their own, with real servers."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from careersite.localdb import LocalDatabase
from careersite.localdb.home import make_home
from careersite.localdb.place import SHORT_SOCKETS, Owner, Place, installed_binaries
from careersite.localdb.processes import server_processes

ROOT = Path(__file__).resolve().parents[2]
IS_ROOT = os.geteuid() == 0

needs_root = pytest.mark.skipif(not IS_ROOT, reason="hands over to others as root")


@pytest.fixture
def workspace():
    """A directory that every user of the machine may enter."""
    path = Path(tempfile.mkdtemp(prefix="careersite-test-"))
    path.chmod(0o755)
    yield path
    for checkout in (path, *path.rglob("*/")):
        remove_database(checkout)
    shutil.rmtree(path)


@pytest.fixture
def checkout(workspace):
    path = workspace / "checkout"
    path.mkdir()
    return path


@pytest.fixture
def fresh(checkout):
    """A database that was never started."""
    return LocalDatabase(checkout)


@pytest.fixture
def database(checkout, made_data):
    """A database with data from an earlier start: making them takes longest."""
    database = LocalDatabase(checkout)
    make_home(database.place)
    subprocess.run(["/bin/cp", "-a", made_data, database.place.data], check=True)
    return database


@pytest.fixture(scope="session")
def made_data():
    path = Path(tempfile.mkdtemp(prefix="careersite-test-"))
    path.chmod(0o755)
    database = LocalDatabase(path)
    database.use().close()
    yield database.place.data
    remove_database(path)
    shutil.rmtree(path)


def remove_database(checkout):
    """Stop what a test left on, and remove what it left outside the checkout."""
    if not os.path.lexists(checkout / "var" / "postgres"):
        return
    place = Place(checkout)
    LocalDatabase(checkout).stop()
    shutil.rmtree(place.home, ignore_errors=True)
    shutil.rmtree(place.outside, ignore_errors=True)
    if place.sockets.parent == SHORT_SOCKETS:
        shutil.rmtree(place.sockets, ignore_errors=True)


def ask(database, query):
    """Return the first value of a query's answer."""
    with psycopg.connect(database.place.url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def pids(database):
    return server_processes(database.place.data)


def postmaster(database):
    return int((database.place.data / "postmaster.pid").read_text().split()[0])


@contextlib.contextmanager
def python(code, *arguments, user=None):
    """Run Python code in a process of its own, which is killed in the end."""
    options = {"user": user, "group": user, "extra_groups": []} if user else {}
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CAREERSITE_PG_BIN": str(installed_binaries()),
    }
    with subprocess.Popen(
        [python_for(user), "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd="/",
        **options,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def python_for(user):
    """Return an interpreter that `user` can run; the test is skipped without."""
    if user is None:
        return sys.executable
    account = pwd.getpwnam(user)
    owner = Owner(account.pw_uid, account.pw_gid)
    names = ("python3.11", "python3.12", "python3.13", "python3.14")
    found = [Path(sys.executable), *(Path("/usr/bin", name) for name in names)]
    for path in found:
        if path.exists() and owner.can_reach(path.resolve().parent):
            return str(path)
    pytest.skip("no Python >= 3.11 that an ordinary user could run")


# Uses the database of the checkout named, says so, and waits for its input's end.
USER = """
import sys
from pathlib import Path
from careersite.localdb import LocalDatabase
database = LocalDatabase(Path(sys.argv[1]))
use = database.use()
print((database.place.data / "postmaster.pid").read_text().split()[0], flush=True)
sys.stdin.read()
use.close()
"""
