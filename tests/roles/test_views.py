"""The public pages of skills, certifications and sources."""

import re

import pytest

from tests.factories.roles import (
    CertificationFactory,
    RoleSkillFactory,
    SalaryBandFactory,
    SkillFactory,
)
from tests.roles.conftest import full_role

pytestmark = pytest.mark.django_db


def test_skill_list_groups_by_family_and_counts_roles(client):
    RoleSkillFactory(skill__name="Python")
    SkillFactory(name="Secret", status="draft")

    page = client.get("/skills/").text

    assert "Python" in page
    assert "1 role" in page
    assert "Secret" not in page


def test_skill_page_says_what_comes_before_and_who_asks(client):
    skill, before = SkillFactory(name="Serving"), SkillFactory(name="Git")
    skill.prerequisite_links.create(prerequisite=before)
    demand = RoleSkillFactory(skill=skill)

    page = client.get(skill.get_absolute_url()).text

    assert "Git" in page
    assert demand.role.get_absolute_url() in page


def test_draft_skill_is_not_found(client):
    draft = SkillFactory(status="draft")

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_certifications_no_longer_offered_come_last(client):
    CertificationFactory(name="Gone", standing="retired", position=0)
    CertificationFactory(name="Offered", position=9)

    rows = client.get("/certifications/").context["page"].lines

    assert [row.certification.name for row in rows] == ["Offered", "Gone"]


def test_retired_certification_names_its_successor(client):
    successor = CertificationFactory(name="The new one")
    retired = CertificationFactory(standing="retired", successor=successor)

    page = client.get(retired.get_absolute_url()).text

    assert "No longer offered" in page
    assert "The new one" in page


def test_source_page_lists_what_the_source_prints(client):
    band = SalaryBandFactory(as_printed="$90k-$120k")

    page = client.get(band.published_in.get_absolute_url()).text

    assert "$90k-$120k" in page
    assert band.role.get_absolute_url() in page


def test_source_list_is_linked_from_every_page(client):
    assert 'href="/sources/"' in client.get("/skills/").text
    assert client.get("/sources/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/roles/",
        "/skills/",
        "/certifications/",
        "/sources/",
        "/pay/",
        "/compare/",
        "{role}",
        "{skill}",
        "{source}",
    ],
)
def test_public_pages_set_no_cookie_hold_no_token_and_have_one_heading(client, path):
    demand = RoleSkillFactory(role=full_role())
    path = path.format(
        role=demand.role.get_absolute_url(),
        skill=demand.skill.get_absolute_url(),
        source=demand.source.get_absolute_url(),
    )

    response = client.get(path)

    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert response.text.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', response.text)
    assert len(ids) == len(set(ids))
