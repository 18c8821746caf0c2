"""The desk says what needs care, each with a link to the place."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from roles.models import Faq, RoleCertification, RoleSkill, RungCertification
from roles.services.concerns import SHOWN_MAX
from roles.services.drafts import open_draft
from roles.services.health import concerns
from tests.factories.roles import (
    CertificationFactory,
    CompleteRoleFactory,
    FactFactory,
    LadderFactory,
    RegionFactory,
    RoleFactory,
    RungFactory,
    SalaryBandFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


def concern(key):
    return next(one for one in concerns(today=TODAY) if one.key == key)


def texts(key):
    return [finding.text for finding in concern(key).findings]


def test_what_is_past_its_day_is_listed_oldest_first():
    CertificationFactory(name="Later", review_by=TODAY - timedelta(days=1))
    SalaryBandFactory(as_printed="$1", review_by=TODAY - timedelta(days=9))
    CertificationFactory(name="In time", review_by=TODAY)
    CertificationFactory(name="Hidden", status="draft", review_by=date(2020, 1, 1))

    found = texts("out-of-date")

    assert [text.split(" ")[0].strip(",") for text in found] == ["$1", "Later"]


def test_more_than_the_list_shows_is_counted_in_full():
    late = {"review_by": TODAY - timedelta(days=1)}
    CertificationFactory.create_batch(SHOWN_MAX + 3, **late)
    SalaryBandFactory(**late, as_printed="$1")
    SkillFactory.create_batch(SHOWN_MAX + 2, status="in_review")

    late_ones, waiting = concern("out-of-date"), concern("in-review")

    assert (late_ones.count, len(late_ones.findings)) == (SHOWN_MAX + 4, SHOWN_MAX)
    assert (waiting.count, len(waiting.findings)) == (SHOWN_MAX + 2, SHOWN_MAX)


def test_drafts_that_wait_for_a_publisher_are_listed():
    SkillFactory(name="Waiting", status="in_review", editor_name="Edda Itor")

    assert texts("in-review") == ["Waiting (skill), Edda Itor"]


def test_roles_name_their_empty_sections():
    CompleteRoleFactory(title="Thin", body="Text.")

    assert texts("empty") == ["Thin: no pay, no ladder, no questions"]


def test_a_section_that_holds_only_what_readers_do_not_see_is_empty():
    role = CompleteRoleFactory(title="Hidden", body="Text.")
    RoleSkill.objects.filter(role=role).get().skill.unpublish()
    SalaryBandFactory(role=role, published_in__status="draft")
    LadderFactory(role=role, status="draft")
    Faq.objects.create(role=role, key="why", question="Why?", status="archived")

    assert texts("empty") == ["Hidden: no skills, no pay, no ladder, no questions"]


def test_a_role_whose_sections_readers_see_is_not_listed():
    role = CompleteRoleFactory(body="Text.")
    SalaryBandFactory(role=role)
    LadderFactory(role=role)
    Faq.objects.create(role=role, key="why", question="Why?", status="published")

    assert texts("empty") == []


def test_a_fact_of_one_source_is_listed_until_a_second_speaks():
    fact = FactFactory(dimension="demand")
    alone = texts("one-source")

    FactFactory(role=fact.role, dimension="demand", published_in=SourceFactory())

    assert len(alone) == 1
    assert texts("one-source") == []


def test_pay_is_listed_until_a_second_source_prints_it_on_the_same_basis():
    role = RoleFactory(title="Engineer")
    band = SalaryBandFactory(role=role, as_printed="$1")
    second = {"role": role, "published_in": SourceFactory()}
    elsewhere = RegionFactory(slug="india", name="India", code="IN", currency="INR")
    SalaryBandFactory(**second, region=elsewhere)
    SalaryBandFactory(**second, house_level="senior")
    SalaryBandFactory(**second, component="total")
    SalaryBandFactory(**second, period="hour")
    SalaryBandFactory(role=role, published_in=band.published_in)
    SalaryBandFactory(**second, status="draft")
    alone = texts("one-source-pay")

    SalaryBandFactory(**second)

    assert f"Engineer, United States: {band}" in alone
    assert len(alone) == 6
    assert len(texts("one-source-pay")) == 4


def test_pay_of_no_stated_country_is_confirmed_by_pay_of_none():
    role = RoleFactory(title="Engineer")
    nowhere = {"role": role, "region": None, "region_basis": "not_stated"}
    SalaryBandFactory(**nowhere, as_printed="$1")
    alone = texts("one-source-pay")

    SalaryBandFactory(**nowhere)

    assert [text.split("$")[0] for text in alone] == ["Engineer, Country not stated: "]
    assert texts("one-source-pay") == []


def test_retired_certifications_that_roles_and_rungs_ask_for_are_listed(publisher):
    gone = CertificationFactory(name="Gone", standing="retired")
    role = CompleteRoleFactory(title="Engineer")
    guide = SourceFactory(title="Guide")
    RoleCertification.objects.create(role=role, certification=gone, source=guide)
    rung = RungFactory(ladder__role=role, ladder__source=guide, titles=["Lead"])
    hidden = RungFactory(ladder__role=role, ladder__status="draft")
    of_draft = RungFactory(ladder__role=RoleFactory(status="draft"))
    for one in (rung, hidden, of_draft):
        RungCertification.objects.create(rung=one, certification=gone)
    for root in (role, rung.ladder):
        open_draft(root=root, by=publisher, now=timezone.now())

    assert texts("retired-asked-for") == [
        "Engineer: Gone (Guide)",
        "Engineer, Lead: Gone (Guide)",
    ]


def test_retired_certifications_without_successor_are_listed():
    CertificationFactory(name="Gone", standing="retired")

    assert texts("no-successor") == ["Gone"]


def test_page_links_each_finding_with_a_constant_number_of_queries(
    client, editor, django_assert_max_num_queries
):
    gone = CertificationFactory(name="Gone", standing="retired")
    for _ in range(5):
        FactFactory(review_by=timezone.now().date() - timedelta(days=1))
        CompleteRoleFactory()
    client.force_login(editor)

    with django_assert_max_num_queries(48):
        page = client.get("/admin/care/").content.decode()

    assert f'href="/admin/roles/certification/{gone.pk}/change/"' in page


def test_page_is_closed_to_others(client, learner):
    assert client.get("/admin/care/").status_code == 302
    client.force_login(learner)
    assert client.get("/admin/care/").status_code in {302, 403}


def test_the_desk_leads_to_the_list_once(client, editor):
    client.force_login(editor)

    page = client.get("/admin/").content.decode()

    assert page.count('href="/admin/care/"') == 1
