"""Requests made from the API's description, at the whole site, as everybody."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest
import requests

from careersite.dev.terminal import tool
from tests.platform.conftest import ROOT
from tests.platform.journey import token_of
from tests.platform.reach import OUT_OF_REACH
from tests.platform.visitors import Visitor
from tests.platform.whole_site import FREE, copy_of_this_checkout, manage, running

# Left out are the two checks of which data are taken: a description in JSON Schema
# cannot say all that rules ask for (a published slug, a day that is not over, a step
# that is not locked), so that both would report answers which are right.
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance,unsupported_method,"
    "allow_header_conformance,missing_required_header,ignored_auth,use_after_free,"
    "ensure_resource_availability"
)
SEED = 8
# For a first look; the figure says how many were asked for.
MOST = int(os.environ.get("CAREERSITE_EXAMPLES", "300"))
# The actor before may have begun to delete the account, which ends tokens and sessions.
BRING_BACK = """
from allauth.mfa.models import Authenticator
from profiles.models import User
User.objects.update(leaving_at=None)
Authenticator.objects.all().delete()
"""
MAKE_TOKENS = f"""
import json
from django.utils import timezone
from allauth.mfa.models import Authenticator
from profiles.models import ApiToken, User
from profiles.services import tokens
made = {{}}
ApiToken.objects.all().delete()
for name in ("learner", "mentor", "editor"):
    user, now = User.objects.get(email=name + "@example.org"), timezone.now()
    made[name] = tokens.make_token(
        user=user, name="Trial", scope="write", days=9, by=user, now=now
    )
    ApiToken.objects.filter(pk=made[name].token.pk).update(
        id={OUT_OF_REACH} + made[name].token.pk
    )
editor = User.objects.get(email="editor@example.org")
Authenticator.objects.create(user=editor, type="totp", data={{"secret": "-"}})
print(json.dumps({{name: one.secret for name, one in made.items()}}))
"""


@dataclass
class Actor:
    """Who asks: by a session or a token, how often per operation, of which paths."""

    name: str
    by: str
    examples: int
    paths: str = ""
    boundaries: bool = False  # whether the boundaries of each field are asked for too

    def __post_init__(self):
        self.examples = min(self.examples, MOST)

    def __str__(self):
        by, at = self.by and f" by {self.by}", self.paths and f" at {self.paths}"
        return f"{self.name}{by}{at}"

    @property
    def options(self):
        """Return what schemathesis is told."""
        phases = ("examples", *["coverage"] * self.boundaries, "fuzzing", "stateful")
        return [
            *(f"--max-examples={self.examples}", f"--phases={','.join(phases)}"),
            *([f"--include-path-regex={self.paths}"] if self.paths else []),
        ]


# A learner is asked most: in parts, so that no site is busy when the others are done.
PARTS = [
    "^/api/v1/me/enrollments/",
    "^/api/v1/(?!me/)",
    "^/api/v1/me/[j-z]",
    "^/api/v1/me/(?!enrollments/)[a-i]",
]
BY_TOKEN = [
    *(Actor("learner", "token", 300, part, boundaries=True) for part in PARTS),
    Actor("mentor", "token", 50, boundaries=True),
    Actor("anonymous", "", 50),
    Actor("editor", "token", 50),
]
BY_SESSION = [Actor(name, "session", 50) for name in ("editor", "mentor", "learner")]
SITES = 3  # at which the actors ask at the same time


@dataclass
class Findings:
    """What an actor's requests were answered, and what was not as described."""

    actor: Actor
    statuses: dict[int, int]
    failures: list[str]
    is_complete: bool
    told: str

    @property
    def good(self):
        return sum(count for status, count in self.statuses.items() if status < 300)

    def __str__(self):
        return (
            f"{self.actor}: {self.actor.examples} examples, {self.good} of"
            f" {sum(self.statuses.values())} answered 2xx,"
            f" {max(self.statuses, default=0)} the highest status,"
            f" {len(self.failures)} findings"
        )


