"""What is sent twice is done once, and answered both times alike."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careersite.common.repeats import KeptAnswer
from careersite.retention.service import delete_old
from profiles.models import Project, ShareLink
from profiles.services import tokens
from roadmaps.models import Comment, Note, PersonalStep, SavedReply, TimeLog
from tests.factories.profiles import PASSWORD, UserFactory
from tests.factories.roadmaps import EnrollmentFactory, StepFactory
from tests.roadmaps.test_races import at_once

PROJECTS = "/api/v1/me/projects/"
PROJECT = {"title": "A kiln that learns"}


def post(client, path, body, key, **headers):
    return client.post(
        path,
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": key, **headers},
    )


def test_a_request_that_comes_three_times_is_done_once(signed_in):
    answers = [post(signed_in, PROJECTS, PROJECT, "kiln-1") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.content for answer in answers}) == 1
    assert answers[2].json()["id"] == Project.objects.get().pk
    assert answers[2].headers.keys() == answers[0].headers.keys()


def test_another_key_or_none_makes_another_thing(signed_in):
    for key in ("kiln-1", "kiln-2"):
        post(signed_in, PROJECTS, PROJECT, key)
    signed_in.post(PROJECTS, PROJECT, content_type="application/json")

    assert Project.objects.count() == 3


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PROJECTS, {"title": "Another"}),
        ("/api/v1/me/work/", {"employer": "Shop"}),
        (f"{PROJECTS}?x=1", PROJECT),
    ],
)
def test_a_key_names_one_request_alone(signed_in, path, body):
    post(signed_in, PROJECTS, PROJECT, "kiln-1")

    answer = post(signed_in, path, body, "kiln-1")

    expected = (400, None) if "?" in path else (409, "key_reused")
    assert (answer.status_code, answer.json().get("code")) == expected
    assert list(Project.objects.values_list("title", flat=True)) == [PROJECT["title"]]


def test_the_order_of_fields_does_not_matter(signed_in):
    first = post(signed_in, PROJECTS, {"title": "A", "summary": "B"}, "k")
    second = post(signed_in, PROJECTS, {"summary": "B", "title": "A"}, "k")

    assert second.json() == first.json()


def test_what_was_refused_may_be_corrected_under_the_same_key(signed_in):
    refused = post(signed_in, PROJECTS, {"title": ""}, "kiln-1")
    corrected = post(signed_in, PROJECTS, PROJECT, "kiln-1")

    assert (refused.status_code, corrected.status_code) == (400, 201)
    assert refused.json().keys() == {"title"}
    assert KeptAnswer.objects.count() == 1


def test_a_key_belongs_to_the_person_who_sends_it(signed_in, other_learner):
    post(signed_in, PROJECTS, PROJECT, "kiln-1")
    other = Client()
    other.force_login(other_learner)

    assert post(other, PROJECTS, PROJECT, "kiln-1").status_code == 201
    assert Project.objects.filter(user=other_learner).count() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "schlüssel"])
def test_a_key_that_is_none_is_refused_by_name(signed_in, key):
    answer = post(signed_in, PROJECTS, PROJECT, key)

    assert answer.status_code == 400
    assert answer.json().keys() == {"Idempotency-Key"}
    assert not Project.objects.exists()


def test_a_key_of_the_longest_kind_is_taken(signed_in):
    assert post(signed_in, PROJECTS, PROJECT, "x" * 255).status_code == 201


def test_strangers_are_told_to_sign_in_and_nothing_is_kept(client, db):
    assert post(client, PROJECTS, PROJECT, "kiln-1").status_code == 401
    assert not KeptAnswer.objects.exists()


def test_a_closed_token_gets_no_answer_of_before(client, learner):
    now = timezone.now()
    made = tokens.make_token(
        user=learner, name="Portal", scope="write", days=1, by=learner, now=now
    )
    ask = partial(
        post, client, PROJECTS, PROJECT, "k", Authorization=f"Token {made.secret}"
    )
    assert ask().status_code == 201

    tokens.revoke_token(token=made.token, by=learner, now=now)

    assert ask().status_code == 401


def test_who_asks_again_is_answered_before_the_state_is_compared(signed_in, learner):
    row = step_of(learner)
    url = f"/api/v1/me/enrollments/{row.enrollment_id}/steps/{row.step_key}/"
    read = signed_in.get(url)["ETag"]
    start = partial(post, signed_in, f"{url}start/", {}, "k", **{"If-Match": read})

    first, again = start(), start()

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert (
        post(signed_in, f"{url}pause/", {}, "n", **{"If-Match": read}).status_code
        == 412
    )


def test_nothing_kept_tells_a_secret_or_a_word(signed_in):
    body = {"sections": ["about"], "days": 9}
    answers = [
        post(signed_in, "/api/v1/me/share-links/", body, "link-1") for _ in range(2)
    ]

    kept = KeptAnswer.objects.get()
    token = answers[0].json()["url"].rstrip("/").rpartition("/")[2]
    assert answers[1].json() == answers[0].json()
    assert ShareLink.objects.count() == 1
    fields = (kept.key_hash, kept.request_hash, kept.encrypted)
    written = " ".join(repr(bytes(field)) for field in fields)
    assert not [word for word in (token, "about", "link-1") if word in written]


def test_wrong_passwords_count_under_whatever_key(signed_in):
    sent = {"password": "no"}

    answers = [
        post(signed_in, "/api/v1/me/deletion/", sent, "same").status_code
        for _ in range(12)
    ]

    assert answers[0] == 400
    assert answers[-1] == 429


def test_a_value_that_the_database_refuses_leaves_nothing_behind(signed_in, learner):
    row = step_of(learner)
    path = f"/api/v1/me/enrollments/{row.enrollment_id}/steps/{row.step_key}/comment/"

    assert post(signed_in, path, {"text": "x" * 100_000}, "k").status_code == 400
    assert post(signed_in, path, {"text": "Kind words."}, "k").status_code == 201
    assert Comment.objects.count() == 1


def test_answers_are_kept_for_a_day(signed_in):
    post(signed_in, PROJECTS, PROJECT, "kiln-1")
    written = KeptAnswer.objects.get().at

    assert delete_old(now=written + timedelta(hours=23))["answers"] == 0
    assert delete_old(now=written + timedelta(days=1))["answers"] == 1
    assert post(signed_in, PROJECTS, PROJECT, "kiln-1").status_code == 201
    assert Project.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_at_the_same_moment_make_one_thing():
    learner = UserFactory()

    def ask():
        client = Client()
        client.force_login(learner)
        return post(client, PROJECTS, PROJECT, "kiln-1")

    answers = at_once(*[ask] * 20)

    assert {(one.status_code, one.content) for one in answers} == {
        (201, answers[0].content)
    }
    assert Project.objects.count() == 1


def step_of(learner):
    return EnrollmentFactory(
        learner=learner, version=StepFactory().version
    ).step_progress.get()


FORMS = {
    "profiles:project_add": (Project, {"title": "A kiln that learns"}),
    "roadmaps:reply_add": (SavedReply, {"title": "Well", "text": "Well done."}),
    "profiles:share_create": (ShareLink, {"sections": ["about"], "days": 9}),
}
STEP_FORMS = {
    "roadmaps:step_log_time": (TimeLog, {"hours": "1.5"}),
    "roadmaps:step_comment": (Comment, {"text": "Nearly there."}),
    "roadmaps:step_note": (Note, {"text": "Read again."}),
}


def form_at(client, page):
    """Return what sends a form of a page as it was shown."""
    token = client.get(page).context["csrf_token"]

    def send(url, words):
        return client.post(url, {**words, "csrfmiddlewaretoken": str(token)})

    return send


@pytest.fixture
def browser(learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    return client


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_sent_twice_adds_one_thing(browser, name):
    model, words = FORMS[name]
    send = form_at(browser, "/me/privacy/")

    answers = [send(reverse(name), words) for _ in range(2)]

    assert model.objects.count() == 1
    assert answers[0].status_code in {200, 302}
    assert answers[1].status_code == answers[0].status_code
    assert answers[1].content == answers[0].content
    assert answers[1].headers.get("Location") == answers[0].headers.get("Location")


@pytest.mark.parametrize("name", STEP_FORMS)
def test_a_form_of_a_step_that_is_sent_twice_adds_one_thing(browser, learner, name):
    model, words = STEP_FORMS[name]
    row = step_of(learner)
    send = form_at(browser, row.get_absolute_url())
    url = reverse(name, args=[row.enrollment_id, row.step_key])

    answers = [send(url, words) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert model.objects.count() == 1


def test_time_logged_twice_from_the_first_page_counts_once(browser, learner):
    row = step_of(learner)
    send = form_at(browser, "/me/")
    words = {"enrollment": row.enrollment_id, "step": row.step_key, "hours": "2"}

    for _ in range(2):
        send("/me/log-time/", words)

    assert TimeLog.objects.get().minutes == 120


def test_own_steps_jobs_and_links_come_once_too(browser, learner):
    row = step_of(learner)
    send = form_at(browser, "/me/privacy/")
    own = reverse("roadmaps:personal_add", args=[row.enrollment_id])

    for _ in range(2):
        send(own, {"title": "Give a talk", "hours": "2"})
        send(reverse("profiles:experience_add", args=["work"]), {"employer": "Shop"})
    feeds = [send("/me/calendar/", {}).content for _ in range(2)]
    links = [send(reverse("roadmaps:mentor_link_renew"), {}).content for _ in range(2)]

    assert PersonalStep.objects.count() == 1
    assert learner.work_entries.count() == 1
    assert feeds[0] == feeds[1]
    assert links[0] == links[1]


def test_a_token_is_made_once_and_shown_again(learner):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/accounts/login/").context["csrf_token"]
    browser.post(
        "/accounts/login/",
        {
            "login": learner.email,
            "password": PASSWORD,
            "csrfmiddlewaretoken": str(page),
        },
    )
    send = form_at(browser, "/me/tokens/add/")
    words = {"name": "Portal", "scope": "read", "days": 9}

    answers = [send("/me/tokens/add/", words) for _ in range(2)]

    assert learner.api_tokens.count() == 1
    assert tokens.PREFIX in answers[0].content.decode()
    assert answers[1].content == answers[0].content


def test_the_same_words_from_a_new_page_are_another_thing(browser):
    for _ in range(2):
        send = form_at(browser, "/me/projects/add/")
        send("/me/projects/add/", PROJECT)

    assert Project.objects.count() == 2


def test_a_form_that_was_refused_may_be_corrected_on_the_same_page(browser):
    send = form_at(browser, "/me/projects/add/")

    refused = send("/me/projects/add/", {"title": ""})
    taken = send("/me/projects/add/", PROJECT)

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert Project.objects.get().title == PROJECT["title"]


def test_other_words_on_a_page_of_before_are_another_thing(browser):
    send = form_at(browser, "/me/projects/add/")

    for title in ("A kiln", "A loom"):
        send("/me/projects/add/", {"title": title})

    assert Project.objects.count() == 2
