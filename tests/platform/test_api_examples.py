"""Records what the whole site answers, as the examples of the API's description."""

import json
import subprocess

import pytest
import requests

from careersite.common.api_examples import PATH, operations
from tests.platform.conftest import ROOT
from tests.platform.test_generated_requests import (
    MAKE_TOKENS,
    furnish,
    known_things,
)
from tests.platform.visitors import PASSWORD
from tests.platform.whole_site import copy_of_this_checkout, manage, running

TODAY = "2026-05-04"
# What is sent, by the name of what the description calls the body.
BODIES = {
    "Sharing": {"enrollments": [1], "scopes": ["steps", "notes"]},
    "EarnedCertification": {
        "issued_on": TODAY,
    },
    "Password": {"password": PASSWORD},
    "EducationEntry": {"institution": "Open University", "area": "Computing"},
    "EvidenceLink": {"step": "python-basics"},
    "Enroll": {"roadmap": "data-scientist"},
    "Note": {"step": "python-basics", "text": "Read chapter 3 again."},
    "PersonalStep": {"title": "Give a talk at the meetup", "hours": "4.0"},
    "LoggedTime": {"on": TODAY, "minutes": 90},
    "TakeCredit": {"steps": []},
    "Plan": {"hours_per_week": "8.0", "target_date": "2027-06-30"},
    "Reset": {"word": "start over"},
    "Version": {"version": 2},
    "Help": {"needs_help": True},
    "Action": {},
    "Comment": {"text": "Which of the two data sets shall I take?"},
    "LogTime": {"minutes": 45},
    "Skip": {"reason": "I know this from my last job."},
    "Start": {"override": True},
    "Submit": {"text": "The notebook is done; see the link.", "question": "Enough?"},
    "TickPart": {"part": "first"},
    "TickResource": {"resource": "first"},
    "Waive": {"ground": "I have taught this for two years."},
    "MarkQuestion": {"question": 1, "mark": "partly"},
    "Invite": {"enrollments": [1], "scopes": ["steps"], "email": "ines@example.org"},
    "ResumeFile": {"text": '{"basics": {"name": "Amara Osei"}}', "keep": False},
    "Abuse": {"text": "Wrote to me in a way that I do not want."},
    "NoticeWishes": {"comment": "daily"},
    "Text": {"kind": "posting", "text": "You know Python, SQL and Docker."},
    "Keep": {"skills": {"python": 3}},
    "Visibility": {"handle": "amara", "skills": "link"},
    "Profile": {"headline": "Data analyst on the way to AI engineering"},
    "Project": {"title": "Churn model", "skills": ["python"]},
    "KeepResult": {"answers": {"code": 4}},
    "Share": {"sections": ["skills"], "days": 30},
    "Claims": {"levels": {"python": 3, "sql": 2}},
    "Claim": {"claimed_level": 3},
    "WorkEntry": {"employer": "Harbor Logistics", "position": "Data analyst"},
    "PrivateNote": {"note": "Likes short answers."},
    "Reply": {"title": "Well done", "text": "Well done: all criteria are met."},
    "Draft": {"message": "Good work.", "criteria": {}, "skills": {}},
    "Decision": {"decision": "comment"},
    "Terms": {"review_days": [1, 3], "items_per_week": 5},
}
# Queries without which there is nothing to answer.
QUERIES = {
    "/api/v1/compare/": {"roles": "ai-engineer,data-scientist"},
    "/api/v1/search/": {"q": "python"},
    "/api/v1/quiz/ranking/": {"a-code": 4},
}
LAST = ("/reset/", "/leave/", "/end/", "/block/", "/me/deletion/")


def turn(operation):
    """Return the place in which an operation is tried: what ends things comes last."""
    return [operation.path.endswith(end) for end in reversed(LAST)]


# Where whoever reads the description finds the site.
READERS_ADDRESS = "https://careersite.example"


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


@pytest.mark.assure(id="api-examples")
def test_examples_of_the_api_are_what_the_site_answers(site, figure):
    with running(site, errors=subprocess.DEVNULL) as (_, port):
        address = f"http://127.0.0.1:{port}"
        secrets = json.loads(manage(site, "shell", "-v0", "-c", MAKE_TOKENS))
        links = furnish(address, secrets)
        description = requests.get(
            f"{address}/api/schema/?format=json", timeout=60
        ).json()
        recorder = Recorder(address, secrets, links, description)
        for operation in sorted(operations(description), key=turn):
            recorder.ask(operation)

    examples = recorder.examples
    asked = len(operations(description))
    figure(
        f"{recorder.answered} of {asked} operations answered 2xx; refused were"
        f" {', '.join(recorder.refused)}"
    )
    assert recorder.answered > 0.7 * asked
    text = json.dumps(dict(sorted(examples.items())), indent=1, ensure_ascii=False)
    (ROOT / PATH).write_text(text.replace(address, READERS_ADDRESS) + "\n")


class Recorder:
    """Asks operation by operation and keeps what was sent and answered."""

    def __init__(self, address, secrets, links, description):
        self.address, self.description = address, description
        self.headers = {
            name: {"Authorization": f"Token {secret}"}
            for name, secret in secrets.items()
        }
        self.known = {
            name: {**known_things(address, headers), **links}
            for name, headers in self.headers.items()
        }
        (first, *_) = self.known["learner"]["/api/v1/certifications/{slug}/"]
        (project, *_) = self.known["learner"]["/api/v1/me/projects/{id}/"]
        self.filled = {
            "EarnedCertification": {"certification": first["slug"]},
            "EvidenceLink": {"project": project["id"]},
        }
        self.examples, self.answered, self.refused = {}, 0, []

    def ask(self, operation):
        """Send one request; keep its body, and the answer where it is the main one."""
        if operation.id == "v1_me_tokens_destroy":
            return  # it would be the token that all of this is asked with
        name = "mentor" if "/v1/mentor/" in operation.path else "learner"
        values = self.known[name].get(operation.path) or [{}]
        body = None
        if operation.body:
            kind = operation.body.removeprefix("Patched")
            body = {**BODIES[kind], **self.filled.get(kind, {})}
            self.examples[operation.id] = {"request": body}
        answer = requests.request(
            operation.method,
            self.address + operation.path.format_map(Filled(values[0])),
            params=QUERIES.get(operation.path),
            json=body,
            headers=self.headers[name],
            timeout=30,
        )
        if answer.ok:
            self.answered += 1
        else:
            self.refused.append(f"{operation.id} ({answer.status_code})")
        if answer.ok and answer.content and operation.answer:
            kept = self.examples.setdefault(operation.id, {})
            kept["response"] = shortened(answer.json())


class Filled(dict):
    """Values of a path; what is not known there is a number."""

    def __missing__(self, name):
        return 1


def shortened(value):
    """Return an answer with one row of each list."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:1]]
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    return value
