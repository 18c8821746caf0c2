"""Readers are told where a thing should have been looked at again (rule 7)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from roadmaps.models import Resource
from tests.factories.roadmaps import StepFactory
from tests.factories.roles import (
    CertificationFactory,
    FactFactory,
    RoleFactory,
    SalaryBandFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2025, 3, 1)
SHARE = {"unit": "percent", "polarity": "", "scale_max": None}


def page_of(client, url):
    return client.get(url).content.decode()


def test_a_pay_figure_past_its_check_says_as_of_when(client):
    band = SalaryBandFactory(review_by=LONG_AGO, as_of="2024")

    page = page_of(client, band.role.get_absolute_url())

    assert "May be out of date (as of 2024)" in page


def test_pay_and_source_pages_mark_it_too(client):
    band = SalaryBandFactory(review_by=LONG_AGO, as_of="2024")
    SalaryBandFactory(role=band.role, published_in=band.published_in)
    FactFactory(measure="premium", review_by=LONG_AGO, as_of="2023")

    pay = page_of(client, "/pay/")
    source = page_of(client, band.published_in.get_absolute_url())

    assert "1 of 2 figures may be out of date: see the table." in pay
    assert "May be out of date (as of 2024)" in pay
    assert "May be out of date (as of 2023)" in pay
    assert source.count("May be out of date (as of 2024)") == 1


def test_an_outlook_figure_past_its_check_says_when_it_was_due(client):
    fact = FactFactory(measure="growth", dimension="jobs", review_by=LONG_AGO, as_of="")

    page = page_of(client, fact.role.get_absolute_url())

    assert "May be out of date (its check was due 1 Mar 2025)" in page


def test_a_score_and_a_share_of_time_are_marked(client):
    role = RoleFactory()
    FactFactory(role=role, review_by=LONG_AGO, as_of="2022")
    FactFactory(role=role, measure="time_share", review_by=LONG_AGO, as_of="2023")
    FactFactory(role=role, measure="time_share", as_of="2024")

    page = page_of(client, role.get_absolute_url())

    scores = page.partition('class="scores"')[2].partition("</section>")[0]
    shares = page.partition('class="shares"')[2].partition("</dl>")[0]
    assert scores.count("May be out of date (as of 2022)") == 1
    assert shares.count("May be out of date") == 1
    assert "May be out of date (as of 2023)" in shares


def test_a_comparison_marks_figures_and_pay(client):
    one, two = RoleFactory.create_batch(2)
    for role, low in ((one, 4), (two, 9)):
        FactFactory(role=role, low=low, high=low, review_by=LONG_AGO, as_of="2022")
    SalaryBandFactory(role=one, review_by=LONG_AGO, as_of="2023")
    SalaryBandFactory(role=two)

    page = page_of(client, f"/compare/?roles={one.slug},{two.slug}")

    assert page.count("May be out of date (as of 2022)") == 2
    assert page.count("May be out of date (as of 2023)") == 1
    assert "1 of 2 figures may be out of date: see the table." in page


def test_a_figure_worked_out_is_as_old_as_what_it_rests_on(client):
    one, two = RoleFactory.create_batch(2)
    band = SalaryBandFactory(role=one, component="base", house_level="mid")
    FactFactory(
        role=one,
        published_in=band.published_in,
        measure="premium",
        dimension=two.slug,
        component="base",
        **SHARE,
        review_by=LONG_AGO,
        as_of="2021",
    )
    band.review_by, band.as_of = LONG_AGO, "2020"
    band.save()

    page = page_of(client, f"/compare/?roles={one.slug},{two.slug}&show=all")

    assert "2 of 2 figures may be out of date" in page
    assert page.count("May be out of date (as of 2020)") == 2
    hatched = page.partition("Hatched: worked out")[2].partition("</p>")[0]
    assert "May be out of date (as of 2021)" in hatched


def test_a_certification_is_marked_wherever_its_standing_is_shown(client):
    certification = CertificationFactory(review_by=LONG_AGO)
    role = RoleFactory()
    role.certification_links.create(certification=certification, source=SourceFactory())
    told = "May be out of date (its check was due 1 Mar 2025)"

    for address in (
        role.get_absolute_url(),
        "/certifications/",
        certification.get_absolute_url(),
    ):
        assert page_of(client, address).count(told) == 1, address


@pytest.mark.parametrize(("days", "is_told"), [(1, True), (0, False), (-9, False)])
def test_a_certification_is_marked_from_the_day_after_its_check(client, days, is_told):
    due = timezone.localdate() - timedelta(days=days)
    certification = CertificationFactory(review_by=due)

    page = page_of(client, certification.get_absolute_url())

    assert ("May be out of date" in page) == is_told


def test_a_resource_of_a_step_is_marked(client):
    step = StepFactory()
    roadmap = step.version.roadmap
    Resource.objects.create(
        roadmap=roadmap,
        step_key=step.key,
        key="one",
        title="One",
        provider="P",
        url="https://example.com",
        kind="book",
        cost="free",
        status="published",
        published_at=timezone.now(),
        review_by=LONG_AGO,
    )

    page = page_of(client, f"/roadmaps/{roadmap.slug}/steps/{step.key}/")

    assert "May be out of date" in page
