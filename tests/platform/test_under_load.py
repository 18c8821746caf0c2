"""Under load nothing fails; what was acknowledged outlives every kill."""

import itertools
import os
import signal
import subprocess
import time

import pytest
import requests

from careersite.localdb import LocalDatabase
from tests.platform.conftest import ask, postmaster
from tests.platform.kept_projects import COMPLETE, PARTIAL
from tests.platform.visitors import OWN, Answers, Visitor, in_threads, use_for
from tests.platform.whole_site import (
    FREE,
    copy_of_this_checkout,
    running,
    wait_for,
    web_workers,
)

CLIENTS, SECONDS = 16, 60
WRITERS, WRITES = 4, 1000
WORKER, DATABASE = "worker", "database"
AGAIN = 2  # seconds until everybody can write again when a worker was killed
LONGEST = 600  # seconds: a site that stays away must not hold the test for ever


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


@pytest.fixture
def served(site):
    """Return the running site: its process, its address."""
    with running(site, errors=subprocess.DEVNULL, **FREE) as (process, port):
        yield process, f"http://127.0.0.1:{port}"


def deadlocks(site):
    return ask(
        site.database,
        "SELECT sum(deadlocks)::int FROM pg_stat_database",
    )


@pytest.mark.assure(id="S52")
def test_sixteen_people_for_a_minute_meet_no_failure(site, served, figure):
    _, address = served
    people = [Visitor(address, email) for email in OWN] + [Visitor(address)]
    answers, before = Answers(), deadlocks(site)

    calls = [
        (SECONDS, visitor, answers, number)
        for number, visitor in zip(range(CLIENTS), itertools.cycle(people))
    ]
    with in_threads(use_for, calls):
        pass

    figure(
        f"{len(answers.statuses)} requests in {SECONDS} s by {CLIENTS} clients,"
        f" {len(answers.failures)} failed, {deadlocks(site) - before} deadlocks,"
        f" p50 {answers.slowest_of(0.5)} ms, p95 {answers.slowest_of(0.95)} ms"
    )
    assert answers.failures == []
    assert max(answers.statuses) < 400
    assert deadlocks(site) == before


class Writer:
    """Writes rows one after the other, and remembers those that were acknowledged."""

    def __init__(self, address, number):
        self.visitor = Visitor(address, "learner@example.org")
        self.number = number
        self.acknowledged = {}
        self.attempts = 0
        self.statuses = set()

    def work(self):
        end, share = time.monotonic() + LONGEST, WRITES // WRITERS
        while len(self.acknowledged) < share and time.monotonic() < end:
            self.attempts += 1
            title = f"Kept {self.number}.{self.attempts}"
            body = {"title": title, "skills": ["python", "sql"]}
            try:
                answer = self.visitor.post("/api/v1/me/projects/", body)
            except requests.RequestException:
                continue
            self.statuses.add(answer.status_code)
            if answer.status_code == 201:
                self.acknowledged[title] = time.monotonic()

    def waited_since(self, moment):
        """Return the seconds from a moment to the next acknowledged write."""
        return min(
            (at - moment for at in self.acknowledged.values() if at > moment),
            default=0.0,
        )


def missing_of(site, writers):
    """Return the acknowledged titles that are lost, and how many rows are partial."""
    acknowledged = {title for writer in writers for title in writer.acknowledged}
    lost = acknowledged - set(ask(site.database, COMPLETE))
    return lost, ask(site.database, PARTIAL)


@pytest.mark.assure(id="S54")
def test_killed_workers_and_a_killed_database_lose_no_acknowledged_write(
    site, served, figure
):
    process, address = served
    writers = [Writer(address, number) for number in range(WRITERS)]

    def done():
        return sum(len(writer.acknowledged) for writer in writers)

    killed = {WORKER: [], DATABASE: []}
    with in_threads(Writer.work, [(writer,) for writer in writers]):
        for number, kind in enumerate([WORKER, WORKER, DATABASE, WORKER], 1):
            wait_for(lambda share=number / 5: done() >= share * WRITES)
            database, worker = postmaster(site.database), web_workers(process)[0]
            os.kill(worker if kind == WORKER else database, signal.SIGKILL)
            killed[kind].append(time.monotonic())

    acknowledged = sum(len(writer.acknowledged) for writer in writers)
    lost, partial = missing_of(site, writers)
    attempts = sum(writer.attempts for writer in writers)
    back = {
        kind: max(writer.waited_since(at) for writer in writers for at in moments)
        for kind, moments in killed.items()
    }
    figure(
        f"{acknowledged} acknowledged of {attempts} sent while 3 workers and the"
        f" database were killed: {len(lost)} lost, {partial} partial; everybody wrote"
        f" again {back[WORKER]:.1f} s after a worker was killed,"
        f" {back[DATABASE]:.1f} s after the database"
    )
    assert acknowledged == WRITES
    assert not lost
    assert partial == 0
    assert back[WORKER] < AGAIN


@pytest.mark.assure(id="S53")
def test_while_the_database_is_stopped_everybody_is_told_to_come_back(
    site, served, figure
):
    _, address = served
    visitor = Visitor(address, "learner@example.org")
    writers = [Writer(address, f"away {number}") for number in range(WRITERS)]
    database = LocalDatabase(site.checkout)

    with in_threads(Writer.work, [(writer,) for writer in writers]):
        wait_for(lambda: all(len(writer.acknowledged) > 9 for writer in writers))
        assert database.stop()
        slowest = slowest_refusal(visitor)
        assert visitor.get("/healthz").status_code == 200
        assert visitor.get("/readyz").status_code == 503

        use = database.use()
        began = time.monotonic()
        wait_for(lambda: visitor.get("/readyz").status_code == 200)
        back = time.monotonic() - began
        statuses = [visitor.get("/me/").status_code for _ in range(100)]
    lost, partial = missing_of(site, writers)
    use.close()

    written = sum(len(writer.acknowledged) for writer in writers)
    answered = set.union(*(writer.statuses for writer in writers))
    figure(
        f"{WRITERS} clients writing meanwhile, answered {sorted(answered)}: {written}"
        f" acknowledged, {len(lost)} lost, {partial} partial; 20 answers of 503 with"
        f" Retry-After, the slowest after {slowest:.1f} s; ready {back:.1f} s after the"
        f" start, then {statuses.count(200)} of 100 answered as ever"
    )
    assert slowest < 5
    assert statuses == [200] * 100
    assert answered == {201, 503}
    assert not lost
    assert partial == 0


def slowest_refusal(visitor):
    """Return the seconds after which the slowest page told to come back."""
    slowest = 0.0
    for path in ["/roles/", "/me/", "/api/v1/roles/", "/api/v1/me/gap/"] * 5:
        began = time.monotonic()
        answer = visitor.get(path)
        slowest = max(slowest, time.monotonic() - began)
        assert answer.status_code == 503, path
        assert int(answer.headers["Retry-After"]) > 0
    return slowest
