"""A figure that promotes something is kept, and shown only to who asks for it."""

import pytest

from roles.models import SalaryBand
from tests.factories.roles import (
    CompleteRoleFactory,
    FactFactory,
    RoleFactory,
    SalaryBandFactory,
)

pytestmark = pytest.mark.django_db
PRINTED = "$990,000 with our course"
FIGURE = {"low": 990_000, "high": 990_000, "as_printed": PRINTED}


@pytest.fixture
def role():
    role = CompleteRoleFactory(slug="ai-engineer")
    SalaryBandFactory(role=role, house_level="mid", low=120_000, high=150_000)
    return role


@pytest.fixture
def promoted(role):
    """Return a pay figure that promotes, beside a score and a premium that do."""
    FactFactory(role=role, as_printed=PRINTED, is_promotional=True)
    FactFactory(
        role=role,
        measure="premium",
        dimension="course",
        as_printed=PRINTED,
        label="With our course",
        unit="percent",
        scale_max=None,
        polarity="",
        low=90,
        high=90,
        is_promotional=True,
    )
    return SalaryBandFactory(
        role=role, house_level="mid", is_promotional=True, **FIGURE
    )


@pytest.mark.parametrize(
    "address",
    [
        "/roles/ai-engineer/",
        "/roles/ai-engineer/pay.csv",
        "/roles/",
        "/pay/",
        "/pay/figures.csv",
        "/compare/?roles=ai-engineer,other&show=all",
        "/sources/{source}/",
    ],
)
def test_no_page_shows_it_unasked(client, promoted, address):
    other = RoleFactory(slug="other")
    SalaryBandFactory(role=other, house_level="mid", region=promoted.region)
    page = client.get(address.format(source=promoted.published_in.slug))

    assert page.status_code == 200
    for told in (PRINTED, "$990", "990000", "With our course", "10/10"):
        assert told not in page.text


def test_it_moves_no_role_up_nor_into_a_filter(client, promoted):
    other = RoleFactory(slug="other")
    SalaryBandFactory(role=other, house_level="mid", low=130_000, high=150_000)
    SalaryBand.objects.exclude(pk=promoted.pk).filter(role=promoted.role).delete()

    by_pay = client.get("/api/v1/roles/", {"ordering": "-pay_low"}).json()["results"]
    paid = client.get("/api/v1/roles/", {"has_pay": "true"}).json()["results"]

    assert [one["slug"] for one in by_pay] == ["other", "ai-engineer"]
    assert [one["slug"] for one in paid] == ["other"]


def test_programs_read_it_marked_and_in_no_group(client, promoted):
    found = client.get("/api/v1/salary-bands/", {"role": "ai-engineer"}).json()

    marks = {one["key"]: one["is_promotional"] for one in found["results"]}
    assert marks[promoted.key] is True
    assert sorted(marks.values()) == [False, True]
    assert [group["envelope"]["band_count"] for group in found["groups"]] == [1]
