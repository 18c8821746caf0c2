"""All pay in one place: filters, countries, groups that never mix, a spreadsheet."""

import csv

import pytest

from tests.factories.roles import (
    FactFactory,
    RegionFactory,
    RoleFactory,
    SalaryBandFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
PAY_QUERIES = 5


@pytest.fixture
def india(db):
    return RegionFactory(slug="india", name="India", code="IN", currency="INR")


def in_india(india, **fields):
    return SalaryBandFactory(
        **{
            "region": india,
            "currency": "INR",
            "low": 800_000,
            "high": 1_800_000,
            "as_printed": "₹8-18 LPA",
            **fields,
        }
    )


def test_page_without_pay_says_so(client):
    page = client.get("/pay/").text

    assert "No sourced pay yet" in page
    assert 'href="/report/?about=/pay/">Suggest a source' in page


def test_each_role_stands_alone_and_total_pay_apart(client):
    first = SalaryBandFactory(role__title="First")
    SalaryBandFactory(role__title="Second", low=95_000)
    SalaryBandFactory(role=first.role, component="total", low=300_000, high=400_000)

    shown = client.get("/pay/").context["page"].roles

    assert [one.role.title for one in shown] == ["First", "Second"]
    assert [chart.band_count for chart in shown[0].pay.charts] == [1]
    assert [chart.is_total for chart in shown[0].pay.total_charts] == [True]


def test_filters_narrow_and_count_what_choosing_would_give(client):
    SalaryBandFactory(house_level="entry")
    SalaryBandFactory(house_level="mid", component="base")

    page = client.get("/pay/?level=mid").context["page"]

    counts = {
        facet.name: {choice.value: choice.count for choice in facet.choices}
        for facet in page.facets
    }
    assert page.count == 1
    assert counts["level"] == {"entry": 1, "mid": 1}
    assert counts["component"] == {"base": 1}


def test_nothing_found_offers_the_filter_that_frees_most(client):
    SalaryBandFactory(house_level="entry", component="base")
    SalaryBandFactory(house_level="mid")

    page = client.get("/pay/?level=mid&component=base").text

    assert "No figure fits all of this" in page
    assert "(1 figure)" in page


def test_country_of_the_cookie_opens_first_in_its_own_writing(client, india):
    band = SalaryBandFactory()
    in_india(india, role=band.role)
    client.cookies["country"] = "india"

    page = client.get("/pay/")

    assert page.context["page"].place.slug == "india"
    assert "₹8\N{EN DASH}18 LPA" in page.text
    assert "₹8,00,000 to ₹18,00,000" in page.text


def test_one_source_is_said_and_the_next_best_named_unconverted(client, india):
    band = SalaryBandFactory()
    SalaryBandFactory(role=band.role)
    in_india(india, role=band.role)

    page = client.get("/pay/?country=india").text

    assert "Only one source speaks of this: India." in page
    assert "The next-best evidence is" in page
    assert "with 2 sources, in its own currency" in page


def test_country_without_any_figure_is_said_on_every_view_of_pay(client, india):
    band = SalaryBandFactory()

    explorer = client.get("/pay/?country=india").text
    role = client.get(f"{band.role.get_absolute_url()}?country=india").text

    assert "No source here gives pay for India." in explorer
    assert "No source here gives pay for India." in role


@pytest.mark.parametrize("country", ["nowhere", "x" * 500, "<b>", "not-stated"])
def test_any_country_opens_a_page(client, country):
    SalaryBandFactory()

    page = client.get("/pay/", {"country": country})

    assert page.status_code == 200
    assert "<b>" not in page.text


def test_roles_with_figures_of_other_countries_are_listed(client, india):
    SalaryBandFactory()
    in_india(india, role__title="Only in India")

    page = client.get("/pay/?country=us").context["page"]

    assert [other.role.title for other in page.elsewhere] == ["Only in India"]


def test_relative_figures_stand_apart(client):
    SalaryBandFactory()
    FactFactory(measure="premium", dimension="city", label="City", as_printed="+20%")

    page = client.get("/pay/").context["page"]

    assert [item.label for item in page.relative] == ["City"]


def test_drafts_of_role_source_and_figure_stay_out(client):
    SalaryBandFactory(status="draft")
    SalaryBandFactory(role=RoleFactory(status="draft"))
    SalaryBandFactory(published_in=SourceFactory(status="draft"))

    assert client.get("/pay/").context["page"].total == 0


def test_spreadsheet_holds_what_is_shown_with_source_and_license(client, india):
    shown = SalaryBandFactory(level_label="=Entry")
    in_india(india)

    text = client.get("/pay/figures.csv?country=us").text
    [row] = csv.DictReader(text.splitlines())

    assert row["key"] == shown.key
    assert row["level as printed"] == "'=Entry"
    assert row["printed in"] == shown.published_in.title
    assert "MIT license" in row["license"]


def test_fragment_for_a_changed_filter_has_no_shell(client):
    SalaryBandFactory()

    answer = client.get("/pay/?level=entry", headers={"HX-Request": "true"})

    assert "<html" not in answer.text
    assert 'id="pay-results"' in answer.text


@pytest.mark.parametrize("count", [1, 12])
def test_pay_costs_the_same_for_few_and_many(
    client, django_assert_max_num_queries, count
):
    for _ in range(count):
        SalaryBandFactory()

    with django_assert_max_num_queries(PAY_QUERIES):
        client.get("/pay/")


def test_figures_of_no_stated_country_are_shown_apart(client, india):
    in_india(india)
    SalaryBandFactory(region=None, region_basis="not_stated", as_printed="$70k-$80k")

    page = client.get("/pay/?country=not-stated")

    assert "70k" in page.text
    assert "LPA" not in page.text
