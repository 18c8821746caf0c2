"""Pay that a condition narrows stands apart, on every surface (rules 1 and 2)."""

import pytest

from roles.models import Region
from tests.factories.roles import (
    CompleteRoleFactory,
    RegionFactory,
    SalaryBandFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def united_states():
    found = Region.objects.filter(code="US").first()
    return found or RegionFactory(code="US", name="United States")


@pytest.fixture
def role(united_states):
    role = CompleteRoleFactory(slug="ai-engineer", title="AI Engineer")
    other = CompleteRoleFactory(slug="data-scientist", title="Data Scientist")
    mid = {"house_level": "mid", "region": united_states}
    SalaryBandFactory(role=role, low=130_000, high=180_000, key="plain", **mid)
    SalaryBandFactory(
        role=role, low=60_000, high=80_000, key="remote", condition="Remote", **mid
    )
    SalaryBandFactory(
        role=role, low=300_000, high=400_000, key="few", subject="Founders", **mid
    )
    SalaryBandFactory(role=other, low=200_000, high=240_000, **mid)
    return role


@pytest.mark.parametrize("path", ["/roles/ai-engineer/", "/pay/?role=ai-engineer"])
def test_a_page_draws_it_apart_and_sees_no_disagreement(client, role, path):
    page = client.get(path)

    context = page.context["page"]
    pay = context.pay if hasattr(context, "pay") else context.roles[0].pay
    (component,) = pay.charts[0].components
    labels = [level.label for level in component.levels]
    assert labels == ["Mid", "Mid, Founders", "Mid, Remote"]
    assert not any(level.sources_disagree for level in component.levels)
    assert "They disagree" not in page.content.decode()
    assert "$130k to $180k" in page.content.decode()


def test_the_api_says_the_same(client, role):
    groups = client.get("/api/v1/salary-bands/?role=ai-engineer").json()["groups"]

    assert [(one["condition"], one["subject"], one["bands"]) for one in groups] == [
        ("", "", ["plain"]),
        ("", "Founders", ["few"]),
        ("Remote", "", ["remote"]),
    ]
    assert not any(one["sources_disagree"] for one in groups)


def test_a_card_shows_what_nothing_narrows(client, role):
    text = client.get("/roles/").content.decode()

    assert "$130k to $180k" in text
    assert "$60k" not in text


def test_highest_pay_leaves_it_out(client, role):
    rows = client.get("/api/v1/roles/?ordering=-pay_low").json()["results"]

    assert [row["slug"] for row in rows] == ["data-scientist", "ai-engineer"]


def test_a_card_with_nothing_broader_names_the_condition(client, united_states):
    role = CompleteRoleFactory(slug="prompt-engineer", title="Prompt Engineer")
    SalaryBandFactory(
        role=role, region=united_states, house_level="mid", condition="Remote"
    )

    assert "Mid, Remote" in client.get("/roles/").content.decode()
