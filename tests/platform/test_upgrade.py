"""The database becomes newer while people use the release before, which goes on."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle

import pytest
import requests
from psycopg.conninfo import conninfo_to_dict

from careersite.dev.test import IN_PROCESS
from tests.platform.conftest import ROOT
from tests.platform.journey import begin_with_mentor
from tests.platform.visitors import (
    OWN,
    PUBLIC,
    WRITER,
    Answers,
    Visitor,
    in_threads,
    make_writers,
)
from tests.platform.whole_site import (
    FREE,
    Site,
    copy_of_this_checkout,
    manage,
    running,
    site_of,
)

# With it came the first tables; a site that runs goes through what came since.
FIRST = "roadmaps/migrations/0001_tables.py"
LEARNERS = 2_000
WRITERS, READERS = 4, 8  # and a mentor
PACE = 0.2  # seconds from one request of a client to its next
BEFORE, AFTER = 5, 15  # seconds of requests before the first migration, after the last
TRIES = 5
GAVE_UP = ("LockNotAvailable", "DeadlockDetected")
# Tests of the release before that fail on newer tables, and why they may.
NOT_OF_THE_SITE = {
    "tests/bench/test_population.py": "fills tables of the bench past their triggers",
}


def git(*arguments):
    """Return what git says of this checkout, which has to know its past."""
    command = ["git", "-C", ROOT, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def fill_with_release_before(checkout):
    """Put there the release that the first tables came with."""
    commits = git("log", "--diff-filter=A", "--format=%H", "--", FIRST).decode()
    files = git("archive", commits.split()[0])
    subprocess.run(["/bin/tar", "-x", "-C", checkout], input=files, check=True)


@contextmanager
def release_before():
    """Make a site of that release."""
    yield from site_of(fill_with_release_before)


@dataclass
class Upgrade:
    """The newer release beside the running one, with the database of that one."""

    site: Site
    url: str

    def manage(self, *arguments):
        """Run a command as docs/operating.md says; return how it ended."""
        program = [sys.executable, self.site.checkout / "dev", "--prepared", "manage"]
        environment = {
            **os.environ,
            "DATABASE_URL": self.url,
            "PGOPTIONS": "-c lock_timeout=2s",
        }
        return subprocess.run(
            [*program, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def missing(self):
        """Return app and name of each migration that is still to come, in order."""
        plan = self.manage("showmigrations", "--plan").stdout.splitlines()
        return [line.split()[2].split(".") for line in plan if line[:3] == "[ ]"]

    def apply(self, app, name):
        """Apply a migration, again where it gave up waiting; return how often."""
        for tries in range(1, TRIES + 1):
            ended = self.manage("migrate", "-v0", app, name)
            if ended.returncode == 0:
                return tries
            assert any(one in ended.stderr for one in GAVE_UP), ended.stderr
        pytest.fail(f"{app}.{name} never got its lock")


Request = Callable[[], requests.Response]


def read(visitor, paths) -> Iterator[Request]:
    """Yield requests for pages, by turns."""
    return (partial(visitor.get, path) for path in cycle(paths))


def learn(learner, mentor) -> Iterator[Request]:
    """Yield what a learner does at a step that a mentor reviews, over and over."""
    step = begin_with_mentor(learner, mentor)
    return (request for turn in count() for request in rounds(learner, step, turn))


def rounds(learner, step, turn):
    yield partial(learner.post, f"{step}/submit/", {"text": f"Round {turn}."})
    yield partial(learner.get, f"{step}/")
    yield partial(learner.post, f"{step}/take-back/", {})
    yield partial(learner.post, f"{step}/log-time/", {"minutes": 5})
    yield partial(learner.get, "/me/")


def go_on(requests_to_come, answers, stop):
    """Send a request each fifth of a second until told to stop."""
    while not stop.is_set():
        began = time.monotonic()
        answers.note("", next(requests_to_come)(), began)
        time.sleep(max(0, began + PACE - time.monotonic()))


@pytest.mark.assure(id="S55")
def test_no_migration_fails_a_request_to_the_release_before(figure):
    with (
        release_before() as older,
        contextmanager(copy_of_this_checkout)() as newer,
        closing(older.database.use()),
    ):
        upgrade = Upgrade(newer, older.database.place.url)
        with running(older, errors=subprocess.DEVNULL, **FREE) as (_, port):
            many = f"--learners={LEARNERS}"
            manage(older, "make_population", many, "--beside-others")
            answers, seconds, tries = migrated(upgrade, older, port)
            said = older.database.log.read_text()
        left = upgrade.missing()
        settings = {"DATABASE_URL": upgrade.url, **FREE}
        with running(newer, errors=subprocess.DEVNULL, **settings) as (_, port):
            newer_statuses = looked_at(f"http://127.0.0.1:{port}")

    figure(
        f"{len(tries)} migrations with {LEARNERS:,} learners while"
        f" {len(answers.statuses)} requests, {len(answers.statuses) / seconds:.0f} a"
        f" second, went to the release before:"
        f" {sum(one >= 400 for one in answers.statuses)} failed, the slowest took"
        f" {max(answers.seconds):.1f} s; {sum(tries) - len(tries)} tries gave up"
        f" waiting; then the newer release answered {newer_statuses.count(200)} of"
        f" {len(newer_statuses)}"
    )
    assert tries
    assert left == []
    assert max(answers.statuses) < 400, said[said.find("ERROR") :][:5000]
    assert set(newer_statuses) == {200}


def migrated(upgrade, older, port):
    """Migrate among requests; return the answers, in how long, and tries of each."""
    address = f"http://127.0.0.1:{port}"
    manage(older, "shell", "-v0", "-c", make_writers(WRITERS))
    mentor = Visitor(address, "mentor@example.org")
    writers = [Visitor(address, WRITER.format(number)) for number in range(WRITERS)]
    work = [learn(writer, mentor) for writer in writers]
    work.append(read(mentor, OWN["mentor@example.org"]))
    work += [read(Visitor(address), PUBLIC[turn:] + PUBLIC) for turn in range(READERS)]

    answers, stop, began = Answers(), threading.Event(), time.monotonic()
    with in_threads(go_on, [(one, answers, stop) for one in work]):
        try:
            time.sleep(BEFORE)
            tries = [upgrade.apply(*one) for one in upgrade.missing()]
            time.sleep(AFTER)
        finally:
            stop.set()
    return answers, time.monotonic() - began, tries


def looked_at(address):
    """Return what everybody is answered at the pages that they read."""
    return [
        Visitor(address, email).get(path).status_code
        for email, paths in {"": PUBLIC, **OWN}.items()
        for path in paths
    ]


@pytest.mark.assure(id="S55")
def test_the_tests_of_the_release_before_pass_on_the_newer_tables(figure):
    """Its tests start from a database that it made itself and that we then migrated.

    So it holds what an upgraded site holds: also the names of the migrations that the
    first ones replaced, which only that release still records and asks for.
    """
    with (
        release_before() as older,
        contextmanager(copy_of_this_checkout)() as newer,
        closing(older.database.use()),
    ):
        manage(older, "migrate", "-v0")
        upgrade = Upgrade(newer, older.database.place.url)
        came = upgrade.missing()
        upgrade.manage("migrate", "-v0").check_returncode()
        left = upgrade.missing()
        first = said_by_tests_of(older, "--numprocesses=2", "--dist=loadfile")
        # What fails beside others is tried once more by itself: of that release we ask
        # what newer tables do to it, not whether its tests ever failed.
        again = said_by_tests_of(older, "--last-failed")
    passed = re.search(r"(\d+) passed", first)
    failed = set(re.findall(r"^(?:FAILED|ERROR) (\S+)::", again, re.MULTILINE))

    figure(
        f"{passed[1] if passed else 0} tests of the release before passed on its tables"
        f" after {len(came)} migrations of this one; files with others, each named with"
        f" its reason: {len(failed)}"
    )
    assert came
    assert left == []
    assert passed, first[-3000:]
    assert failed == {*NOT_OF_THE_SITE}, again[-3000:]


def said_by_tests_of(older, *options):
    """Run a release's tests without a browser, from its database; return the words."""
    place = older.database.place
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", IN_PROCESS, *options],
        cwd=older.checkout,
        env={
            **os.environ,
            "CAREERSITE_TEST_DATABASE": "test_careersite_upgrade",
            "CAREERSITE_TEST_TEMPLATE": conninfo_to_dict(place.url)["dbname"],
            "DATABASE_URL": place.url,
        },
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    ).stdout
