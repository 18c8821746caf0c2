"""The larger installation of docs/scale/: proxy, two web services, pooler, replica."""

import itertools
import random
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from uuid import uuid4

import psycopg
import pytest
import requests

from careersite.bench.processes import used_between
from tests.platform.journey import learn_and_review, sign_up
from tests.platform.kept_projects import COMPLETE, COUNT, PARTIAL
from tests.platform.larger_site import READS, VICTIMS, kill, larger_site, says_ready
from tests.platform.visitors import (
    OWN,
    PUBLIC,
    WAIT,
    WRITER,
    Answers,
    Visitor,
    in_threads,
    make_writers,
    use_for,
)
from tests.platform.whole_site import processes_of, wait_for

pytestmark = pytest.mark.assure(id="scale")

SECONDS = 20  # of load by people who share the pooler
WRITERS, READERS = 8, 4
BETWEEN = 8  # seconds of undisturbed load before each fault
PACE, PAUSE = 0.3, 0.5  # seconds that a client waits: as a rule, after a failure
TO_DO = 100
# What the pooler itself keeps for each client and hands to the server with a loan.
KEPT_FOR_CLIENTS = {
    "application_name",
    "client_encoding",
    "DateStyle",
    "standard_conforming_strings",
    "TimeZone",
}
# One row: what a session of the server holds that outlives a transaction.
LEFT_OVER = """
    SELECT pg_backend_pid(),
      (SELECT coalesce(array_agg(name::text), '{}') FROM pg_settings
       WHERE source = 'session'),
      (SELECT count(*) FROM pg_prepared_statements),
      (SELECT count(*) FROM pg_cursors WHERE is_holdable),
      (SELECT count(*) FROM pg_listening_channels()),
      (SELECT count(*) FROM pg_locks
       WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
      (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
      coalesce(current_setting('pgtrigger.ignore', true), '')
      || coalesce(current_setting('pghistory.context_metadata', true), '')
      || coalesce(current_setting('careersite.is_stamped', true), '')
      || coalesce(current_setting('careersite.is_whole', true), '')
"""


@pytest.fixture(scope="module")
def site():
    with larger_site() as site:
        yield site


def test_a_learner_and_a_mentor_read_what_they_wrote_while_the_replica_lags(
    site, figure
):
    email = f"{uuid4()}@example.org"
    before = [site.ask(one, READS) for one in (site.replica, site.original)]
    visited = [requests.get(site.address + path, timeout=WAIT) for path in PUBLIC * 3]
    # Counts of a process reach the statistics when its connection rests.
    wait_for(lambda: site.ask(site.replica, READS) > before[0] + 50)
    reads = [
        site.ask(one, READS) - count
        for one, count in zip((site.replica, site.original), before, strict=True)
    ]

    site.run(site.replica, "SELECT pg_wal_replay_pause()")
    try:
        learner = sign_up(site, email)
        mentor = Visitor(site.address, "mentor@example.org")
        verified = learn_and_review(learner, mentor)
        count = f"SELECT count(*) FROM profiles_user WHERE email = '{email}'"  # noqa: S608
        known = [site.ask(one, count) for one in (site.original, site.replica)]
    finally:
        site.run(site.replica, "SELECT pg_wal_replay_resume()")
    wait_for(lambda: site.ask(site.replica, count) == 1)

    figure(
        f"{len(visited)} pages of visitors: {reads[0]} scans of content on the"
        f" replica, {reads[1]} on the original; with the replica held back a learner"
        f" and a mentor went from sign-up to {len(verified)} verified skills and read"
        " each change at once"
    )
    assert {answer.status_code for answer in visited} == {200}
    assert reads[0] > 10 * reads[1]
    assert known == [1, 0]
    assert verified


def test_clients_share_few_connections_and_leave_nothing_in_them(site, figure):
    people = [Visitor(site.address, email) for email in OWN] + [Visitor(site.address)]
    answers = Answers()
    calls = [
        (SECONDS, visitor, answers, number)
        for number, visitor in zip(range(8), itertools.cycle(people))
    ]
    before = site.seconds_used()
    with in_threads(use_for, calls):
        time.sleep(SECONDS / 2)
        console = site.pooled.replace("/careersite?", "/pgbouncer?")
        with psycopg.connect(console, autocommit=True) as connection:
            pools = connection.execute("SHOW POOLS").fetchall()
    used = {
        kind: used_between(before[kind], after)
        for kind, after in site.seconds_used().items()
    }
    export = people[1].get("/mentor/mentees.csv")

    clients = next(pool[2] + pool[3] for pool in pools if pool[0] == "careersite")
    sessions = sessions_behind_the_pooler(site)
    figure(
        f"{len(answers.statuses)} requests, {len(answers.failures)} failed;"
        f" {clients} connections of web services on {len(sessions)} of the server,"
        " which held no setting, prepared statement, cursor, lock, temporary table"
        " or subscription afterwards; processor time per request: "
        + ", ".join(
            f"{kind} {1000 * seconds / len(answers.statuses):.1f} ms"
            for kind, seconds in used.items()
        )
    )
    assert answers.failures == []
    assert export.status_code == 200
    assert clients > len(sessions) > 1
    for pid, settings, *counts, words in sessions:
        assert set(settings) <= KEPT_FOR_CLIENTS, pid
        assert not any(counts), (pid, counts)
        assert words == "", pid


