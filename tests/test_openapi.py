import json
import re

import pytest
from django.core.management import call_command


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
