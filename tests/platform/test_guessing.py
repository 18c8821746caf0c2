"""Guessing at the whole site: counted for all workers, and over a restart."""

import subprocess
import time

import pytest
import requests

from tests.platform.visitors import PASSWORD as DEMO_PASSWORD
from tests.platform.visitors import From, Visitor
from tests.platform.whole_site import copy_of_this_checkout, running, wait_for

TRIES = 20
HOURLY = {"API_RATES": "anonymous=20/h,reader=600/min,writer=120/min"}
SECRET = "c" * 32  # of a form, as good as any: it only has to be the cookie's
LOGIN = "/accounts/login/"
SCOPES = {"API_RATES": "anonymous=20/d,reader=20/d,writer=100/d"}
REPORT = {"page": "/roles/", "kind": "other", "text": "It is too long."}
INVITATIONS = "/api/v1/me/invitations/"
MINUTE = 60  # seconds for which account pages remember, see ACCOUNT_RATE_LIMITS
# What is counted -> how many get through, and for how many seconds that is known.
LIMITS = {
    "search": (20, 86_400),
    "export": (20, 86_400),
    "invitations": (20, 86_400),
    "reports": (5, 3600),
    "password reset": (5, MINUTE),
    "sign-up": (20, MINUTE),
}


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


def send(address, path, *, host, headers=(), **fields):
    """Send a form on a connection of its own; return the answer."""
    with requests.Session() as session:
        session.mount("http://", From(host))
        return session.post(
            address + path,
            data={"csrfmiddlewaretoken": SECRET, **fields},
            headers={"Referer": address, **dict(headers)},
            cookies={"csrftoken": SECRET},
            allow_redirects=False,
            timeout=30,
        )


def sign_in(address, password, *, host="127.0.0.1", **headers):
    """Try a password on a connection of its own; return the status."""
    fields = {"login": "learner@example.org", "password": password}
    return send(address, LOGIN, host=host, headers=headers, **fields).status_code


def workers_that_answered(site):
    """Return how many processes have counted a request."""
    files = (site.checkout / "var" / "metrics").glob("counter_*.db")
    return len([file for file in files if any(file.read_bytes())])


@pytest.mark.assure(id="S02")
def test_guesses_are_counted_for_all_workers_and_over_a_restart(site, figure):
    with running(site, errors=subprocess.DEVNULL) as (_, port):
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: all_workers_answer(site, address))
        tries = [sign_in(address, f"wrong {number}") for number in range(TRIES)]
        forged = [
            sign_in(
                address,
                DEMO_PASSWORD,
                **{"X-Forwarded-For": f"10.1.1.{number}", "X-Real-IP": "10.1.1.1"},
            )
            for number in range(TRIES)
        ]
        owner = sign_in(address, DEMO_PASSWORD, host="127.0.0.2")
        workers = workers_that_answered(site)
    with running(site, errors=subprocess.DEVNULL) as (_, port):
        again = sign_in(f"http://127.0.0.1:{port}", "wrong")

    first = tries.index(429) + 1
    figure(
        f"{TRIES} wrong passwords at {workers} workers: 429 from try {first} on, and"
        f" {again} after a restart; {TRIES - forged.count(429)} of {TRIES} with a"
        f" forged forwarding header got through; the owner, from another address,"
        f" signs in ({owner})"
    )
    assert workers > 1
    assert first <= 11
    assert set(tries[first - 1 :]) == {429}
    assert forged == [429] * TRIES
    assert owner == 302
    assert again == 429


def all_workers_answer(site, address):
    requests.get(f"{address}/healthz", timeout=30, headers={"Connection": "close"})
    return workers_that_answered(site) > 1


@pytest.mark.assure(id="S41")
def test_requests_to_the_api_are_counted_for_all_workers_and_over_a_restart(
    site, figure
):
    with running(site, errors=subprocess.DEVNULL, **HOURLY) as (_, port):
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: all_workers_answer(site, address))
        asked = [
            requests.get(f"{address}/api/v1/sources/", timeout=30).status_code
            for _ in range(25)
        ]
    with running(site, errors=subprocess.DEVNULL, **HOURLY) as (_, port):
        address = f"http://127.0.0.1:{port}"
        refused = requests.get(f"{address}/api/v1/sources/", timeout=30)

    figure(
        f"of 25 requests to the API at 20 an hour {asked.count(200)} answered;"
        f" {refused.status_code} after a restart, Retry-After"
        f" {refused.headers.get('Retry-After')} s"
    )
    assert asked == [200] * 20 + [429] * 5
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def invite(learner, enrolled, number):
    """Invite a mentor and take it back, lest too many wait; return the first answer."""
    body = {"scopes": ["steps"], "enrollments": [enrolled]}
    answer = learner.post(INVITATIONS, {**body, "email": f"m{number}@example.org"})
    if answer.status_code == 201:
        learner.delete(f"{INVITATIONS}{answer.json()['invitation']['id']}/")
    return answer


def doors(address):
    """Return what tries each of the things that are limited, given a number."""
    # Each connection is one request's, so that all workers are asked.
    stranger = Visitor(address, host="127.0.0.3", is_kept=False)
    learner = Visitor(address, "learner@example.org", host="127.0.0.4", is_kept=False)
    mentor = Visitor(address, "mentor@example.org", host="127.0.0.4", is_kept=False)
    enrolled = learner.get("/api/v1/me/enrollments/").json()["results"][0]["id"]

    def form(path, **fields):
        return lambda _: send(address, path, host="127.0.0.5", **fields)

    return {
        "search": lambda _: stranger.get("/api/v1/search/?q=python"),
        "export": lambda _: mentor.get("/api/v1/me/export/"),
        "invitations": lambda number: invite(learner, enrolled, number),
        "reports": form("/report/", **REPORT),
        "password reset": form("/accounts/password/reset/", email="nobody@example.org"),
        "sign-up": form("/accounts/signup/", email="none"),
    }


@pytest.mark.assure(id="S41")
def test_each_limit_is_counted_for_all_workers_and_over_a_restart(site, figure):
    passed, since = {}, {}
    with running(site, errors=subprocess.DEVNULL, **SCOPES) as (_, port):
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: all_workers_answer(site, address))
        for name, attempt in doors(address).items():
            since[name] = time.monotonic()
            answers = [attempt(number) for number in range(LIMITS[name][0] + 5)]
            statuses = [one.status_code for one in answers]
            passed[name] = len(statuses) - statuses.count(429)
            assert statuses[passed[name] :] == [429] * statuses.count(429), name
            assert statuses.count(429) >= 5, (name, statuses)
            assert all(int(one.headers["Retry-After"]) > 0 for one in answers[-5:])
    with running(site, errors=subprocess.DEVNULL, **SCOPES) as (_, port):
        tries = doors(f"http://127.0.0.1:{port}")
        again = {name: tries[name](99) for name in reversed(tries)}
        age = {name: time.monotonic() - began for name, began in since.items()}

    known = {name for name, (_, seconds) in LIMITS.items() if age[name] < seconds}
    refused = [name for name in LIMITS if again[name].status_code == 429]
    figure(
        f"tries that got through at 2 workers before 429: {passed}; 429 after a restart"
        f" for {', '.join(refused)} ({round(age['sign-up'])} s after the first sign-up;"
        f" account pages remember {MINUTE} s)"
    )
    for name, (most, _) in LIMITS.items():
        assert passed[name] <= most, name
    for name in known:
        assert name in refused
        assert int(again[name].headers["Retry-After"]) > 0, name
