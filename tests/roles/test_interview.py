"""Interview questions are read by role, kind, level and skill, without an account."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careersite.search.results import search
from roles.services.problems import problems_of
from tests.factories.roles import (
    InterviewQuestionFactory,
    RoleFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def ask(text, **fields):
    return InterviewQuestionFactory(
        text=text, outline="- Say why", outline_source=SourceFactory(), **fields
    )


@pytest.fixture
def role(db):
    return RoleFactory(slug="engineer", title="Engineer")


@pytest.fixture
def any_level(role):
    return ask("Why this job?", role=role, key="why", kind="behavioral")


@pytest.fixture
def senior(role):
    question = ask("Design a cache.", role=role, kind="design", house_level="senior")
    question.skills.add(SkillFactory(slug="caching", name="Caching"))
    return question


def shown(client, **query):
    page = client.get("/interview/", query).content.decode()
    return {text for text in ("Why this job?", "Design a cache.") if text in page}


def test_questions_are_filtered_by_role_kind_level_and_skill(client, any_level, senior):
    both = {"Why this job?", "Design a cache."}
    RoleFactory(slug="other")

    assert shown(client) == both
    assert shown(client, role="engineer", q="") == both
    assert shown(client, kind="design") == {"Design a cache."}
    assert shown(client, level="entry") == {"Why this job?"}
    assert shown(client, level="senior") == both
    assert shown(client, skill="caching") == {"Design a cache."}
    assert shown(client, q="cache") == {"Design a cache."}
    assert shown(client, level="nonsense") == both


def test_an_outline_is_folded_and_a_visitor_hears_what_an_account_adds(client, senior):
    answer = client.get("/interview/")

    page = answer.content.decode()
    assert '<details class="fold">' in page
    assert "<li>Say why</li>" in page
    assert "With an account you can practice" in page
    assert "csrfmiddlewaretoken" not in page
    assert not answer.cookies


def test_what_fits_nothing_shows_the_way_out(client, senior):
    page = client.get("/interview/", {"q": "cache", "kind": "coding"}).content.decode()

    assert "No question fits" in client.get("/interview/?q=zzz").content.decode()
    assert "Design a cache." in page or "Drop the" in page


def test_without_questions_the_list_says_so(client):
    assert "No questions yet" in client.get("/interview/").content.decode()


def test_a_question_has_a_page_with_its_skills_and_its_neighbors(client, senior, role):
    ask("Design a queue.", role=role, kind="design")

    page = client.get(senior.get_absolute_url()).content.decode()

    assert "Caching" in page
    assert "Design a queue." in page
    assert f"/interview/?role={role.slug}" in page


def test_questions_of_drafts_and_of_hidden_roles_are_nowhere(client, role):
    hidden = ask("Why this job?", role=RoleFactory(status="draft"))
    draft = ask("Design a cache.", role=role, status="draft")

    assert shown(client) == set()
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/api/v1/interview-questions/").json()["count"] == 0
    assert search("cache").hits == ()


def test_search_finds_published_questions_and_leads_to_their_page(senior):
    (hit,) = search("design a cache").hits

    assert (hit.kind, hit.title, hit.summary) == (
        "interview",
        "Design a cache.",
        "Engineer",
    )
    assert hit.url == senior.get_absolute_url()


def test_search_forgets_a_question_whose_role_is_taken_back(senior, role):
    role.unpublish()

    assert search("design a cache").hits == ()


def test_endpoint_filters_like_the_page(client, any_level, senior):
    url = "/api/v1/interview-questions/"

    found = client.get(url, {"level": "senior", "skill": "caching"}).json()["results"]

    assert [row["text"] for row in found] == ["Design a cache."]
    assert found[0]["skills"] == ["caching"]
    assert found[0]["outline"] == "- Say why"
    assert client.get(url, {"level": "entry"}).json()["count"] == 1
    assert client.get(url, {"level": "nonsense"}).status_code == 400
    assert client.get(url, {"depth": "1"}).status_code == 400
    assert client.get(f"{url}{senior.pk}/").json()["url"] == senior.get_absolute_url()


def test_queries_do_not_grow_with_questions(client, senior, role):
    client.get("/interview/")
    with CaptureQueriesContext(connection) as few:
        client.get("/interview/")
    for number in range(5):
        ask(f"Question {number}?", role=role).skills.add(SkillFactory())

    with CaptureQueriesContext(connection) as many:
        client.get("/interview/")

    assert len(many) == len(few) <= 6


def test_publishing_asks_for_an_outline(role):
    bare = InterviewQuestionFactory(role=role, status="draft")

    assert "Write the outline of a good answer." in problems_of(bare)


def test_a_topic_is_named_as_its_source_prints_it(client):
    question = InterviewQuestionFactory(is_topic=True, as_printed="Scaling up")

    for url in (question.role.get_absolute_url(), question.get_absolute_url()):
        assert "“Scaling up”" in client.get(url).text
