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
        self.acknowledged = []
        self.attempts = 0
        self.longest_gap = 0.0

    def work(self):
        last = time.monotonic()
        end, share = last + LONGEST, WRITES // WRITERS
        while len(self.acknowledged) < share and time.monotonic() < end:
            self.attempts += 1
            title = f"Kept {self.number}.{self.attempts}"
            body = {"title": title, "skills": ["python", "sql"]}
            try:
                answer = self.visitor.post("/api/v1/me/projects/", body)
            except requests.RequestException:
                continue
            if answer.status_code == 201:
                self.acknowledged.append(title)
                now = time.monotonic()
                self.longest_gap, last = max(self.longest_gap, now - last), now


@pytest.mark.assure(id="S54")
def test_killed_workers_and_a_killed_database_lose_no_acknowledged_write(
    site, served, figure
):
    process, address = served
    writers = [Writer(address, number) for number in range(WRITERS)]

    def done():
        return sum(len(writer.acknowledged) for writer in writers)

    with in_threads(Writer.work, [(writer,) for writer in writers]):
        for victim in range(4):
            wait_for(lambda share=(victim + 1) / 5: done() >= share * WRITES)
            if victim == 2:
                os.kill(postmaster(site.database), signal.SIGKILL)
            else:
                os.kill(web_workers(process)[0], signal.SIGKILL)

    acknowledged = {title for writer in writers for title in writer.acknowledged}
    complete = ask(site.database, COMPLETE)
    lost = acknowledged - set(complete)
    partial = ask(site.database, PARTIAL)
    attempts = sum(writer.attempts for writer in writers)
    gap = max(writer.longest_gap for writer in writers)
    figure(
        f"{len(acknowledged)} acknowledged of {attempts} sent while 3 workers and the"
        f" database were killed: {len(lost)} lost, {partial} partial; the longest"
        f" time without an acknowledged write was {gap:.1f} s"
    )
    assert len(acknowledged) == WRITES
    assert not lost
    assert partial == 0


@pytest.mark.assure(id="S53")
def test_while_the_database_is_stopped_everybody_is_told_to_come_back(
    site, served, figure
):
    _, address = served
    visitor = Visitor(address, "learner@example.org")
    database = LocalDatabase(site.checkout)
    assert database.stop()

    slowest = 0.0
    for path in ["/roles/", "/me/", "/api/v1/roles/", "/api/v1/me/gap/"] * 5:
        began = time.monotonic()
        answer = visitor.get(path)
        slowest = max(slowest, time.monotonic() - began)
        assert answer.status_code == 503, path
        assert int(answer.headers["Retry-After"]) > 0
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/readyz").status_code == 503

    use = database.use()
    began = time.monotonic()
    wait_for(lambda: visitor.get("/readyz").status_code == 200)
    back = time.monotonic() - began
    statuses = [visitor.get("/me/").status_code for _ in range(100)]
    use.close()

    figure(
        f"20 answers of 503 with Retry-After, the slowest after {slowest:.1f} s;"
        f" ready {back:.1f} s after the start, then {statuses.count(200)} of 100"
        " answered as ever"
    )
    assert slowest < 5
    assert statuses == [200] * 100
