"""Whoever ends up at an address that only takes a form is led on."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories.profiles import PASSWORD
from tests.factories.roadmaps import RoadmapVersionFactory

pytestmark = pytest.mark.django_db

OURS = "http://testserver"
POST_ONLY = "/me/target/"


def way_after_sign_in(answer):
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@pytest.mark.parametrize(
    ("referer", "way"),
    [
        (
            f"{OURS}/roles/ai-engineer/?level=mid#skills",
            "/roles/ai-engineer/?level=mid",
        ),
        (f"{OURS}/", "/"),
        (OURS, "/me/"),
        ("", "/me/"),
        ("https://evil.example/roles/", "/me/"),
        (f"{OURS}.evil.example/roles/", "/me/"),
        (f"{OURS}//evil.example/roles/", "/me/"),
        (f"{OURS}/\\evil.example/roles/", "/me/"),
        ("http:///evil.example/", "/me/"),
        ("javascript:alert(1)", "/me/"),
        ("//testserver/roles/", "/me/"),
    ],
)
def test_sign_in_leads_back_to_the_page_that_sent_the_form(client, referer, way):
    answer = client.post(POST_ONLY, {"role": "x"}, headers={"Referer": referer})

    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path == "/accounts/login/"
    assert way_after_sign_in(answer) == way


def test_sign_in_leads_back_to_a_page_that_was_looked_at(client):
    answer = client.get("/me/gap/?level=mid", headers={"Referer": f"{OURS}/roles/"})

    assert way_after_sign_in(answer) == "/me/gap/?level=mid"


def test_a_secure_site_leads_back_to_no_other_scheme(client):
    headers = {"Referer": f"{OURS}/roles/"}

    answer = client.post(POST_ONLY, {"role": "x"}, headers=headers, secure=True)

    assert way_after_sign_in(answer) == "/me/"


def test_who_presses_a_button_signed_out_signs_in_and_is_back(learner):
    roadmap = RoadmapVersionFactory().roadmap
    page, browser = roadmap.get_absolute_url(), Client()
    browser.force_login(learner)
    start = re.search(r'action="([^"]+/start/)"', browser.get(page).text)[1]
    browser.logout()

    asked = browser.post(start, headers={"Referer": f"{OURS}{page}"})
    words = {"login": learner.email, "password": PASSWORD, "next": page}
    back = browser.post(asked["Location"], words, follow=True)

    assert way_after_sign_in(asked) == page
    assert back.request["PATH_INFO"] == page
    assert "Start this roadmap" in back.text


@pytest.mark.parametrize(
    ("url", "above"),
    [
        (POST_ONLY, "/me/"),
        ("/me/privacy/links/", "/me/privacy/"),
        ("/theme/", "/"),
    ],
)
def test_an_address_that_only_takes_a_form_leads_on(client, learner, url, above):
    client.force_login(learner)

    answer = client.get(url)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "It only takes a form" in answer.text
    assert f'<a class="btn btn-main" href="{above}">' in answer.text
    assert client.get(above).status_code == 200


def test_a_page_says_that_it_takes_no_form(client):
    answer = client.post("/roles/")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "It does not take what was sent" in answer.text


def test_a_visitor_is_told_without_a_token_or_a_query(
    client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = client.get("/theme/")

    assert answer.status_code == 405
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.text


def test_the_api_refuses_a_method_in_its_own_shape(client):
    answer = client.post("/api/v1/roles/", {}, "application/json")

    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"


def test_probes_refuse_a_method_without_a_page(client):
    assert client.post("/healthz").content == b""
