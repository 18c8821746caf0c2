"""What the embedded server survives."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from careersite.localdb import LocalDatabase, Place
from tests.platform.conftest import (
    USER,
    ask,
    needs_root,
    pids,
    postmaster,
    python,
)

# Faults on purpose: long, and at home among the measurements.
pytestmark = pytest.mark.assure(id="embedded-database")

# Commits numbers one after the other and says each once it is safe.
WRITER = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    for number in range(1_000_000):
        connection.execute("INSERT INTO written VALUES (%s)", [number])
        print(number, flush=True)
"""


def test_a_killed_server_comes_back(database):
    with closing(database.use()) as killed:
        ask(database, "CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(postmaster(database), signal.SIGKILL)
        wait_for(killed.server_has_ended)

        with closing(database.use()):
            assert ask(database, "SELECT answer FROM kept") == 42


def test_no_committed_row_is_lost_when_a_busy_server_is_killed(database):
    with closing(database.use()):
        ask(database, "CREATE TABLE written (number int PRIMARY KEY)")
        with python(WRITER, database.place.url) as writer:
            for _ in range(200):
                last = int(writer.stdout.readline())
            os.kill(postmaster(database), signal.SIGKILL)
            later = writer.communicate(timeout=60)[0].split()
        last = int(later[-1]) if later else last

        with closing(database.use()):
            found = ask(database, "SELECT array_agg(number) FROM written")
        assert set(range(last + 1)) <= set(found)


def test_a_session_that_does_not_notice_the_death_is_ended(database):
    endless = "SELECT count(*) FROM generate_series(1, 1e12::bigint)"
    with closing(database.use()) as killed:
        session = psycopg.pq.PGconn.connect(database.place.url.encode())
        session.send_query(endless.encode())
        os.kill(postmaster(database), signal.SIGKILL)
        wait_for(killed.server_has_ended)

        with closing(database.use()):
            assert ask(database, "SELECT 1") == 1
        session.finish()


def test_a_killed_user_leaves_no_server_behind(checkout, database):
    with python(USER, checkout) as user:
        user.stdout.readline()
        user.kill()

    wait_for(lambda: not pids(database))


def test_a_server_whose_keeper_was_killed_is_used_and_stopped(checkout, database):
    with closing(database.use()) as use:
        keeper = parent_of(postmaster(database))
        os.kill(keeper, signal.SIGKILL)

        assert not use.server_has_ended()
        assert ask(database, "SELECT 1") == 1
    assert pids(database) == []


def test_a_recycled_process_number_is_not_taken_for_the_server(database):
    with closing(database.use()):
        pidfile = database.place.data / "postmaster.pid"
        left = pidfile.read_text()
    with subprocess.Popen(["/bin/sleep", "60"], **database.place.owner.run_as) as other:
        pidfile.write_text(left.replace(left.split()[0], str(other.pid), 1))
        shutil.chown(pidfile, database.place.owner.uid, database.place.owner.gid)

        with closing(database.use()):
            assert ask(database, "SELECT 1") == 1
        assert other.poll() is None
        other.kill()


def test_an_empty_record_of_the_server_is_cleared_away(database):
    pidfile = database.place.data / "postmaster.pid"
    pidfile.touch()
    shutil.chown(pidfile, database.place.owner.uid, database.place.owner.gid)

    with closing(database.use()):
        assert ask(database, "SELECT 1") == 1


def test_deleting_var_under_a_running_server_leads_to_a_new_one(checkout, database):
    use = database.use()
    before = pids(database)
    shutil.rmtree(checkout / "var")
    assert use.has_lost_data()

    with closing(LocalDatabase(checkout).use()):
        assert ask(database, "SELECT 1") == 1
        assert not set(before) & set(pids(database))
        use.close()
        assert not any(is_running(pid) for pid in before)
        assert ask(database, "SELECT 1") == 1


def test_closing_after_var_was_deleted_stops_the_server(checkout, database):
    use = database.use()
    before = pids(database)
    shutil.rmtree(checkout / "var")

    use.close()

    assert not any(is_running(pid) for pid in before)


@needs_root
def test_root_hands_over_to_another_user(database):
    with closing(database.use()):
        assert Path(f"/proc/{postmaster(database)}").stat().st_uid != 0
        assert database.place.data.stat().st_uid == database.place.owner.uid


@needs_root
def test_root_hands_over_to_the_owner_of_the_checkout(checkout):
    shutil.chown(checkout, "games")

    with closing(LocalDatabase(checkout).use()) as use:
        assert use.database.place.data.owner() == "games"


@needs_root
def test_an_ordinary_user_starts_a_server_of_its_own(checkout, fresh):
    shutil.chown(checkout, "games")

    with python(USER, checkout, user="games") as user:
        pid = user.stdout.readline().strip()
        assert pid, user.stderr.read()
        assert Path(f"/proc/{pid}").stat().st_uid == checkout.stat().st_uid
        assert ask(fresh, "SELECT 1") == 1
        user.stdin.close()
        assert user.wait(60) == 0


@needs_root
def test_data_of_another_user_are_refused_with_advice(workspace, checkout):
    with closing(LocalDatabase(checkout).use()):
        pass

    with python(USER, checkout, user="games") as user:
        said = user.communicate(timeout=60)[1]

    assert "belongs to another user" in said


@needs_root
def test_a_closed_directory_has_its_data_outside(closed_checkout):
    database = LocalDatabase(closed_checkout)

    with closing(database.use()):
        assert database.place.home == database.place.outside
        assert ask(database, "SELECT 1") == 1


@needs_root
def test_a_moved_closed_checkout_finds_its_data(closed_checkout):
    first = LocalDatabase(closed_checkout)
    with closing(first.use()):
        ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    moved = LocalDatabase(closed_checkout.rename(closed_checkout.with_name("moved")))

    with closing(moved.use()):
        assert ask(moved, "SELECT answer FROM kept") == 42


@needs_root
def test_a_copied_closed_checkout_has_a_database_of_its_own(closed_checkout):
    with closing(LocalDatabase(closed_checkout).use()):
        pass
    copy = closed_checkout.with_name("copy")
    shutil.copytree(closed_checkout, copy, symlinks=True)

    assert Place(copy).home != Place(closed_checkout).home


@needs_root
def test_data_come_along_when_their_directory_is_closed(workspace, checkout, database):
    with closing(database.use()):
        ask(database, "CREATE TABLE kept AS SELECT 42 AS answer")
    workspace.chmod(0o700)
    closed = LocalDatabase(checkout)

    with closing(closed.use()):
        assert closed.place.home == closed.place.outside
        assert ask(closed, "SELECT answer FROM kept") == 42


@pytest.fixture
def closed_checkout(workspace):
    home = workspace / "home"
    home.mkdir(mode=0o700)
    path = home / "checkout"
    path.mkdir()
    return path


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def is_running(pid):
    """Return whether a process runs; one that has ended has no program."""
    try:
        Path(f"/proc/{pid}/exe").readlink()
    except OSError:
        return False
    return True


def wait_for(is_so, seconds=60):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
