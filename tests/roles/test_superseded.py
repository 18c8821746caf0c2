"""A newer edition of a series supersedes: the older is history and counts no more."""

from datetime import date

import pytest

from roles.models import Fact, Role, SalaryBand
from roles.services import archiving
from tests.desk import at_desk
from tests.factories.roles import (
    CompleteRoleFactory,
    FactFactory,
    RegionFactory,
    SalaryBandFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return CompleteRoleFactory(slug="ai-engineer", title="AI Engineer")


@pytest.fixture
def old(role):
    return SourceFactory(slug="guide", edition=1)


@pytest.fixture
def new(old):
    return SourceFactory(slug="guide-2", family=old.family, edition=2)


def demand(source, role, low, **fields):
    return FactFactory(
        role=role,
        published_in=source,
        low=low,
        high=low,
        as_printed=f"{low}/10",
        **fields,
    )


def figures_of(client, url):
    return [row["as_printed"] for row in client.get(url).json()["results"]]


def test_a_score_of_a_newer_edition_stands_alone_for_readers(client, role, old, new):
    demand(old, role, 9)
    demand(new, role, 7)
    other = CompleteRoleFactory(slug="data-scientist", title="Data Scientist")
    demand(SourceFactory(), other, 8)

    page = client.get("/roles/ai-engineer/")
    compared = client.get("/compare/?roles=ai-engineer,data-scientist")
    cards = client.get("/roles/?ordering=-demand")
    ordered = client.get("/api/v1/roles/?ordering=-demand").json()["results"]

    assert [score.fact.as_printed for score in page.context["page"].scores] == ["7/10"]
    assert "7/10" in compared.content.decode()
    assert "9/10" not in compared.content.decode()
    assert "9/10" not in cards.content.decode()
    assert [row["slug"] for row in ordered] == ["data-scientist", "ai-engineer"]
    assert figures_of(client, "/api/v1/facts/?role=ai-engineer") == ["7/10"]


def test_what_was_superseded_stays_readable_as_history(client, role, old, new):
    demand(old, role, 9)
    demand(new, role, 7)

    before = client.get("/sources/guide/").content.decode()
    after = client.get("/sources/guide-2/").content.decode()

    assert "9/10" in before
    assert "A newer edition has another" in before
    assert "7/10" in after
    assert "A newer edition has another" not in after


@pytest.mark.parametrize(
    "other",
    [
        {"dimension": "difficulty"},
        {"house_level": "senior"},
        {"subject": "Contractors"},
        {"comparator": "all other work"},
        {"component": "base"},
        {"unit": "rank"},
        {"period_start": 2023},
        {"period_end": 2033},
        {"measure": "market"},
    ],
)
def test_a_figure_of_another_series_supersedes_nothing(role, old, new, other):
    demand(old, role, 9)
    demand(new, role, 7, **other)

    assert Fact.objects.live().count() == 2


def test_a_figure_of_another_region_or_family_supersedes_nothing(role, old, new):
    first = demand(old, role, 9)
    demand(new, role, 7, region=RegionFactory(), region_basis="stated")
    demand(SourceFactory(edition=3), role, 6)

    assert first in Fact.objects.live()


def test_two_that_both_state_no_region_and_no_period_are_of_one_series(role, old, new):
    years = {"period_start": 2023, "period_end": 2033}
    demand(old, role, 9)
    demand(old, role, 8, **years)
    demand(new, role, 7)
    demand(new, role, 6, **years)

    assert {fact.low for fact in Fact.objects.live()} == {7, 6}


def test_a_role_is_found_by_what_the_newest_edition_says_it_asks(
    client, role, old, new
):
    asked = {"measure": "demand_level", "dimension": "coding", "low": None}
    asked |= {"high": None, "role": role}
    FactFactory(published_in=old, text_value="Low", as_printed="Low", **asked)
    FactFactory(published_in=new, text_value="High", as_printed="High", **asked)

    def found(level):
        rows = client.get(f"/api/v1/roles/?coding={level}").json()["results"]
        return [row["slug"] for row in rows]

    assert (found("low"), found("high")) == ([], ["ai-engineer"])


def test_what_was_superseded_is_never_out_of_date(role, old, new, publisher):
    past = date(2020, 1, 1)
    demand(old, role, 9, review_by=past)
    demand(new, role, 7)
    SalaryBandFactory(
        role=role,
        published_in=old,
        region=None,
        review_by=past,
        region_basis="not_stated",
        as_printed="$90k (old)",
    )
    SalaryBandFactory(
        role=role,
        published_in=new,
        region=None,
        region_basis="not_stated",
        as_printed="$95k (new)",
    )

    care = at_desk(publisher).get("/admin/care/").content.decode()

    assert "since 2020-01-01" not in care


def pay_everywhere(client):
    """Return the low ends that each surface gives for the role."""
    page = client.get("/roles/ai-engineer/").context["page"].pay
    explorer = client.get("/pay/").context["page"].roles
    listed = client.get("/api/v1/salary-bands/").json()["results"]
    on_csv = client.get("/roles/ai-engineer/pay.csv").content.decode()
    return {
        "page": {int(one.band.low) for one in page.figures} if page else set(),
        "explorer": {
            int(one.band.low) for shown in explorer for one in shown.pay.figures
        },
        "api": {int(float(row["low"])) for row in listed},
        "csv": {low for low in (90_000, 95_000) if str(low) in on_csv},
    }


@pytest.fixture
def paid(role, old, new):
    same = {"role": role, "region": RegionFactory(), "high": 120_000}
    SalaryBandFactory(published_in=old, low=90_000, **same)
    SalaryBandFactory(published_in=new, low=95_000, **same)


def test_pay_of_the_newest_edition_is_the_same_everywhere(client, paid):
    assert all(lows == {95_000} for lows in pay_everywhere(client).values())


def test_an_archived_edition_is_gone_everywhere_and_supersedes_nothing(
    client, paid, old, new, publisher
):
    archiving.archive(root=new, successor=old, by=publisher, now=new.published_at)

    assert all(lows == {90_000} for lows in pay_everywhere(client).values())


def test_a_role_whose_only_source_is_archived_has_no_pay(client, role, publisher):
    band = SalaryBandFactory(role=role, low=90_000)
    source = band.published_in
    archiving.archive(
        root=source, successor=SourceFactory(), by=publisher, now=source.published_at
    )

    assert not any(pay_everywhere(client).values())
    assert not Role.objects.of(SalaryBand.objects.live())