@pytest.mark.django_db
def test_each_path_is_in_one_part_of_what_a_learner_asks(client):
    paths = client.get("/api/schema/?format=json").json()["paths"]

    twice_or_never = [
        path for path in paths if sum(bool(re.match(one, path)) for one in PARTS) != 1
    ]
    assert twice_or_never == []


@pytest.mark.assure(id="S36-token")
def test_generated_requests_by_token_are_answered_as_described(figure):
    answered_as_described(BY_TOKEN, figure)


@pytest.mark.assure(id="S36-session")
def test_generated_requests_by_session_are_answered_as_described(figure):
    answered_as_described(BY_SESSION, figure)


def answered_as_described(actors, figure):
    began, waiting = time.monotonic(), SimpleQueue()
    for actor in actors:
        waiting.put(actor)
    with ThreadPoolExecutor(SITES) as sites:
        runs = list(chain.from_iterable(sites.map(findings_of, [waiting] * SITES)))
    minutes = (time.monotonic() - began) / 60

    figure(f"{'; '.join(map(str, runs))}; all in {minutes:.1f} min")
    failures = [f"{run.actor}: {one}" for run in runs for one in run.failures]
    assert not failures, "\n\n".join(failures)
    assert [run.told for run in runs if not run.is_complete] == []
    assert [str(run) for run in runs if not run.good] == []
    assert len(runs) == len(actors)


def findings_of(waiting):
    """Let the actors that wait ask a site, one after the other; return what was found.

    Several sites have actors of the same queue.
    """
    found = []
    with (
        contextmanager(copy_of_this_checkout)() as site,
        running(site, errors=subprocess.DEVNULL, **FREE) as (_, port),
    ):
        address = f"http://127.0.0.1:{port}"
        links = furnish(address, make_tokens(site))
        with suppress(Empty):
            while True:
                found.append(ask_as(waiting.get_nowait(), site, address, links))
    return found


