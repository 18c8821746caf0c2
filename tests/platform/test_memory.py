"""What one web process holds after ten thousand requests of all kinds."""

import json
import random
import subprocess
from dataclasses import dataclass, field

import pytest

from careersite.bench.processes import memory_mb
from tests.platform.test_generated_requests import MAKE_TOKENS
from tests.platform.visitors import OWN, PUBLIC, WAIT, Visitor, in_threads
from tests.platform.whole_site import (
    FREE,
    copy_of_this_checkout,
    manage,
    running,
    web_workers,
)

MARKS = (1_000, 5_000, 10_000)
MOST = 150  # MB
# What counts as no growth, from the second mark to the third.
MORE_AT_MOST = 3  # MB
WORDS = ("python", "kubernets", "pay", "sql", "ethics", "mentor", "vision", "agents")
SIGN_IN_EACH = 370  # requests
LEARNER = "learner@example.org"


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


@dataclass
class Person:
    """Somebody who reads here and there, writes now and then, and signs in anew."""

    address: str
    email: str
    token: str = ""
    statuses: list = field(default_factory=list)

    def __post_init__(self):
        self.headers = {"Authorization": f"Token {self.token}"} if self.token else {}
        self._arrive()

    def go_on(self, numbers):
        for number in numbers:
            chance = random.Random(number)  # noqa: S311 - the same walk in every run
            if self.email and number % SIGN_IN_EACH == 0:
                self._arrive()
            self.statuses.append(self._ask(chance).status_code)

    def _arrive(self):
        self.visitor = Visitor(self.address, "" if self.token else self.email)
        self.visitor.session.headers.update(self.headers)

    def _ask(self, chance):
        if self.email and chance.random() < 0.2:
            return self._write(chance)
        searched = f"/search/?q={chance.choice(WORDS)}+{chance.randrange(100)}"
        pages = [*PUBLIC, searched, "/roles/no-such-role/"]
        pages += OWN.get(self.email, []) * 2
        if self.token:
            pages = [path for path in pages if path.startswith("/api/")]
        return self.visitor.get(chance.choice(pages))

    def _write(self, chance):
        """Change what is there, so that pages do not grow with the requests."""
        body = {"headline": f"Number {chance.randrange(10**6)}"}
        path = "/api/v1/me/profile/"
        if self.token:
            return self.visitor.session.patch(
                self.address + path, json=body, timeout=WAIT
            )
        return self.visitor.patch(path, body)


@pytest.mark.assure(id="memory")
def test_a_web_process_holds_no_more_after_ten_thousand_requests(site, figure):
    settings = {**FREE, "WEB_CONCURRENCY": "1"}
    with running(site, errors=subprocess.DEVNULL, **settings) as (process, port):
        address = f"http://127.0.0.1:{port}"
        secrets = json.loads(manage(site, "shell", "-v0", "-c", MAKE_TOKENS))
        (worker,) = web_workers(process)
        people = [Person(address, email) for email in ("", *OWN)]
        people.append(Person(address, LEARNER, secrets["learner"]))
        held, made = [memory_mb(worker)], 0
        for mark in MARKS:
            # All take the next number of one and the same iterator.
            numbers = iter(range(made, mark))
            with in_threads(Person.go_on, [(one, numbers) for one in people]):
                pass
            held.append(memory_mb(worker))
            made = mark
        assert web_workers(process) == [worker]

    statuses = [status for one in people for status in one.statuses]
    marked = zip((0, *MARKS), held, strict=True)
    figure(
        ", ".join(f"{mb:.0f} MB after {mark:,}" for mark, mb in marked)
        + f" mixed requests by {len(people)} people at once, sign-ins among them"
    )
    assert len(statuses) == MARKS[-1]
    assert {200, 404} <= set(statuses)
    assert max(statuses) < 500
    assert held[-1] <= MOST
    assert held[-1] - held[-2] <= MORE_AT_MOST
