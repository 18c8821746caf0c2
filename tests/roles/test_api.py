import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roles import models
from tests.factories.roles import (
    CertificationFactory,
    FactFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryBandFactory,
    SkillFactory,
    SourceFactory,
)

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
    "query",
    ["colour=blue", "page_size=0", "page_size=x", "ordering=password", "format=csv"],
)
def test_bad_query_is_refused_by_name(client, query):
    answer = client.get(f"/api/v1/roles/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()) == [query.partition("=")[0]]


@pytest.mark.parametrize("name", ["colour", "format"])
def test_unknown_parameter_names_the_allowed_ones(client, name):
    answer = client.get(f"/api/v1/roles/?{name}=blue")

    assert "page_size" in answer.json()[name][0]


@pytest.mark.parametrize("name", ["colour", "format"])
@pytest.mark.parametrize(
    ("method", "place", "status"),
    [("get", "me/skills/", 401), ("post", "facts/", 405), ("get", "roles/x/", 400)],
)
def test_unknown_parameter_is_refused_after_the_caller_and_the_method(
    client, name, method, place, status
):
    answer = getattr(client, method)(f"/api/v1/{place}?{name}=blue")

    assert answer.status_code == status


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


LISTS = [
    "roles",
    "skills",
    "certifications",
    "salary-bands",
    "facts",
    "ladders",
    "career-moves",
    "sources",
]


@pytest.mark.parametrize("name", LISTS)
def test_list_is_open_to_everybody(client, name):
    assert client.get(f"/api/v1/{name}/").status_code == 200


def make_full_role():
    """Return a role with one row of everything that its endpoint shows."""
    role = RoleFactory()
    skill_row = RoleSkillFactory(role=role)
    SalaryBandFactory(role=role)
    FactFactory(role=role)
    source, certification = skill_row.source, CertificationFactory()
    models.Duty.objects.create(role=role, source=source, key="duty", text="Builds.")
    models.RoleCertification.objects.create(
        role=role, certification=certification, source=source
    )
    models.CertificationSkill.objects.create(
        certification=certification, skill=skill_row.skill, level=2, source=source
    )
    faq = models.Faq.objects.create(
        role=role, key="why", question="Why?", status="published"
    )
    models.FaqAnswer.objects.create(faq=faq, source=source, text="Because.")
    ladder = models.Ladder.objects.create(
        role=role, source=source, key="ladder", title="Ladder", status="published"
    )
    models.Rung.objects.create(ladder=ladder, key="one", position=1, titles=["One"])
    models.CareerMove.objects.create(
        role=role,
        key="up",
        kind="advancement",
        to_label="Up",
        to_role=role,
        published_in=source,
        status="published",
    )
    return role


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_often_for_many_rows_as_for_one(
    client, name, django_assert_num_queries
):
    make_full_role()
    url = f"/api/v1/{name}/"
    client.get(url)  # a process reads once what it keeps of the content
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(4):
        make_full_role()

    with django_assert_num_queries(len(few)):
        answer = client.get(url)

    assert answer.json()["count"] >= 5


def test_role_shows_its_published_parts(client):
    role = make_full_role()

    found = client.get(f"/api/v1/roles/{role.slug}/").json()

    assert len(found["skills"]) == 1
    assert len(found["duties"]) == 1
    assert len(found["certifications"]) == 1
    assert found["questions"][0]["answers"][0]["text"] == "Because."


@pytest.mark.parametrize("hidden", [models.Skill, models.Source, models.Certification])
def test_unpublished_content_shows_nowhere(client, hidden):
    role = make_full_role()
    secrets = {row.slug for row in hidden.objects.all()}
    hidden.objects.update(status="draft")
    urls = [f"/api/v1/{name}/" for name in LISTS] + [f"/api/v1/roles/{role.slug}/"]

    texts = [client.get(url).content.decode() for url in urls]

    assert not [slug for slug in secrets for text in texts if f'"{slug}"' in text]


def test_pay_of_a_draft_role_is_hidden(client):
    SalaryBandFactory(role=RoleFactory(status="draft"))

    assert client.get("/api/v1/salary-bands/").json()["count"] == 0


def test_pay_figure_carries_source_origin_basis_and_print(client):
    band = SalaryBandFactory(
        attributed_to=SourceFactory(slug="glassdoor", title="Glassdoor"),
        key="one",
        component="base",
    )

    found = client.get("/api/v1/salary-bands/one/").json()

    assert found["as_printed"] == "$90,000-$120,000"
    assert found["source"]["slug"] == band.published_in.slug
    assert found["origin"]["slug"] == "glassdoor"
    assert found["basis"] == {
        "region": {
            "slug": "us",
            "name": "United States",
            "kind": "country",
            "code": "US",
        },
        "region_basis": "stated",
        "currency": "USD",
        "period": "year",
        "component": "base",
        "house_level": "entry",
    }


def test_unpublished_origin_is_not_named(client):
    SalaryBandFactory(
        attributed_to=SourceFactory(slug="glassdoor", status="draft"), key="one"
    )

    assert client.get("/api/v1/salary-bands/one/").json()["origin"] is None


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("role=ai-engineer", ["us"]),
        ("level=senior", ["india"]),
        ("region=india", ["india"]),
        ("currency=inr", ["india"]),
        ("period=hour", ["hourly"]),
        ("component=total", ["hourly"]),
        ("source=the-guide", ["us"]),
    ],
)
def test_pay_is_filtered_by_each_part_of_its_basis(client, query, keys):
    SalaryBandFactory(
        key="us",
        role__slug="ai-engineer",
        published_in__slug="the-guide",
    )
    india = RegionFactory(slug="india", name="India", code="IN")
    SalaryBandFactory(key="india", region=india, currency="INR", house_level="senior")
    SalaryBandFactory(key="hourly", period="hour", component="total")

    answer = client.get(f"/api/v1/salary-bands/?{query}")

    assert [row["key"] for row in answer.json()["results"]] == keys


