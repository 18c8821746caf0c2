"""A learner may keep what the fit quiz says."""

import pytest
from django.utils import timezone

from profiles.models import QuizResult
from profiles.services import exporting, practice
from tests.factories.roles import QuizItemFactory, QuizWeightFactory, RoleFactory

pytestmark = pytest.mark.django_db
KEEP = "/me/quiz/keep/"
RESULTS = "/api/v1/me/quiz-results/"


@pytest.fixture
def weight(db):
    item = QuizItemFactory(key="code", text="I like code.")
    role = RoleFactory(slug="engineer", title="Engineer")
    return QuizWeightFactory(item=item, role=role)


def test_a_result_is_kept_by_a_button_and_once(signed_in, learner, weight):
    offered = signed_in.get("/quiz/result/", {"a-code": "5"}).content.decode()

    first = signed_in.post(KEEP, {"a-code": "5"}, follow=True).content.decode()
    again = signed_in.post(KEEP, {"a-code": "5"}, follow=True).content.decode()

    assert KEEP in offered
    assert "The result is kept." in first
    assert "You keep this result already." in again
    kept = QuizResult.objects.of(learner).get()
    assert (kept.version, kept.answers) == (1, {"code": 5})
    assert kept.ranking == [
        {"role": "engineer", "title": "Engineer", "fit": 100, "rank": 1}
    ]
    assert "/quiz/result/?a-code=5" in first


def test_looking_at_a_result_keeps_nothing(signed_in, weight):
    signed_in.get("/quiz/result/", {"a-code": "5"})

    assert not QuizResult.objects.exists()


def test_nothing_is_kept_without_an_answer(signed_in, weight):
    page = signed_in.post(KEEP, {"a-code": "9"}, follow=True).content.decode()

    assert "There was no answer to keep." in page
    assert not QuizResult.objects.exists()


def test_a_kept_result_is_deleted_once_confirmed(signed_in, learner, weight):
    signed_in.post(KEEP, {"a-code": "5"})
    url = f"/me/quiz/{QuizResult.objects.get().pk}/delete/"

    assert "cannot be undone" in signed_in.get(url).content.decode()
    assert QuizResult.objects.exists()
    page = signed_in.post(url, follow=True).content.decode()

    assert "No result kept yet" in page
    assert not QuizResult.objects.exists()


def test_results_of_others_do_not_exist(client, learner, other_learner, weight):
    client.force_login(other_learner)
    client.post(KEEP, {"a-code": "5"})
    client.force_login(learner)
    pk = QuizResult.objects.get().pk

    assert client.post(f"/me/quiz/{pk}/delete/").status_code == 404
    assert client.get(f"{RESULTS}{pk}/").status_code == 404


def test_at_most_fifty_results_are_kept(signed_in, learner, weight, monkeypatch):
    monkeypatch.setattr(practice, "RESULTS_MAX", 1)
    signed_in.post(KEEP, {"a-code": "5"})

    page = signed_in.post(KEEP, {"a-code": "4"}, follow=True).content.decode()

    assert "Delete one first." in page
    assert QuizResult.objects.count() == 1


def test_kept_results_are_taken_along(signed_in, learner, weight):
    signed_in.post(KEEP, {"a-code": "5"})

    tables = exporting.as_json(learner, now=timezone.now())["tables"]

    assert tables["profiles.QuizResult"][0]["answers"] == {"code": 5}
    assert tables["profiles.InterviewMark"] == []


def test_endpoint_keeps_lists_and_deletes(signed_in, weight):
    json = {"content_type": "application/json"}

    made = signed_in.post(RESULTS, {"answers": {"code": 4}}, **json)
    again = signed_in.post(RESULTS, {"answers": {"code": 4}}, **json)

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["ranking"][0]["fit"] == 75
    (listed,) = signed_in.get(RESULTS).json()["results"]
    assert listed == made.json()
    assert signed_in.delete(f"{RESULTS}{listed['id']}/").status_code == 204
    assert signed_in.get(RESULTS).json()["count"] == 0


@pytest.mark.parametrize(
    "answers", [{}, {"gone": 3}, {"code": 6}, {"code": "x"}, [], None]
)
def test_endpoint_refuses_answers_that_the_quiz_does_not_know(
    signed_in, weight, answers
):
    json = {"content_type": "application/json"}

    refused = signed_in.post(RESULTS, {"answers": answers}, **json)

    assert refused.status_code == 400
    assert "answers" in refused.json()


def test_ranking_is_open_to_everybody_and_strict(client, weight):
    quiz = client.get("/api/v1/quiz/").json()
    url = "/api/v1/quiz/ranking/"

    ranked = client.get(url, {"a-code": "5"})

    assert quiz["items"][0]["key"] == "code"
    assert ranked.json()["roles"][0]["fit"] == 100
    assert ranked.json()["roles"][0]["reasons"][0]["is_for"] is True
    assert "ETag" in ranked
    assert client.get(url).status_code == 400
    assert "a-code" in client.get(url, {"a-code": "6"}).json()
    assert client.get(url, {"a-gone": "1"}).status_code == 400


def test_without_a_quiz_the_endpoints_say_so(signed_in):
    json = {"content_type": "application/json"}

    assert signed_in.get("/api/v1/quiz/").status_code == 404
    assert signed_in.get("/api/v1/quiz/ranking/").status_code == 404
    refused = signed_in.post(RESULTS, {"answers": {"code": 3}}, **json)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_quiz")


def test_nothing_is_kept_where_the_quiz_was_taken_back(signed_in):
    page = signed_in.post(KEEP, {"a-code": "5"}, follow=True).content.decode()

    assert "There was no answer to keep." in page
    assert not QuizResult.objects.exists()
