"""Many people at once, each at the whole site with a session of their own."""

import contextlib
import random
import re
import threading
import time
from dataclasses import dataclass, field

import requests
from requests.adapters import HTTPAdapter

PASSWORD = "careersite-demo"
WAIT = 30  # seconds until an answer must be there
PUBLIC = [
    "/",
    "/roles/",
    "/roles/ai-engineer/",
    "/roles/?q=data",
    "/skills/python/",
    "/pay/",
    "/compare/?roles=ai-engineer,data-scientist",
    "/search/?q=kubernets",
    "/roadmaps/ai-engineer/?view=list",
    "/api/v1/roles/",
    "/api/v1/salary-bands/?page_size=50",
]
OWN = {
    "learner@example.org": ["/me/", "/me/gap/", "/me/skills/", "/api/v1/me/gap/"],
    "mentor@example.org": ["/mentor/", "/mentor/mentees/", "/api/v1/mentor/queue/"],
    "new@example.org": ["/me/", "/me/profile/", "/roles/ai-engineer/"],
}
# Learners beside those of the demonstration, lest those who write wait for one another.
WRITER = "writer-{}@example.org"


@dataclass
class Answers:
    """What everybody was answered; several threads write to it."""

    statuses: list = field(default_factory=list)
    seconds: list = field(default_factory=list)
    failures: list = field(default_factory=list)

    def note(self, what, answer, began):
        """Note one answer of the server."""
        self.statuses.append(answer.status_code)
        self.seconds.append(time.monotonic() - began)
        if answer.status_code >= 500:
            self.failures.append((what, answer.status_code))

    def slowest_of(self, share):
        """Return the time, in milliseconds, in which `share` of all were answered."""
        ordered = sorted(self.seconds)
        return round(1000 * ordered[int(len(ordered) * share) - 1])


class From(HTTPAdapter):
    """Comes from another address of this machine."""

    def __init__(self, host):
        self.host = host
        super().__init__()

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, source_address=(self.host, 0), **kwargs)


class Visitor:
    """Somebody with a session, who uses pages and API.

    Comes from `host`; a connection that is not kept is one request's.
    """

    def __init__(self, site, email="", password=PASSWORD, *, host="", is_kept=True):
        self.site = site
        self.email = email
        self.password = password
        self.session = requests.Session()
        if host:
            self.session.mount("http://", From(host))
        if not is_kept:
            self.session.headers["Connection"] = "close"
        if email:
            self._sign_in()

    def get(self, path):
        return self.session.get(self.site + path, timeout=WAIT)

    def post(self, path, body):
        """Send JSON, with the token that a page would send."""
        return self._send(path, json=body)

    def put(self, path, body):
        """Put JSON in the place of what is there."""
        return self._send(path, "PUT", json=body)

    def patch(self, path, body):
        """Change what is named in JSON."""
        return self._send(path, "PATCH", json=body)

    def delete(self, path):
        """Delete what is there."""
        return self._send(path, "DELETE")

    def upload(self, path, name, data):
        """Send a file as the form at `path` does."""
        return self._send(path, files={"file": (name, data)})

    def submit(self, path, **fields):
        """Send a form."""
        return self._send(path, data=fields)

    def _send(self, path, method="POST", **body):
        token = next(
            value for name, value in self.session.cookies.items() if "csrf" in name
        )
        headers = {"X-CSRFToken": token, "Referer": self.site}
        return self.session.request(
            method, self.site + path, headers=headers, timeout=WAIT, **body
        )

    def _sign_in(self):
        form = self.get("/accounts/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        sent = {
            "login": self.email,
            "password": self.password,
            "csrfmiddlewaretoken": token,
        }
        answer = self.session.post(
            f"{self.site}/accounts/login/",
            data=sent,
            headers={"Referer": self.site},
            timeout=WAIT,
            allow_redirects=False,
        )
        assert answer.status_code == 302, answer.status_code


def make_writers(many):
    """Return what makes so many accounts of learners in a shell of the site."""
    return f"""
from allauth.account.models import EmailAddress
from django.utils import timezone
from profiles.models import User
from profiles.services import accounts
for number in range({many}):
    email = "{WRITER}".format(number)
    user = User.objects.create_user(email, "{PASSWORD}")
    accounts.register(user=user, name="Amara Osei", now=timezone.now())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
"""


def use_for(seconds, visitor, answers, number):
    """Read here and there, and write at every fifth step, for some seconds."""
    chance = random.Random(number)  # noqa: S311 - the same walk in every run
    own = OWN.get(visitor.email, [])
    end, step = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        step += 1
        began = time.monotonic()
        path = chance.choice(PUBLIC + own * 3)
        if own and step % 5 == 0:
            path = "/api/v1/me/projects/"
            body = {"title": f"Project {number}.{step}", "skills": ["python"]}
            answer = visitor.post(path, body)
        else:
            answer = visitor.get(path)
        answers.note(path, answer, began)


@contextlib.contextmanager
def in_threads(work, calls):
    """Call `work` with each of `calls` at once; wait for all in the end.

    What one of them raises is raised here.
    """
    raised = []

    def guarded(*call):
        try:
            work(*call)
        except Exception as error:
            raised.append(error)

    threads = [
        threading.Thread(target=guarded, args=call, daemon=True) for call in calls
    ]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