def ask_as(actor, site, address, links):
    """Send generated requests as one actor, with new tokens and a new session."""
    manage(site, "shell", "-v0", "-c", BRING_BACK)
    headers = headers_of(actor, address, site)
    known = {**known_things(address, headers), **links}
    # A directory of pytest's own could be swept away by a later run meanwhile.
    folder = Path(tempfile.mkdtemp(prefix="careersite-test-"))
    report = folder / "report.json"
    command = [
        *(tool("schemathesis"), "run", f"{address}/api/schema/?format=json"),
        *(f"--checks={CHECKS}", *actor.options, "--workers=1"),
        *(f"--seed={SEED}", "--generation-database=none", "--continue-on-failure"),
        "--no-color",
        *(f"--header={name}:{value}" for name, value in headers.items()),
    ]
    done = subprocess.run(
        command,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.platform.schemathesis_hooks",
            "KEPT_OF_ANSWERS": str(report),
            "KNOWN_THINGS": json.dumps(known),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    kept = json.loads(report.read_text()) if report.exists() else {}
    shutil.rmtree(folder)
    statuses = {int(status): many for status, many in kept.get("statuses", {}).items()}
    return Findings(
        actor,
        statuses,
        kept.get("failures", []),
        done.returncode == 0,
        done.stdout[-4000:],
    )


def make_tokens(site):
    """Return a new token of each of three people."""
    return json.loads(manage(site, "shell", "-v0", "-c", MAKE_TOKENS))


def furnish(address, secrets):
    """Let there be a thing of each kind that has an address; return those of links."""

    def made(name, path, **body):
        answer = requests.post(
            f"{address}/api/v1/{path}",
            json=body,
            headers={"Authorization": f"Token {secrets[name]}"},
            timeout=30,
        )
        assert answer.status_code in {200, 201}, (path, answer.text)
        return answer.json()

    enrollment = made("learner", "me/enrollments/", roadmap="ai-engineer")
    number = enrollment["enrollment"]["id"]
    own, step = f"me/enrollments/{number}/", enrollment["steps"][0]["key"]
    made("learner", f"{own}notes/", step=step, text="Read again")
    made("learner", f"{own}personal-steps/", title="A talk", hours="2.0")
    shared = made("learner", "me/share-links/", sections=["skills"], days=9)
    asked = made("learner", "me/invitations/", enrollments=[number], scopes=["steps"])
    link = made("mentor", "mentor/link/")
    return {
        "/api/v1/shared/{token}/": [{"token": token_of(shared)}],
        **{
            f"/api/v1/invitations/{end}": [{"token": token_of(asked)}]
            for end in ("{token}/", "{token}/accept/", "{token}/decline/")
        },
        **{
            f"/api/v1/invitations/from/{end}": [{"token": token_of(link)}]
            for end in ("{token}/", "{token}/accept/")
        },
    }


def headers_of(actor, address, site):
    """Return what the actor sends with each request.

    A session begins before its person has a second factor, which sign-in would ask for.
    """
    headers = session_of(actor, address) if actor.by == "session" else {}
    secrets = make_tokens(site)
    if actor.by == "token":
        headers = {"Authorization": f"Token {secrets[actor.name]}"}
    known = requests.get(f"{address}/api/v1/me/profile/", headers=headers, timeout=30)
    assert known.status_code == (200 if actor.by else 401), (str(actor), known.text)
    return headers


def session_of(actor, address):
    """Return the headers of somebody who signed in as people do."""
    session = Visitor(address, f"{actor.name}@example.org").session
    cookies = session.cookies.get_dict()
    token = next(value for name, value in cookies.items() if "csrf" in name)
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Cookie": sent, "X-CSRFToken": token}


def known_things(address, headers):
    """Return what is there for the actor: path of the description -> its values."""
    ask = Asker(address, headers)
    described = ask("/api/schema/?format=json")["paths"]
    return {path: ask.values_of(path) for path in described if "{" in path}


class Asker:
    """Looks up what can stand in a path."""

    def __init__(self, address, headers):
        self.address, self.headers = address, headers
        self.answers = {}

    def __call__(self, path):
        if path not in self.answers:
            answer = requests.get(self.address + path, headers=self.headers, timeout=30)
            self.answers[path] = answer.json() if answer.ok else {}
        return self.answers[path]

    def rows(self, path):
        found = self(path)
        return found.get("results", []) if isinstance(found, dict) else found

    def values_of(self, path):
        """Return values for the path's names, as many as there are."""
        base, _, rest = path.partition("{")
        name = rest.partition("}")[0]
        if base.endswith("/as/"):
            return [{name: reader} for reader in ("mentor", "link", "public")]
        if base == "/api/v1/mentor/reviews/":
            base = "/api/v1/mentor/queue/"
        if base == "/api/v1/mentor/people/":
            base = "/api/v1/me/mentorships/"
        field = "enrollment" if base == "/api/v1/mentor/mentees/" else name
        if "/me/" in base:
            field = {"enrollment": "id", "slug": "skill"}.get(name, name)
        found = [{name: row[field]} for row in self.rows(base) if field in row]
        if "}" not in rest.partition("}")[2]:
            return found
        return [
            {**first, **inner}
            for first in found
            for inner in self.inner(path, name, first[name])
        ]

    def inner(self, path, name, value):
        """Return values for the second name of a path, below one of the first."""
        filled = path.replace(f"{{{name}}}", str(value))
        if filled.endswith("/object/"):
            return [{"key": "foundations"}]
        if filled.endswith("/skills/{slug}/undo/"):
            return [{"slug": "python"}]
        if "{key}" in filled:
            steps = self(f"/api/v1/me/enrollments/{value}/").get("steps", [])
            return [{"key": step["key"]} for step in steps]
        return self.values_of(filled)
