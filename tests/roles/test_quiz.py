"""The fit quiz: short, without an account, stored nowhere, ranked with reasons."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roles.models import QuizItem
from roles.models.quiz import ITEMS_MAX
from roles.services import drafts, publishing
from roles.services.problems import problems_of
from tests.factories.roles import (
    QuizFactory,
    QuizItemFactory,
    QuizWeightFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db
RESULT = "/quiz/result/"


@pytest.fixture
def quiz(db):
    return QuizFactory(slug="fit", title="Which role fits you?")


@pytest.fixture
def engineer(quiz):
    role = RoleFactory(slug="engineer", title="Engineer")
    for key, weight in (("code", 3), ("routine", -1)):
        item = QuizItemFactory(quiz=quiz, key=key, text=f"I like {key}.")
        QuizWeightFactory(item=item, role=role, weight=weight)
    return role


@pytest.fixture
def manager(quiz, engineer):
    role = RoleFactory(slug="manager", title="Manager")
    QuizWeightFactory(item=quiz.items.get(key="code"), role=role, weight=-2)
    return role


def text_of(answer):
    text = re.sub(r"<[^>]*>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def test_quiz_asks_each_statement_and_names_its_source(client, engineer):
    answer = client.get("/quiz/")

    text = text_of(answer)
    assert "I like code." in text
    assert "No account needed" in text
    assert QuizItem.objects.first().source.display_name in text
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "sessionid" not in answer.cookies
    assert "ETag" in answer


def test_result_ranks_roles_with_the_answers_that_moved_them(client, manager):
    answer = client.get(RESULT, {"a-code": "5", "a-routine": "1"})

    text = text_of(answer)
    assert "Engineer fits best" in text
    assert text.index("Engineer") < text.index("Manager")
    assert re.search(r"For it: I like code. You: very much", text)
    assert re.search(r"Against it: I like code. You: very much", text)
    assert "100 of 100" in text
    assert "0 of 100" in text
    assert "/compare/?roles=engineer,manager" in answer.content.decode()
    assert "/gap/?role=engineer" in answer.content.decode()
    assert not answer.cookies


def test_roles_that_fit_alike_are_said_to_be_tied(client, quiz, engineer):
    twin = RoleFactory(slug="twin", title="Twin")
    QuizWeightFactory(item=quiz.items.get(key="code"), role=twin, weight=1)

    text = text_of(client.get(RESULT, {"a-code": "5"}))

    assert "Engineer and Twin fit equally well" in text
    assert "Tied with Twin" in text


def test_many_that_fit_alike_are_counted(client, quiz, engineer):
    for _ in range(4):
        QuizWeightFactory(item=quiz.items.get(key="code"), role=RoleFactory(), weight=1)

    assert "Tied with 4 other roles" in text_of(client.get(RESULT, {"a-code": "5"}))


@pytest.mark.parametrize("answer", ["1", "3"])
def test_a_role_that_no_answer_speaks_for_is_not_said_to_fit(client, engineer, answer):
    text = text_of(client.get(RESULT, {"a-code": answer}))

    assert "No role fits these answers" in text
    assert "speak for none of the roles" in text
    assert "fits best" not in text


def test_few_answers_are_said_to_say_little(client, engineer):
    assert "Few answers." in text_of(client.get(RESULT, {"a-code": "5"}))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Answer at least one statement."),
        ({"a-code": ""}, "Answer at least one statement."),
        ({"a-code": "6", "a-routine": "2"}, "I like code. Choose 1 to 5"),
        ({"a-code": "٤"}, "Choose 1 to 5"),
        ({"a-gone": "4"}, "Answer at least one statement."),
    ],
)
def test_what_cannot_be_ranked_comes_back_with_all_that_was_answered(
    client, engineer, sent, said
):
    answer = client.get(RESULT, sent)

    assert answer.status_code == 422
    assert said in text_of(answer)
    kept = 'id="a-routine-2" value="2" checked'
    assert (kept in answer.content.decode()) == ("a-routine" in sent)


def test_answers_to_statements_that_went_are_left_out_and_said(client, engineer):
    text = text_of(client.get(RESULT, {"a-code": "5", "a-gone": "4"}))

    assert "1 answer to statements that the quiz no longer asks was left out" in text


def test_answers_can_be_changed(client, engineer):
    result = client.get(RESULT, {"a-code": "4"}).content.decode()
    back = re.search(r'href="(/quiz/\?[^"]+)"', result)[1]

    assert 'id="a-code-4" value="4" checked' in client.get(back).content.decode()


def test_roles_that_readers_do_not_see_are_not_ranked(client, quiz, engineer):
    hidden = RoleFactory(title="Hidden", status="draft")
    QuizWeightFactory(item=quiz.items.get(key="code"), role=hidden)

    assert "Hidden" not in text_of(client.get(RESULT, {"a-code": "5"}))


def test_without_a_published_quiz_the_page_leads_to_the_roles(client):
    QuizFactory(status="draft")

    answer = client.get("/quiz/")

    assert "No quiz at the moment" in text_of(answer)
    assert client.get(RESULT, {"a-code": "5"}).url == "/quiz/"


def test_queries_do_not_grow_with_roles_and_statements(client, quiz, engineer):
    client.get(RESULT, {"a-code": "5"})
    with CaptureQueriesContext(connection) as few:
        client.get(RESULT, {"a-code": "5"})
    for number in range(5):
        item = QuizItemFactory(quiz=quiz, key=f"more-{number}")
        QuizWeightFactory(item=item)

    with CaptureQueriesContext(connection) as many:
        client.get(RESULT, {"a-code": "5", "a-more-1": "2"})

    assert len(many) == len(few) <= 4


def test_a_quiz_is_edited_in_a_draft_and_gets_a_version(
    client, engineer, quiz, editor, publisher
):
    now = timezone.now()
    draft, _ = drafts.open_draft(root=quiz, by=editor, now=now)
    draft.items.filter(key="code").update(text="I love code.")
    before = text_of(client.get(RESULT, {"a-code": "5"}))

    publishing.publish(root=draft, by=publisher, now=now)

    after = text_of(client.get(RESULT, {"a-code": "5"}))
    assert "I like code." in before
    assert "version 1" in before
    assert "I love code." in after
    assert "version 2" in after


def test_publishing_asks_for_few_statements_that_each_say_something(db):
    quiz = QuizFactory(status="draft")

    assert problems_of(quiz) == ["Give at least one statement."]

    for _ in range(ITEMS_MAX + 1):
        QuizItemFactory(quiz=quiz)
    problems = problems_of(quiz)
    assert any("at most 15" in problem for problem in problems)
    assert sum("says nothing about any role" in one for one in problems) == 16
