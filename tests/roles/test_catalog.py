"""Lists and pages of skills, certifications and sources: filters, pages, links."""

import pytest
from django.urls import reverse

from roles.models import CareerMove, Ladder, Rung, RungCertification, SkillMention
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roadmaps import StepSkillFactory
from tests.factories.roles import (
    CertificationFactory,
    FactFactory,
    GuideSectionFactory,
    ProviderFactory,
    RelatedGuideFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryBandFactory,
    SkillCategoryFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def found(client, address):
    return client.get(address).context["page"].found


def names(client, address):
    return [str(row) for row in found(client, address).page]


def counts(found):
    return {
        facet.name: {choice.value: choice.count for choice in facet.choices}
        for facet in found.facets
    }


def test_skills_are_found_by_name_alias_family_kind_and_role(client):
    role = RoleFactory(slug="builder")
    wood = RoleSkillFactory(role=role, skill__name="Carpentry").skill
    wood.aliases.create(name="Joinery")
    other = SkillCategoryFactory(code="XX", name="Other", color_slot=2)
    SkillFactory(name="Talking", kind="soft", category=other)

    assert names(client, "/skills/?q=joiner") == ["Carpentry"]
    assert names(client, "/skills/?category=XX") == ["Talking"]
    assert names(client, "/skills/?kind=soft") == ["Talking"]
    assert names(client, "/skills/?role=builder") == ["Carpentry"]
    api = client.get("/api/v1/skills/?q=joiner").json()["results"]
    assert [row["name"] for row in api] == ["Carpentry"]


def test_counts_of_skills_say_what_choosing_gives(client):
    SkillFactory(kind="soft")
    SkillFactory.create_batch(2)

    everything = counts(found(client, "/skills/"))
    narrowed = counts(found(client, "/skills/?kind=soft"))

    assert everything["kind"] == {"technical": 2, "soft": 1}
    assert narrowed["kind"] == {"technical": 2, "soft": 1}
    assert narrowed["category"] == {"PR": 1}


def test_no_skill_found_names_the_words_and_the_way_out(client):
    SkillFactory(kind="soft")

    page = client.get("/skills/?q=quantum&kind=soft").text

    assert "Nothing is called “quantum”" in page
    assert "Drop the search text (1 skill)" in page


@pytest.mark.parametrize("page", ["2", "99", "0", "-1", "x", "9" * 40])
def test_any_page_number_of_500_skills_is_answered(client, page):
    skills = SkillFactory.build_batch(70, category=SkillCategoryFactory())
    type(skills[0]).objects.bulk_create(skills)

    assert client.get("/skills/", {"page": page}).status_code == 200


@pytest.mark.parametrize("count", [1, 8])
def test_lists_cost_the_same_for_few_and_many(
    client, django_assert_max_num_queries, count
):
    for number in range(count):
        category = SkillCategoryFactory(code=f"C{number}", color_slot=number + 1)
        demand = RoleSkillFactory(skill__category=category)
        certification = CertificationFactory()
        demand.role.certification_links.create(
            certification=certification, source=demand.source
        )

    with django_assert_max_num_queries(7):
        client.get("/skills/")
    with django_assert_max_num_queries(6):
        client.get("/certifications/")
    with django_assert_max_num_queries(3):
        client.get("/sources/")


def test_skill_page_names_what_teaches_shows_and_mentions_it(client):
    taught = StepSkillFactory(level=3)
    skill = taught.skill
    demand = RoleSkillFactory(skill=skill)
    certification = CertificationFactory(name="Proof of it")
    certification.validated_skills.create(skill=skill, level=2, source=demand.source)
    SkillMention.objects.create(
        role=demand.role,
        source=demand.source,
        skill=skill,
        key="mention",
        as_printed="Printed so",
    )

    page = client.get(skill.get_absolute_url()).text

    step = reverse(
        "roadmaps:roadmap_step",
        args=[taught.step.version.roadmap.slug, taught.step.key],
    )
    assert f'href="{step}"' in page
    assert "Proof of it" in page
    assert "“Printed so”" in page


def test_skill_page_shows_a_learner_the_own_level(client, learner):
    held = HeldSkillFactory(user=learner, claimed_level=4)
    client.force_login(learner)

    page = client.get(held.skill.get_absolute_url()).text

    assert 'level-4">4</span> <span class="tag">Claimed' in page


@pytest.mark.parametrize("count", [1, 9])
def test_page_of_a_skill_costs_the_same_for_few_and_many(
    client, django_assert_max_num_queries, count
):
    skill = SkillFactory()
    for _ in range(count):
        demand = RoleSkillFactory(skill=skill)
        skill.prerequisite_links.create(prerequisite=SkillFactory())
        CertificationFactory().validated_skills.create(
            skill=skill, level=2, source=demand.source
        )

    with django_assert_max_num_queries(9):
        client.get(skill.get_absolute_url())


def test_certifications_are_found_by_name_alias_provider_and_standing(client):
    CertificationFactory(name="Cloud badge", aliases=["CB-1"])
    CertificationFactory(
        name="Old badge",
        standing="retired",
        provider=ProviderFactory(slug="acme", name="Acme"),
    )

    assert names(client, "/certifications/?q=cb-1") == ["Cloud badge"]
    assert names(client, "/certifications/?q=acme") == ["Old badge"]
    assert names(client, "/certifications/?standing=retired") == ["Old badge"]
    api = client.get("/api/v1/certifications/?q=cb-1").json()["results"]
    assert [row["name"] for row in api] == ["Cloud badge"]


def test_rung_asks_for_one_of_two_certifications(client):
    either, other = CertificationFactory(), CertificationFactory(name="The other one")
    ladder = Ladder.objects.create(
        role=RoleFactory(title="Climber"),
        source=SourceFactory(),
        key="ladder",
        title="Ladder",
        status="published",
    )
    rung = Rung.objects.create(ladder=ladder, key="mid", position=1, titles=["Middle"])
    for certification in (either, other):
        RungCertification.objects.create(rung=rung, certification=certification)

    page = client.get(either.get_absolute_url()).text

    assert "Climber</a>: Middle" in page
    assert "The other one</a>: either one does." in page


def test_source_page_counts_what_depends_on_it_and_links_there(client):
    source = SourceFactory(oddities="A table lost a row.", commercial_interest="Sells.")
    band = SalaryBandFactory(published_in=source, role__slug="builder")
    FactFactory(role=band.role, attributed_to=source)
    RoleSkillFactory(role=band.role, source=source)
    CareerMove.objects.create(
        role=band.role,
        key="move",
        kind="lateral",
        to_label="Elsewhere",
        published_in=source,
        status="published",
    )
    SalaryBandFactory(published_in=source, status="draft")

    page = client.get(source.get_absolute_url())

    uses = {use.label: use.count for use in page.context["page"].uses}
    assert uses == {
        "Pay figures": 1,
        "Other figures and claims": 1,
        "Moves": 1,
        "Levels and importance of skills": 1,
    }
    assert 'href="/roles/builder/#pay"' in page.text
    assert "A table lost a row." in page.text
    assert "Sells." in page.text
    assert "4 statements on this site." in client.get("/sources/").text


def test_older_edition_names_the_newer_and_keeps_its_figures_as_history(client):
    old = SalaryBandFactory()
    newer = SourceFactory(family=old.published_in.family, edition=2, title="Again")
    SalaryBandFactory(role=old.role, published_in=newer)

    page = client.get(old.published_in.get_absolute_url()).text

    assert "newer: its figures stand in place of these" in page
    assert "A newer edition has another" in page


@pytest.mark.parametrize("count", [1, 9])
def test_page_of_a_source_costs_the_same_for_few_and_many(
    client, django_assert_max_num_queries, count
):
    source = SourceFactory()
    for _ in range(count):
        band = SalaryBandFactory(published_in=source)
        FactFactory(role=band.role, published_in=source)
        GuideSectionFactory(source=source)
        RelatedGuideFactory(source=source, to_role=band.role)

    with django_assert_max_num_queries(11):
        client.get(source.get_absolute_url())


def test_fragment_of_a_list_brings_its_counts_along(client):
    SkillFactory()

    answer = client.get("/skills/?kind=technical", headers={"HX-Request": "true"})

    assert "<html" not in answer.text
    assert 'id="skill-facets" hx-swap-oob="true"' in answer.text
    assert "<input" not in answer.text
