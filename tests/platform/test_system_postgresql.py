"""The server that Debian installs is older than the one that comes along."""

import contextlib

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from careersite.backup.address import address_of
from careersite.backup.drill import run_drill
from careersite.backup.files import drop, dump, restore
from tests.platform.conftest import ask
from tests.platform.test_localdb import SYSTEM_BINARIES

pytestmark = [
    pytest.mark.assure(id="embedded-database"),
    pytest.mark.skipif(not SYSTEM_BINARIES, reason="no PostgreSQL of the system here"),
]


@pytest.fixture
def older(fresh, monkeypatch):
    """A server of the system, with a database as the guide has it made."""
    with monkeypatch.context() as only_here:
        only_here.setenv("CAREERSITE_PG_BIN", str(SYSTEM_BINARIES[0]))
        use = fresh.use()
    with contextlib.closing(use):
        ask(fresh, "CREATE ROLE careersite LOGIN CREATEDB")
        ask(fresh, "ALTER DATABASE careersite OWNER TO careersite")
        url = make_conninfo(fresh.place.url, user="careersite")
        monkeypatch.setenv("DATABASE_DIRECT_URL", url)
        with psycopg.connect(url) as session:
            session.execute("CREATE EXTENSION pg_trgm")
            session.execute("CREATE TABLE kept (id serial, answer int)")
            session.execute("INSERT INTO kept (answer) VALUES (42), (43)")
        yield fresh


def test_a_backup_of_the_system_s_server_is_restored_and_proven(older, tmp_path):
    dump(tmp_path / "site.dump")
    restore(tmp_path / "site.dump", into="careersite_2")

    with psycopg.connect(address_of("careersite_2")) as session:
        answers = session.execute("SELECT answer FROM kept ORDER BY 1").fetchall()
    drop("careersite_2")
    assert answers == [(42,), (43,)]
    assert run_drill().is_passed