def test_filter_by_unknown_role_is_refused(client):
    answer = client.get("/api/v1/salary-bands/?role=astronaut")

    assert answer.status_code == 400
    assert list(answer.json()) == ["role"]


def test_one_band_alone_is_its_own_envelope(client):
    SalaryBandFactory(key="one", low=90_000, high=120_000, high_open=True)

    [group] = client.get("/api/v1/salary-bands/").json()["groups"]

    assert group["bands"] == ["one"]
    assert group["envelope"] == {
        "low": "90000.00",
        "high": "120000.00",
        "low_open": False,
        "high_open": True,
        "band_count": 1,
    }


def test_envelope_spans_figures_of_one_basis_only(client):
    role = RoleFactory(slug="ai-engineer")
    SalaryBandFactory(key="first", role=role, low=90_000, high=120_000)
    SalaryBandFactory(key="second", role=role, low=80_000, high=110_000)
    SalaryBandFactory(key="total", role=role, component="total", high=400_000)
    SalaryBandFactory(key="top", role=role, condition="top companies", high=900_000)
    SalaryBandFactory(key="other", high=999_000)

    groups = client.get("/api/v1/salary-bands/?role=ai-engineer").json()["groups"]

    spans = {
        frozenset(group["bands"]): (group["envelope"]["low"], group["envelope"]["high"])
        for group in groups
    }
    assert spans == {
        frozenset({"first", "second"}): ("80000.00", "120000.00"),
        frozenset({"total"}): ("90000.00", "400000.00"),
        frozenset({"top"}): ("90000.00", "900000.00"),
    }


def test_groups_hold_what_stands_on_other_pages_too(client):
    role = RoleFactory()
    SalaryBandFactory(role=role, low=90_000, high=120_000)
    SalaryBandFactory(role=role, low=80_000, high=110_000)

    page = client.get("/api/v1/salary-bands/?page_size=1").json()

    assert len(page["results"]) == 1
    assert page["groups"][0]["envelope"]["band_count"] == 2


def test_roles_are_filtered_as_on_their_page(client):
    asking = RoleSkillFactory(skill__slug="python").role
    RoleFactory()

    answer = client.get("/api/v1/roles/?skill=python")

    assert [row["slug"] for row in answer.json()["results"]] == [asking.slug]
