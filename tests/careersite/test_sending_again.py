"""What was typed into a form with an old token can be sent again as it is."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careersite.common.sending_again import FIELDS_MAX, TEXT_MAX
from profiles.models import Project

pytestmark = pytest.mark.django_db

ORIGIN = "http://testserver"
ADD = "/me/projects/add/"
SUMMARY = 'First line\r\n\r\n<b>"quoted" & told</b>\r\nlast one  '
WORDS = {"title": "A talk", "summary": SUMMARY, "outcome": "", "url": ""}


@pytest.fixture
def browser(learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    return client


def send(browser, words=WORDS, *, url=ADD, origin=ORIGIN, **more):
    """Send a form whose token is that of a session before."""
    headers = more.pop("headers", {"Origin": origin} if origin else {})
    old = {"csrfmiddlewaretoken": "x" * 64}
    return browser.post(url, {**old, **words}, headers=headers, **more)


def form_of(answer):
    """Return the markup of the form that sends again, empty where there is none."""
    before, _, shown = answer.text.partition('<dl class="sent">')
    return before.rpartition("<form")[2] if shown else ""


def held(answer):
    """Return what the page would send, as a browser reads it."""
    inputs = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form_of(answer)
    )
    found = {unescape(name): unescape(value) for name, value in inputs}
    return {name: found[name] for name in found if name != "csrfmiddlewaretoken"}


def test_a_form_with_an_old_token_is_sent_again_as_it_was(browser, learner):
    refused = send(browser, {**WORDS, "kept": "1"}, url=f"{ADD}?from=gap")
    token = str(refused.context["csrf_token"])
    action = re.search(r'action="([^"]+)"', form_of(refused))[1]

    done = browser.post(
        action,
        {**held(refused), "csrfmiddlewaretoken": token},
        headers={"Origin": ORIGIN},
    )

    assert refused.status_code == 403
    assert action == f"{ADD}?from=gap"
    assert held(refused) == {**WORDS, "kept": "1"}
    assert "Send again" in refused.text
    assert done.status_code == 302
    assert Project.objects.get().summary.split() == SUMMARY.split()


def test_the_page_shows_what_is_sent_and_as_whom_without_its_markup(browser, learner):
    page = send(browser).text

    assert f"You are signed in as <strong>{learner.email}</strong>" in page
    assert "<dt>Title</dt><dd>A talk</dd>" in page
    assert "&lt;b&gt;&quot;quoted&quot; &amp; told&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "<dt>Outcome</dt>" not in page


def test_nothing_is_done_and_nothing_may_be_kept_or_framed(browser):
    answer = send(browser)

    assert not Project.objects.exists()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_several_values_of_a_field_all_come_back(browser):
    page = send(browser, {**WORDS, "skills": ["1", "2"]}).text

    assert page.count('name="skills" value="') == 2


def test_a_browser_that_names_its_page_alone_is_believed(browser):
    answer = send(browser, headers={"Referer": f"{ORIGIN}{ADD}"})

    assert held(answer) == WORDS
    assert f'<a class="btn" href="{ADD}">Leave it</a>' in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8080"},
        {"Origin": "http://testserver.evil.example"},
        {"Referer": "https://evil.example/?http://testserver/"},
        # What a browser says of the origin counts, not the page that is named.
        {"Origin": "https://evil.example", "Referer": f"{ORIGIN}{ADD}"},
        {"Origin": "null", "Referer": f"{ORIGIN}{ADD}"},
    ],
)
def test_words_of_another_site_never_get_a_token(browser, headers):
    answer = send(browser, headers=headers)

    assert answer.status_code == 403
    assert not held(answer)
    assert "A talk" not in answer.text
    assert "Send again" not in answer.text
    assert "reload" not in answer.text


def test_a_secure_site_believes_its_own_scheme_alone(browser):
    assert not held(send(browser, secure=True))
    assert held(send(browser, origin="https://testserver", secure=True)) == WORDS


def test_a_form_without_any_token_is_not_ours(browser):
    answer = browser.post(ADD, WORDS, headers={"Origin": ORIGIN})

    assert not held(answer)


def test_nothing_is_held_for_somebody_signed_out():
    assert not held(send(Client(enforce_csrf_checks=True)))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/accounts/email/", {"email": "new@example.org", "action_add": "1"}),
        ("/accounts/login/", {"login": "a@example.org", "password": "Secret-1"}),
        ("/me/privacy/delete/", {"password": "Secret-1"}),
        ("/admin/", {"name": "Secret-1"}),
        (ADD, {**WORDS, "New_Password": "Secret-1"}),
        (ADD, {**WORDS, "summary": "x" * TEXT_MAX}),
        (ADD, {**WORDS, "skills": ["1"] * FIELDS_MAX}),
        (
            "/me/profile/resume/",
            {"file": SimpleUploadedFile("cv.json", b"{}"), "text": "cv"},
        ),
    ],
)
def test_secrets_files_and_too_much_are_not_held(browser, url, words):
    answer = send(browser, words, url=url)

    assert answer.status_code == 403
    assert not held(answer)
    assert "Secret-1" not in answer.text


def test_a_part_of_a_page_gets_the_token_and_no_text(browser):
    headers = {"Origin": ORIGIN, "HX-Request": "true"}

    answer = send(browser, headers=headers)

    assert '"token"' in answer["HX-Trigger"]
    assert "A talk" not in answer.text


def test_who_cannot_send_again_is_led_to_the_page(browser):
    page = f"{ORIGIN}/me/privacy/"

    answer = send(
        browser,
        {"password": "x"},
        url="/me/privacy/delete/",
        headers={"Origin": ORIGIN, "Referer": page},
    )

    assert (
        '<a class="btn btn-main" href="/me/privacy/">Open the page anew' in answer.text
    )


def test_words_sent_after_signing_out_elsewhere_are_kept(browser, learner):
    shown = browser.get(ADD, headers={"Origin": ORIGIN})
    page_token = str(shown.context["csrf_token"])
    browser.logout()
    browser.cookies["csrftoken"] = shown.cookies["csrftoken"].value
    headers = {"Origin": ORIGIN, "Referer": f"{ORIGIN}{ADD}"}

    told = browser.post(
        ADD, {**WORDS, "csrfmiddlewaretoken": page_token}, headers=headers
    )
    browser.force_login(learner)
    refused = send(browser, held(told))
    fresh = str(refused.context["csrf_token"])
    done = browser.post(
        ADD, {**held(refused), "csrfmiddlewaretoken": fresh}, headers=headers
    )

    assert told.status_code == 403
    assert f'href="/accounts/login/?next={ADD}" target="_blank"' in told.text
    assert told["Cache-Control"] == "private, no-store"
    assert held(told) == held(refused) == WORDS
    assert done.status_code == 302
    assert Project.objects.get().title == WORDS["title"]


@pytest.mark.parametrize(
    ("words", "origin"),
    [
        ({"title": "Bot"}, ORIGIN),
        (WORDS, None),
        ({**WORDS, "password": "Secret-1"}, ORIGIN),
    ],
)
def test_a_press_of_a_button_signed_out_leads_to_sign_in(client, words, origin):
    sent = {**words, "csrfmiddlewaretoken": "x"}

    answer = client.post(ADD, sent, headers={"Origin": origin} if origin else {})

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/me/"
