import copy
import json
import re

import jsonschema
import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from careersite.common.api_examples import answer_of, operations
from tests.factories.profiles import UserFactory


def test_schema_is_made_without_a_warning(capsys):
    call_command("spectacular", "--fail-on-warn", "--file", "/dev/null")

    assert "Warning" not in capsys.readouterr().err


@pytest.mark.assure(id="openapi")
def test_schema_is_valid_by_the_standards_own_schema(figure):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")

    figure("valid OpenAPI 3.1, no warning")


@pytest.mark.django_db
def test_schema_is_openapi_3_1_and_describes_files_beside_json(client):
    schema = client.get("/api/schema/?format=json").json()

    assert schema["openapi"].startswith("3.1")
    facts = schema["paths"]["/api/v1/facts/"]["get"]
    assert "format" in {one["name"] for one in facts["parameters"]}
    assert facts["responses"]["200"]["content"]["text/csv"] == {
        "schema": {"type": "string"}
    }


@pytest.mark.django_db
def test_docs_load_nothing_from_elsewhere(client):
    page = client.get("/api/docs/").content.decode()

    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.django_db
def test_only_the_docs_may_style_inline(client):
    docs = client.get("/api/docs/")["Content-Security-Policy"]
    home = client.get("/")["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in docs
    assert "unsafe-inline" not in docs.replace("style-src 'self' 'unsafe-inline'", "")
    assert "unsafe-inline" not in home


@pytest.mark.django_db
def test_schema_points_to_nothing_that_is_missing(client):
    schema = client.get("/api/schema/?format=json").json()

    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(schema)))

    assert named <= set(schema["components"]["schemas"])


@pytest.mark.django_db
def test_a_conflict_is_described_with_what_is_allowed_instead(client):
    schema = client.get("/api/schema/?format=json").json()
    client.force_login(UserFactory())

    told = client.post("/api/v1/me/interview-marks/undo/")

    undo = schema["paths"]["/api/v1/me/interview-marks/undo/"]["post"]
    shape = undo["responses"]["409"]["content"]["application/json"]["schema"]
    assert told.status_code == 409
    assert told.json()["current_state"] is None
    assert told.json()["allowed"] == []
    assert shape == {"$ref": "#/components/schemas/Conflict"}
    jsonschema.Draft202012Validator(
        schema["components"]["schemas"]["Conflict"]
    ).validate(told.json())


@pytest.mark.django_db
def test_a_form_of_answer_that_is_not_to_be_had_is_described(client):
    schema = client.get("/api/schema/?format=json").json()

    told = client.get("/api/v1/roles/", headers={"Accept": "application/xml"})

    described = schema["paths"]["/api/v1/roles/"]["get"]["responses"]
    assert str(told.status_code) in described
    assert told.json()["code"] == "not_acceptable"


@pytest.fixture(scope="module")
def described():
    return SchemaGenerator().get_schema(public=True)


def example_of(content):
    return content.get("application/json", {}).get("example")


def test_every_operation_shows_what_is_sent_and_answered(described):
    silent = [
        one.id
        for one in operations(described)
        for content in (
            one.body and one.described["requestBody"]["content"],
            one.answer and answer_of(one.described)["content"],
        )
        if content and example_of(content) is None
    ]

    assert silent == []


formats = jsonschema.FormatChecker(["email", "date"])
formats.checks("uri")(lambda text: not isinstance(text, str) or "://" in text)


def as_sent(parts):
    """Return the parts of a description as they hold for what is sent."""
    sent = copy.deepcopy(parts)
    for part in sent["schemas"].values():
        fields = part.get("properties", {})
        part["required"] = [
            name
            for name in part.get("required", [])
            if not fields.get(name, {}).get("readOnly")
        ]
    return sent


def test_examples_are_as_described(described):
    parts = described["components"]
    sent = as_sent(parts)
    for one in operations(described):
        for components, content in (
            (sent, one.described.get("requestBody", {}).get("content", {})),
            (parts, answer_of(one.described).get("content", {})),
        ):
            if example_of(content) is not None:
                schema = content["application/json"]["schema"]
                jsonschema.Draft202012Validator(
                    {"components": components, **schema}, format_checker=formats
                ).validate(example_of(content))
