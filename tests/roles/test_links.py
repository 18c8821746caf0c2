"""Links are checked politely, and nothing inside is ever asked."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from roles.links import Outcome, RefusedError, ask, is_public, resolve_public
from roles.models import LinkCheck
from roles.services.health import concerns
from roles.services.links import check_links
from tests.factories.roles import (
    CertificationFactory,
    GuidanceFactory,
    ProviderFactory,
    RoleFactory,
)


@contextmanager
def listener(answers):
    """Serve `answers`, path -> (status, headers); yield its address and its hits."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append((self.path, self.headers["Host"]))
            status, headers = answers.get(self.path, (200, {}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield server.server_port, hits
    finally:
        server.shutdown()
        server.server_close()


def to_listener(host, port):
    """Stand in for the open internet: names that end in .test lead to the listener."""
    if not host.endswith(".test"):
        return resolve_public(host, port)
    return ["127.0.0.1"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:53aa:64c:0:1:2:3",
    ],
)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://name:secret@inside.test:{port}/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://outside.test:{port}/to-inside",
        "http://outside.test:{port}/to-file",
    ],
)
def test_nothing_inside_is_asked_directly_or_by_redirect(url):
    answers = {}
    with listener(answers) as (port, hits):
        answers["/to-inside"] = (302, {"Location": f"http://127.0.0.1:{port}/secret"})
        answers["/to-file"] = (301, {"Location": "file:///etc/passwd"})
        answer = ask(url.format(port=port), resolve=to_listener)

    assert answer.outcome == Outcome.REFUSED
    assert [path for path, _ in hits if not path.startswith("/to-")] == []


def test_the_name_is_never_resolved_a_second_time():
    """The connection goes to the address that was looked at."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return to_listener(host, port)

    with listener({}) as (port, hits):
        answer = ask(f"http://only-here.test:{port}/a?b=c", resolve=resolve)

    assert answer.outcome == Outcome.FINE
    assert asked == ["only-here.test"]
    assert hits == [("/a?b=c", f"only-here.test:{port}")]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.FINE),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (403, Outcome.UNCLEAR),
        (429, Outcome.UNCLEAR),
        (503, Outcome.SILENT),
    ],
)
def test_the_answer_says_what_became_of_a_link(status, outcome):
    with listener({"/x": (status, {})}) as (port, _):
        answer = ask(f"http://site.test:{port}/x", resolve=to_listener)

    assert (answer.outcome, answer.status) == (outcome, status)


def test_odd_addresses_and_endless_redirects_are_silent():
    with listener({"/round": (302, {"Location": "/round"})}) as (port, hits):
        round_trip = ask(f"http://site.test:{port}/round", resolve=to_listener)
        accents = ask(f"http://site.test:{port}/ü b\r\nX: y", resolve=to_listener)
    gone = ask(f"http://site.test:{port}/", resolve=to_listener)
    odd = ask("http://[half", resolve=to_listener)

    assert round_trip.outcome == gone.outcome == odd.outcome == Outcome.SILENT
    assert accents.outcome == Outcome.FINE
    assert len([path for path, _ in hits if path == "/round"]) == 6


def test_a_name_with_one_private_address_is_refused_whole():
    with pytest.raises(RefusedError, match="private"):
        resolve_public("localhost", 80)


@pytest.mark.django_db
def test_what_is_gone_is_on_the_list_of_care_and_asked_again_next_day():
    now = timezone.now()
    with listener({"/gone": (404, {}), "/down": (503, {})}) as (port, hits):
        for path in ("gone", "down", "fine", "draft"):
            CertificationFactory(
                name=path.title(),
                url=f"http://site.test:{port}/{path}",
                status="draft" if path == "draft" else "published",
            )
        first = check_links(now=now, resolve=to_listener, pause=0)
        again = check_links(now=now, resolve=to_listener, pause=0)
        after_one = broken_texts(now)
        later = check_links(now=now + timedelta(days=1), resolve=to_listener, pause=0)

    assert (first, again, later) == (3, 0, 2)
    assert [text.partition(":")[0] for text in after_one] == ["Gone"]
    assert {text.partition(":")[0] for text in broken_texts(now)} == {"Gone", "Down"}
    assert "answered 404" in after_one[0]
    assert not [path for path, _ in hits if path == "/draft"]


@pytest.mark.django_db
def test_links_of_advice_and_of_providers_are_checked_where_readers_see_them():
    now = timezone.now()
    with listener({}) as (port, hits):

        def at(path):
            return f"http://site.test:{port}/{path}"

        draft = RoleFactory(status="draft")
        GuidanceFactory(url=at("advice"))
        GuidanceFactory(url=at("hidden"), role=draft)
        GuidanceFactory(url=at("promotion"), is_promotional=True)
        ProviderFactory(slug="unused", url=at("unused"))
        provider = ProviderFactory(slug="used", url=at("provider"))
        CertificationFactory(provider=provider)
        count = check_links(now=now, resolve=to_listener, pause=0)

    assert count == 2
    assert sorted(path for path, _ in hits) == ["/advice", "/provider"]


@pytest.mark.django_db
def test_a_broken_link_of_advice_is_on_the_list_of_care():
    now = timezone.now()
    with listener({"/gone": (404, {})}) as (port, _):
        GuidanceFactory(title="Read it", url=f"http://site.test:{port}/gone")
        check_links(now=now, resolve=to_listener, pause=0)

    assert [text.partition(":")[0] for text in broken_texts(now)] == ["Read it"]


@pytest.mark.django_db
def test_what_is_named_no_more_is_forgotten_and_what_is_mended_is_fine():
    now = timezone.now()
    answers = {"/a": (404, {})}
    with listener(answers) as (port, _):
        url = f"http://site.test:{port}/a"
        certification = CertificationFactory(name="A", url=url)
        check_links(now=now, resolve=to_listener, pause=0)
        answers["/a"] = (200, {})
        later = now + timedelta(days=1)
        check_links(now=later, resolve=to_listener, pause=0)
        mended = LinkCheck.objects.get()
        certification.delete()
        check_links(now=later, resolve=to_listener, pause=0)

    assert (mended.outcome, mended.failures) == ("fine", 0)
    assert not LinkCheck.objects.exists()


def broken_texts(now):
    found = next(one for one in concerns(today=now.date()) if one.key == "broken-link")
    return [finding.text for finding in found.findings]


@pytest.mark.django_db
def test_a_host_is_left_alone_for_a_while_between_two_questions():
    now = timezone.now()
    with listener({}) as (port, hits):
        for path in ("one", "two"):
            CertificationFactory(url=f"http://site.test:{port}/{path}")

        began = time.monotonic()
        check_links(now=now, resolve=to_listener, pause=0.05)

    assert time.monotonic() - began >= 0.05
    assert sorted(path for path, _ in hits) == ["/one", "/two"]


def test_a_server_that_cannot_prove_its_name_is_silent():
    with listener({}) as (port, hits):
        answer = ask(f"https://site.test:{port}/", resolve=to_listener)

    assert answer.outcome == Outcome.SILENT
    assert hits == []
