"""The whole site beside a streaming replica of its database."""

import os
import signal
import subprocess
import time
from contextlib import closing

import psycopg
import pytest
import requests

from careersite.localdb.home import program
from careersite.localdb.place import clean_environment
from tests.platform.conftest import ask
from tests.platform.visitors import PUBLIC, Visitor
from tests.platform.whole_site import copy_of_this_checkout, running

READS = (
    "SELECT coalesce(sum(seq_scan + idx_scan), 0)::int FROM pg_stat_user_tables"
    " WHERE relname LIKE 'roles_%'"
)
FOLLOWS_WITHIN = 30  # seconds


class Replica:
    """A server that follows the site's own, in a directory beside it."""

    def __init__(self, place):
        self.place = place
        self.data = place.home / "replica"
        self.url = place.url.replace("port=5432", "port=5433")

    def _run(self, name, *arguments, **options):
        return subprocess.run(
            [program(self.place, name), *arguments],
            env=clean_environment(),
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            **self.place.owner.run_as,
            **options,
        )

    def make(self):
        source = f"--dbname={self.place.url}"
        self._run("pg_basebackup", "-R", "--checkpoint=fast", "-D", self.data, source)

    def start(self):
        log = self.place.home / "replica-log"
        options = f"-p 5433 -k {self.place.sockets} -c listen_addresses="
        self._run("pg_ctl", "-w", "-D", self.data, "-l", log, "-o", options, "start")

    def stop(self):
        self._run("pg_ctl", "-w", "-D", self.data, "-m", "fast", "stop")

    def kill(self):
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def ask(self, query):
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query).fetchone()[0]


def wait_for(is_so):
    until = time.monotonic() + FOLLOWS_WITHIN
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


@pytest.fixture(scope="module")
def replica(site):
    """A server that follows the site's database, which has all its content."""
    with closing(site.database.use()):
        with running(site, errors=subprocess.DEVNULL):
            pass  # it migrates and loads what is missing
        replica = Replica(site.database.place)
        replica.make()
        replica.start()
        yield replica
        replica.stop()


def statuses(address):
    """Return how visitors were answered, each page once."""
    return {requests.get(f"{address}{path}", timeout=30).status_code for path in PUBLIC}


def title_of(address):
    page = requests.get(f"{address}/roles/ai-engineer/", timeout=30).text
    return page.partition("<h1")[2].partition("</h1>")[0].partition(">")[2].strip()


@pytest.mark.assure(id="replica")
def test_visitors_read_the_replica_and_the_original_while_it_is_away(
    site, replica, figure
):
    original = site.database
    settings = {"DATABASE_REPLICA_URL": replica.url}
    with running(site, errors=subprocess.DEVNULL, **settings) as (_, port):
        address = f"http://127.0.0.1:{port}"
        before = replica.ask(READS), ask(original, READS)
        visited = statuses(address)
        # Counts of a process reach the statistics when its connection rests.
        wait_for(lambda: replica.ask(READS) > before[0] + 50)
        read = replica.ask(READS) - before[0], ask(original, READS) - before[1]

        mine = Visitor(address, "learner@example.org").session
        own = mine.get(f"{address}/roles/ai-engineer/", timeout=30).status_code

        ask(original, "UPDATE roles_role SET title = 'New' WHERE slug = 'ai-engineer'")
        began = time.monotonic()
        wait_for(lambda: title_of(address) == "New")
        behind = time.monotonic() - began

        replica.kill()
        alone = [statuses(address) for _ in range(3)]
        replica.start()
        back = replica.ask(READS)
        wait_for(lambda: statuses(address) == {200} and replica.ask(READS) > back + 50)

    figure(
        f"visitors: {read[0]} scans of content on the replica, {read[1]} on the"
        f" original; a change seen after {behind:.1f} s; replica killed: {alone}"
    )
    assert visited == {200}
    assert read[0] > 10 * read[1]
    assert own == 200
    assert alone[1:] == [{200}, {200}]
    assert alone[0] <= {200, 503}