def sessions_behind_the_pooler(site):
    """Return one row for each connection of the pooler, all borrowed at once."""
    found = {}
    with ExitStack() as stack:
        while True:
            client = psycopg.connect(site.pooled)
            stack.callback(client.close)
            try:
                row = client.execute(LEFT_OVER).fetchone()
            except psycopg.OperationalError:
                return list(found.values())  # there are no more to be had
            found[row[0]] = row


@dataclass
class Client:
    """Somebody who goes on whatever happens, and notes what it was answered."""

    visitor: Visitor
    number: int
    seen: list = field(default_factory=list)
    acknowledged: list = field(default_factory=list)
    attempts: int = 0

    def write(self, stop):
        while not stop.is_set():
            self.attempts += 1
            title = f"Kept {self.number}.{self.attempts}"
            body = {"title": title, "skills": ["python", "sql"]}
            if self._note(self.visitor.post, "/api/v1/me/projects/", body):
                self.acknowledged.append(title)

    def read(self, stop):
        chance = random.Random(self.number)  # noqa: S311 - the same walk in every run
        paths = PUBLIC + OWN.get(self.visitor.email, []) * 3
        while not stop.is_set():
            self._note(self.visitor.get, chance.choice(paths))

    def _note(self, send, *what):
        try:
            answer = send(*what)
        except requests.RequestException as error:
            bad = type(error).__name__
        else:
            bad = "" if answer.ok else str(answer.status_code)
        self.seen.append((time.monotonic(), bad))
        time.sleep(PAUSE if bad else PACE)
        return not bad


def test_killed_parts_lose_nothing_acknowledged_and_come_back(site, figure):
    site.manage("shell", "-v0", "-c", make_writers(WRITERS))
    writers = [
        Client(Visitor(site.address, WRITER.format(number)), number)
        for number in range(WRITERS)
    ]
    readers = [
        Client(Visitor(site.address, email), WRITERS + number)
        for number, email in enumerate(["", "", "mentor@example.org", ""])
    ]
    stop, faults, in_a_row = threading.Event(), [], []
    calls = [(Client.write, one, stop) for one in writers]
    calls += [(Client.read, one, stop) for one in readers]
    with in_threads(lambda do, *who: do(*who), calls):
        try:
            for victim in VICTIMS:
                time.sleep(BETWEEN)
                faults.append((victim, time.monotonic()))
                kill(site, victim)
                in_a_row.append(hundred(site))
        finally:
            stop.set()

    sent = [title for one in writers for title in one.acknowledged]
    kept = site.ask(site.original, COMPLETE)
    lost = set(sent) - set(kept)
    partial = site.ask(site.original, PARTIAL)
    wait_for(lambda: site.ask(site.replica, COUNT) == site.ask(site.original, COUNT))
    attempts = sum(one.attempts for one in writers)
    figure(
        f"{WRITERS} clients writing and {READERS} reading: {len(sent)} acknowledged"
        f" of {attempts} sent, {len(lost)} lost, {partial} partial,"
        f" {len(kept) - len(set(kept))} written twice; "
        + "; ".join(story(faults, writers + readers))
        + f"; after each fault {min(in_a_row)} of {TO_DO} in a row answered"
    )
    assert not lost
    assert partial == 0
    assert len(kept) == len(set(kept))
    assert in_a_row == [TO_DO] * len(VICTIMS)


def hundred(site):
    """Return how many of a hundred requests in a row are answered well."""
    learner = Visitor(site.address, "learner@example.org")
    stranger = Visitor(site.address)
    pages = zip(range(TO_DO), itertools.cycle(PUBLIC + OWN["learner@example.org"] * 2))
    answers = [
        (learner if path.startswith(("/me/", "/api/v1/me/")) else stranger).get(path)
        for _, path in pages
    ]
    return sum(answer.status_code == 200 for answer in answers)


def story(faults, clients):
    """Say for each fault what clients saw between it and the next one."""
    ends = [moment for _, moment in faults[1:]] + [float("inf")]
    for (victim, begin), end in zip(faults, ends, strict=True):
        seen = [one for client in clients for one in client.seen]
        during = [(moment, what) for moment, what in seen if begin <= moment < end]
        bad = [(moment, what) for moment, what in during if what]
        counts = Counter(what for _, what in bad)
        said = ", ".join(f"{what} {count} times" for what, count in counts.items())
        last = max((moment for moment, _ in bad), default=begin) - begin
        tail = f" ({said}), the last after {last:.1f} s" if bad else ""
        yield f"{victim} killed: {len(bad)} of {len(during)} failed{tail}"


def test_it_ends_with_all_its_parts_and_starts_again_after_a_kill(site):
    assert site.stop() == 0
    assert processes_of(site.checkout) == []

    site.start()
    assert says_ready(site.port)
    site.kill()
    site.start()  # waits for what the killed one left behind
    assert says_ready(site.port)
    assert requests.get(f"{site.address}/roles/", timeout=WAIT).status_code == 200
