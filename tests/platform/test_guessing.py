"""Guessing at the whole site: counted for all workers, and over a restart."""

import subprocess

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.platform.visitors import PASSWORD as DEMO_PASSWORD
from tests.platform.whole_site import copy_of_this_checkout, running, wait_for

TRIES = 20
HOURLY = {"API_RATES": "anonymous=20/h,reader=600/min,writer=120/min"}
SECRET = "c" * 32  # of a form, as good as any: it only has to be the cookie's
LOGIN = "/accounts/login/"


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


class From(HTTPAdapter):
    """Comes from another address of this machine."""

    def __init__(self, host):
        self.host = host
        super().__init__()

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, source_address=(self.host, 0), **kwargs)


def sign_in(address, password, *, host="127.0.0.1", **headers):
    """Try a password on a connection of its own; return the status."""
    with requests.Session() as session:
        session.mount("http://", From(host))
        return session.post(
            address + LOGIN,
            data={
                "csrfmiddlewaretoken": SECRET,
                "login": "learner@example.org",
                "password": password,
            },
            headers={"Referer": address, **headers},
            cookies={"csrftoken": SECRET},
            allow_redirects=False,
            timeout=30,
        ).status_code


def workers_that_answered(site):
    """Return how many processes have counted a request."""
    files = (site.checkout / "var" / "metrics").glob("counter_*.db")
    return len({file.stem for file in files})


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
