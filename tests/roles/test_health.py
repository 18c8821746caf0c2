"""The desk says what needs care, each with a link to the place."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from roles.services.health import concerns
from tests.factories.roles import (
    CertificationFactory,
    CompleteRoleFactory,
    FactFactory,
    SalaryBandFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


def texts(key):
    found = next(one for one in concerns(today=TODAY) if one.key == key)
    return [finding.text for finding in found.findings]


def test_what_is_past_its_day_is_listed_oldest_first():
    CertificationFactory(name="Later", review_by=TODAY - timedelta(days=1))
    SalaryBandFactory(as_printed="$1", review_by=TODAY - timedelta(days=9))
    CertificationFactory(name="In time", review_by=TODAY)
    CertificationFactory(name="Hidden", status="draft", review_by=date(2020, 1, 1))

    found = texts("out-of-date")

    assert [text.split(" ")[0].strip(",") for text in found] == ["$1", "Later"]


def test_drafts_that_wait_for_a_publisher_are_listed():
    SkillFactory(name="Waiting", status="in_review", editor_name="Edda Itor")

    assert texts("in-review") == ["Waiting (skill), Edda Itor"]


def test_roles_name_their_empty_sections():
    CompleteRoleFactory(title="Thin", body="Text.")

    assert texts("empty") == ["Thin: no pay, no ladder, no questions"]


def test_a_fact_of_one_source_is_listed_until_a_second_speaks():
    fact = FactFactory(dimension="demand")
    alone = texts("one-source")

    FactFactory(role=fact.role, dimension="demand", published_in=SourceFactory())

    assert len(alone) == 1
    assert texts("one-source") == []


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

    with django_assert_max_num_queries(45):
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
