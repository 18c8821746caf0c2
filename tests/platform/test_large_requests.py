"""Requests of five thousand parameters and of ten megabytes leave no memory behind."""

import json
import subprocess
import time
from dataclasses import dataclass, field

import pytest
import requests

from careersite.bench.processes import forget_peak, memory_mb
from tests.platform.test_generated_requests import MAKE_TOKENS
from tests.platform.visitors import WAIT, Visitor, in_threads
from tests.platform.whole_site import (
    FREE,
    copy_of_this_checkout,
    manage,
    running,
    web_workers,
)

PARAMETERS, BYTES, PART = 5_000, 10_000_000, 100_000
ALLOWED = 900_000  # bytes that an endpoint reads
ROUNDS, AT_ONCE = 10, 4  # the process has four threads
MOST = 50  # MB that the process may hold more
SLOWEST = 1  # second until a body that is too large is refused
LEARNER = "learner@example.org"
MANY = {f"name{number}": "value" for number in range(PARAMETERS)}
SHORT_MANY = "&".join(f"a{number}=" for number in range(PARAMETERS))


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


@dataclass
class Sender:
    """A learner who sends by a session and by a token, and notes what is answered."""

    address: str
    visitor: Visitor
    token: str
    answers: list = field(default_factory=list)

    def send_all(self):
        """Send each kind of request, some times."""
        for _ in range(ROUNDS):
            for kind, send in KINDS.items():
                began = time.monotonic()
                status = send(self)
                self.answers.append((kind, status, time.monotonic() - began))

    def get(self, path):
        return self._status(self.visitor.session.get, path)

    def form(self, path, **sent):
        token = self.visitor.session.cookies["csrftoken"]
        headers = {"X-CSRFToken": token, "Referer": self.address}
        if "data" in sent:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._status(self.visitor.session.post, path, headers=headers, **sent)

    def json(self, data):
        headers = {
            "Authorization": f"Token {self.token}",
            "Content-Type": "application/json",
        }
        path = "/api/v1/me/projects/"
        return self._status(requests.post, path, headers=headers, data=data)

    def _status(self, send, path, *, headers=None, **sent):
        """Return the status; 413 where the answer came while we were still sending."""
        headers = {**(headers or {}), "Connection": "close"}
        try:
            answer = send(self.address + path, headers=headers, timeout=WAIT, **sent)
        except requests.ConnectionError:
            return 413
        return answer.status_code


PROFILE, RESUME = "/me/profile/", "/me/resume/"
KINDS = {
    "many in an address": lambda one: one.get(f"/search/?{SHORT_MANY}"),
    "many in an address of the API": lambda one: one.get(
        f"/api/v1/roles/?{SHORT_MANY}"
    ),
    "many in a form": lambda one: one.form(PROFILE, data=SHORT_MANY),
    "many in a form with files": lambda one: one.form(
        PROFILE, files={name: (None, value) for name, value in MANY.items()}
    ),
    "many in JSON": lambda one: one.json(json.dumps(MANY)),
    "many in a list": lambda one: one.json(
        json.dumps({"title": "A", "skills": ["x"] * PARAMETERS})
    ),
    "a large form": lambda one: one.form(PROFILE, data=b"headline=" + b"a" * BYTES),
    "a large form of many": lambda one: one.form(PROFILE, data=b"a=b&" * (BYTES // 4)),
    "a large file": lambda one: one.form(
        RESUME, files={"file": ("a.json", b"a" * BYTES)}
    ),
    "a large text in JSON": lambda one: one.json(json.dumps({"title": "a" * BYTES})),
    "a large list in JSON": lambda one: one.json(
        "[" * (BYTES // 2) + "]" * (BYTES // 2)
    ),
    # Just below what is refused by its length, so that all of it is read.
    "as large as may be in JSON": lambda one: one.json(
        json.dumps({"title": "a" * ALLOWED})
    ),
    "as deep as may be in JSON": lambda one: one.json(
        "[" * (ALLOWED // 2) + "]" * (ALLOWED // 2)
    ),
    "a body without a length": lambda one: one.json(
        b"a" * PART for _ in range(BYTES // PART)
    ),
}
LARGE = {kind for kind in KINDS if kind.startswith("a ")}


@pytest.mark.assure(id="S37")
def test_large_requests_leave_no_memory_behind(site, figure):
    settings = {**FREE, "WEB_CONCURRENCY": "1"}
    with running(site, errors=subprocess.DEVNULL, **settings) as (process, port):
        address = f"http://127.0.0.1:{port}"
        token = json.loads(manage(site, "shell", "-v0", "-c", MAKE_TOKENS))["learner"]
        senders = [
            Sender(address, Visitor(address, LEARNER), token) for _ in range(AT_ONCE)
        ]
        (worker,) = web_workers(process)
        for path in ("/", "/search/?q=python", "/me/profile/", "/me/resume/"):
            senders[0].visitor.get(path)
        before = memory_mb(worker)
        forget_peak(worker)
        with in_threads(Sender.send_all, [(one,) for one in senders]):
            pass
        held, peak = memory_mb(worker), memory_mb(worker, "VmHWM")
        assert web_workers(process) == [worker]

    answers = [answer for one in senders for answer in one.answers]
    statuses = {status for _, status, _ in answers}
    slowest, kind = max((seconds, kind) for kind, _, seconds in answers)
    figure(
        f"{len(answers)} requests of {len(KINDS)} kinds with"
        f" {PARAMETERS:,} parameters or {BYTES // 1_000_000} MB, {AT_ONCE} at once,"
        f" answered {sorted(statuses)}: a web process holds {before:.0f} MB before and"
        f" {held:.0f} MB after ({held - before:+.0f}), {peak:.0f} MB at most; the"
        f" slowest took {1000 * slowest:.0f} ms ({kind})"
    )
    assert max(statuses) < 500
    assert {
        kind for kind, status, _ in answers if kind in LARGE and status < 400
    } == set()
    assert {
        kind: taken for kind, _, taken in answers if kind in LARGE and taken > SLOWEST
    } == {}
    assert held - before < MOST
    assert peak - before < MOST
