import pytest
from django.core.cache import cache

from tests.factories.roles import RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db


def test_role_list_hides_drafts(client):
    RoleFactory(slug="ai-engineer")
    RoleFactory(slug="secret", status="draft")

    answer = client.get("/api/v1/roles/")

    assert [row["slug"] for row in answer.json()["results"]] == ["ai-engineer"]


def test_draft_role_is_not_found_in_the_error_shape(client):
    RoleFactory(slug="secret", status="draft")

    answer = client.get("/api/v1/roles/secret/")

    assert answer.status_code == 404
    assert answer.json() == {
        "code": "not_found",
        "detail": "No Role matches the given query.",
    }


def test_unknown_address_answers_json(client):
    answer = client.get("/api/v1/nothing/")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(
    "query", ["colour=blue", "page_size=0", "page_size=x", "ordering=password"]
)
def test_bad_query_is_refused_by_name(client, query):
    answer = client.get(f"/api/v1/roles/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()) == [query.partition("=")[0]]


def test_unknown_parameter_names_the_allowed_ones(client):
    answer = client.get("/api/v1/roles/?colour=blue")

    assert "page_size" in answer.json()["colour"][0]


def test_bad_page_is_not_found(client):
    assert client.get("/api/v1/roles/?page=99999999999999999999").status_code == 404


def test_page_holds_at_most_100(client):
    SkillFactory.create_batch(101)

    answer = client.get("/api/v1/skills/?page_size=1000")

    assert len(answer.json()["results"]) == 100


def test_write_is_refused_with_the_method_named(client):
    answer = client.post("/api/v1/roles/", {}, content_type="application/json")

    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_known_content_is_not_sent_again(client):
    RoleFactory(slug="ai-engineer")
    first = client.get("/api/v1/roles/ai-engineer/")

    again = client.get(
        "/api/v1/roles/ai-engineer/", headers={"If-None-Match": first["ETag"]}
    )

    assert again.status_code == 304
    assert again.content == b""


def test_changed_content_is_sent_again(client):
    role = RoleFactory(slug="ai-engineer")
    first = client.get("/api/v1/roles/ai-engineer/")
    role.summary = "Builds with models."
    role.save()

    again = client.get(
        "/api/v1/roles/ai-engineer/", headers={"If-None-Match": first["ETag"]}
    )

    assert again.status_code == 200


def test_too_many_requests_are_told_when_to_come_back(client, settings):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"anonymous": "2/day"},
    }
    cache.clear()
    client.get("/api/v1/roles/", headers={"X-Forwarded-For": "10.0.0.1"})
    client.get("/api/v1/roles/", headers={"X-Forwarded-For": "10.0.0.2"})

    refused = client.get("/api/v1/roles/", headers={"X-Forwarded-For": "10.0.0.3"})

    assert refused.status_code == 429
    assert refused.json()["code"] == "throttled"
    assert int(refused["Retry-After"]) > 0
