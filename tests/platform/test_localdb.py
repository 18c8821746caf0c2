"""What the embedded server does on an ordinary day."""

import os
import shutil
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import unquote

import pytest

from careersite.localdb import LocalDatabase, LocalDatabaseError, Place
from careersite.localdb.place import LONGEST_SOCKET
from tests.platform.conftest import USER, ask, pids, postmaster, python

SYSTEM_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def test_the_address_is_known_before_anything_runs(checkout):
    before = list(checkout.iterdir())

    url = Place(checkout).url

    assert url.startswith("postgresql:///careersite?host=")
    assert list(checkout.iterdir()) == before


def test_a_server_with_the_extensions_of_postgresql_starts_from_nothing(fresh):
    with closing(fresh.use()):
        ask(fresh, "CREATE EXTENSION pg_trgm")
        ask(fresh, "CREATE EXTENSION unaccent")

        assert ask(fresh, "SELECT unaccent('Å') || lower('É')") == "Aé"


def test_there_is_no_network_port(database):
    with closing(database.use()):
        assert ask(database, "SHOW listen_addresses") == ""
        assert ask(database, "SHOW unix_socket_permissions") == "0700"


@pytest.mark.assure(id="embedded-database")
def test_data_are_kept_from_one_start_to_the_next(database):
    with closing(database.use()):
        ask(database, "CREATE TABLE kept AS SELECT 42 AS answer")

    with closing(database.use()):
        assert ask(database, "SELECT answer FROM kept") == 42


@pytest.mark.assure(id="embedded-database")
def test_settings_for_other_servers_have_no_effect(database, monkeypatch):
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGHOST", "database.example")
    monkeypatch.setenv("PGDATA", "/nowhere")

    with closing(database.use()):
        assert ask(database, "SELECT current_database()") == "careersite"


@pytest.mark.assure(id="embedded-database")
def test_twelve_starts_at_once_make_one_server(checkout, fresh):
    with ExitStack() as stack:
        users = [stack.enter_context(python(USER, checkout)) for _ in range(12)]
        told = {user.stdout.readline() for user in users}

        assert told == {f"{postmaster(fresh)}\n"}
        for user in users:
            user.stdin.close()
        assert [user.wait(60) for user in users] == [0] * 12
    assert pids(fresh) == []


def test_the_last_user_stops_the_server(database):
    first, last = database.use(), database.use()

    first.close()
    assert database.is_ready()

    last.close()
    assert pids(database) == []


@pytest.mark.assure(id="embedded-database")
def test_a_program_that_replaces_the_user_keeps_the_server(checkout, database):
    become = USER.replace("sys.stdin.read()", "use.outlive_exec()").replace(
        "use.close()", "import os; os.execv('/bin/cat', ['cat'])"
    )

    with python(become, checkout) as user:
        user.stdout.readline()
        assert database.is_ready()
        user.stdin.close()
        user.wait(60)
    wait_until_stopped(database)


@pytest.mark.assure(id="embedded-database")
def test_a_server_told_to_stay_outlives_its_users(database):
    database.stay()
    database.use().close()
    assert database.is_ready()

    assert database.stop() is True
    assert pids(database) == []
    assert database.stop() is False


@pytest.mark.assure(id="embedded-database")
def test_stop_is_obeyed_even_while_somebody_uses_the_server(database):
    with closing(database.use()) as use:
        database.stop()

        assert use.server_has_ended()
        assert database.stop_order.exists()


@pytest.mark.assure(id="embedded-database")
@pytest.mark.parametrize(
    "name", ["a directory, with commas", "x" * 140, 'schön, "quoted" %20']
)
def test_any_name_of_a_directory_will_do(workspace, name):
    checkout = workspace / name
    checkout.mkdir()
    database = LocalDatabase(checkout)

    with closing(database.use()):
        host = Path(unquote(database.place.url.split("host=")[1].split("&")[0]))

        assert len(os.fsencode(host / ".s.PGSQL.5432")) <= LONGEST_SOCKET
        assert ask(database, "SELECT current_database()") == "careersite"


@pytest.mark.assure(id="embedded-database")
def test_a_moved_checkout_finds_its_data(workspace, checkout, database):
    with closing(database.use()):
        ask(database, "CREATE TABLE kept AS SELECT 42 AS answer")
    moved = LocalDatabase(checkout.rename(workspace / "elsewhere"))

    with closing(moved.use()):
        assert ask(moved, "SELECT answer FROM kept") == 42


@pytest.mark.assure(id="embedded-database")
def test_a_checkout_may_move_while_the_server_runs(workspace, checkout, database):
    with closing(database.use()):
        before = postmaster(database)
        moved = LocalDatabase(checkout.rename(workspace / "elsewhere"))

        with closing(moved.use()):
            assert ask(moved, "SELECT 1") == 1
            assert postmaster(moved) == before


@pytest.mark.assure(id="embedded-database")
def test_a_checkout_may_move_away_from_a_long_path(workspace):
    checkout = workspace / ("x" * 140)
    checkout.mkdir()
    first = LocalDatabase(checkout)
    use = first.use()
    ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    moved = LocalDatabase(checkout.rename(workspace / "short"))

    with closing(moved.use()):
        assert ask(moved, "SELECT answer FROM kept") == 42
    use.close()
    shutil.rmtree(first.place.sockets)


@pytest.mark.assure(id="embedded-database")
def test_data_of_another_major_version_are_left_alone_with_advice(database):
    with closing(database.use()):
        pass
    (database.place.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(LocalDatabaseError) as refused:
        database.use()

    assert "written by PostgreSQL 9" in str(refused.value)
    assert "pg_dump" in str(refused.value)


@pytest.mark.assure(id="embedded-database")
def test_a_first_start_that_was_cut_short_is_repeated(database):
    with closing(database.use()):
        pass
    database.place.data.rename(database.place.home / "data.new")
    (database.place.home / "data.new" / "PG_VERSION").unlink()

    with closing(database.use()):
        assert ask(database, "SELECT 1") == 1


@pytest.mark.assure(id="embedded-database")
@pytest.mark.skipif(not SYSTEM_BINARIES, reason="no PostgreSQL of the system here")
def test_the_system_s_own_postgresql_serves_as_well(fresh, monkeypatch):
    monkeypatch.setenv("CAREERSITE_PG_BIN", str(SYSTEM_BINARIES[0]))

    with closing(fresh.use()):
        assert ask(fresh, "SELECT lower('É')") == "é"


def test_programs_that_are_not_there_are_named(database, monkeypatch, tmp_path):
    monkeypatch.setenv("CAREERSITE_PG_BIN", str(tmp_path))

    with pytest.raises(LocalDatabaseError, match=r"no PostgreSQL program .*postgres"):
        database.use()


@pytest.mark.assure(id="embedded-database")
def test_a_start_that_fails_says_what_the_server_said(database):
    with closing(database.use()):
        pass
    with (database.place.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(LocalDatabaseError, match="no_such_setting"):
        database.use()


def wait_until_stopped(database):
    """Wait for the keeper, which looks for users three times a second."""
    with closing(database.use()):
        pass
    assert pids(database) == []
