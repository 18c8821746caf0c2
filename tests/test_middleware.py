"""What every answer carries, and what is refused before any view runs."""

import pytest
from django.urls import reverse

from careersite.common.middleware import BODY_MAX
from tests.factories.roles import RoleFactory

pytestmark = pytest.mark.django_db

PAGES = ["/", "/roles/", "/accounts/login/", "/nothing-here/", "/api/v1/roles/"]


@pytest.mark.parametrize("url", PAGES)
def test_every_answer_carries_the_security_headers(client, url):
    answer = client.get(url)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("url", ["/", "/roles/"])
def test_public_page_can_be_kept_and_revalidated(client, url):
    first = client.get(url)

    again = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert not first.cookies
    assert "csrfmiddlewaretoken" not in first.content.decode()
    assert {"Cookie", "HX-Request"} <= set(first["Vary"].split(", "))
    assert "no-store" not in first["Cache-Control"]
    assert again.status_code == 304


@pytest.mark.parametrize("url", ["/", "/api/docs/"])
def test_a_page_that_is_held_already_keeps_its_policy(client, url):
    first = client.get(url)

    again = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_changed_page_is_sent_again(client):
    RoleFactory(title="AI Engineer")
    first = client.get("/roles/")
    RoleFactory(title="Data Scientist")

    again = client.get("/roles/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200


@pytest.mark.parametrize("url", ["/", "/roles/", "/api/v1/roles/"])
def test_page_for_somebody_signed_in_is_never_stored(client, learner, url):
    client.force_login(learner)

    answer = client.get(url)

    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.has_header("ETag") or url.startswith("/api/")


def test_sign_in_form_is_never_stored(client):
    assert "no-store" in client.get(reverse("account_login"))["Cache-Control"]


@pytest.mark.parametrize(
    ("url", "cookie"),
    [
        ("/roles/?q=%00", ""),
        ("/roles/%00/", ""),
        ("/?" + "a" * 9000, ""),
        ("/" + "a" * 9000, ""),
        ("/", 'sessionid="aaaaaaaaaaaaaaaaaaa\\000"'),
    ],
)
def test_unreadable_request_is_refused(client, url, cookie):
    answer = client.get(url, headers={"Cookie": cookie})

    assert answer.status_code == 400


def test_null_in_a_form_is_refused(client):
    answer = client.post(reverse("account_login"), {"login": "a\0b", "password": "x"})

    assert answer.status_code == 400


def test_unreadable_api_request_is_refused_in_shape(client):
    answer = client.get("/api/v1/roles/?skill=%00")

    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_request"


@pytest.mark.parametrize("url", ["/me/projects/add/", "/nothing/", "/api/v1/roles/"])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_a_body_that_is_too_large_is_refused_by_its_length(client, url, kind):
    answer = client.generic("POST", url, "x", kind, CONTENT_LENGTH=str(BODY_MAX + 1))

    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_what_is_no_form_is_answered_as_an_empty_one(client, learner):
    client.force_login(learner)

    answer = client.post("/me/projects/add/", "title=x", content_type="text/plain")

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_is_sent_to_an_address_without_its_slash_comes_along(client, method):
    answer = client.generic(method, "/api/v1/me/projects?a=1")

    assert answer.status_code == 308  # after 301 it would be asked again by GET
    assert answer["Location"] == "/api/v1/me/projects/?a=1"


def test_who_looks_at_an_address_without_its_slash_is_led_on(client):
    answer = client.get("/roles?q=ai")

    assert (answer.status_code, answer["Location"]) == (301, "/roles/?q=ai")
