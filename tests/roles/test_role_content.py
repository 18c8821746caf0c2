"""What the site promises of its roles, read from the fixtures without a database."""

import re
from collections import Counter, defaultdict

import pytest

from roles.models import (
    CareerMove,
    ComparisonFactor,
    Duty,
    EducationStance,
    Fact,
    Faq,
    FaqAnswer,
    Guidance,
    InterviewQuestion,
    Ladder,
    Role,
    RoleAlias,
    RoleCertification,
    RoleMapStop,
    RoleSkill,
    Rung,
    SalaryBand,
    Skill,
    SkillAlias,
    Source,
)
from tests.content import fixture_records

RECORDS = fixture_records()
ROLES = [record.values["slug"] for record in RECORDS if record.model is Role]
OTHER_ROLES = sorted(set(ROLES) - {"ai-engineer"})
# What every role page shows, and how many rows of it at least.
SECTIONS = {
    Duty: 8,
    RoleSkill: 15 * 3,
    RoleCertification: 1,
    Ladder: 1,
    CareerMove: 4,
    Fact: 4,
    Faq: 4,
    RoleMapStop: 1,
}
SOURCED = (
    Duty,
    RoleSkill,
    RoleCertification,
    Ladder,
    FaqAnswer,
    EducationStance,
    Guidance,
    ComparisonFactor,
    InterviewQuestion,
)
# What is told of the roles that no document is about, and how much at least.
OWN_SECTIONS = {EducationStance: 1, ComparisonFactor: 3, InterviewQuestion: 8}
GUIDANCE = {
    "first_step": 1,
    "portfolio": 3,
    "resume": 2,
    "advantage": 3,
    "challenge": 3,
    "fit": 4,
    "self_question": 4,
}


def of(model):
    return [record.values for record in RECORDS if record.model is model]


def kinds_of_sources():
    return {row["slug"]: row.get("kind", "document") for row in of(Source)}


def test_there_are_thirteen_published_roles():
    assert len(ROLES) == 13
    assert {row["status"] for row in of(Role)} == {"published"}


@pytest.mark.parametrize("model", SECTIONS, ids=lambda model: model.__name__)
def test_every_role_fills_every_section(model):
    counted = Counter(row["role"][0] for row in of(model))

    assert {slug: n for slug in ROLES if (n := counted[slug]) < SECTIONS[model]} == {}


@pytest.mark.parametrize("model", OWN_SECTIONS, ids=lambda model: model.__name__)
def test_every_other_role_fills_the_sections_in_words(model):
    counted = Counter(row["role"][0] for row in of(model))

    assert {s: n for s in OTHER_ROLES if (n := counted[s]) < OWN_SECTIONS[model]} == {}


@pytest.mark.parametrize("kind", GUIDANCE)
def test_every_other_role_has_guidance_of_every_kind(kind):
    counted = Counter(row["role"][0] for row in of(Guidance) if row["kind"] == kind)

    assert {s: n for s in OTHER_ROLES if (n := counted[s]) < GUIDANCE[kind]} == {}


def test_fit_is_told_from_both_sides():
    told = {
        (row["role"][0], row["polarity"])
        for row in of(Guidance)
        if row["kind"] == "fit"
    }

    assert {(slug, "fits") for slug in OTHER_ROLES} <= told
    assert {(slug, "against") for slug in OTHER_ROLES} <= told


@pytest.mark.parametrize("slug", OTHER_ROLES)
def test_interviews_are_practiced_at_each_level_in_several_kinds(slug):
    rows = [row for row in of(InterviewQuestion) if row["role"] == [slug]]

    assert 8 <= len(rows) <= 12
    assert {row["house_level"] for row in rows} >= {"entry", "mid", "senior"}
    assert len({row["kind"] for row in rows}) >= 3
    assert all(len(row["outline"]) > 60 for row in rows)


def test_a_question_asks_only_for_skills_that_the_role_asks_for():
    asked = {(row["role"][0], row["skill"][0]) for row in of(RoleSkill)}
    wanted = {
        (row["role"][0], skill[0])
        for row in of(InterviewQuestion)
        if row["role"] != ["ai-engineer"]
        for skill in row["skills"]
    }

    assert sorted(wanted - asked) == []


@pytest.mark.parametrize("cadence", ["core", "day", "week", "month"])
def test_every_role_has_duties_at_every_rhythm(cadence):
    told = {row["role"][0] for row in of(Duty) if row["cadence"] == cadence}

    assert told == set(ROLES)


def test_texts_on_a_card_fit_it():
    for row in of(Role):
        assert 20 <= len(row["summary"]) <= 90, row["slug"]
        assert row["lead"], row["slug"]
        assert len(row["body"]) > 150, row["slug"]


def test_another_name_leads_to_one_role_only():
    names = Counter(
        row["name"].lower() for row in of(RoleAlias) if row["kind"] == "alias"
    )
    names.update(row["title"].lower() for row in of(Role))

    assert [name for name, count in names.items() if count > 1] == []


def test_another_name_of_a_skill_leads_to_one_skill_only():
    names = Counter(row["name"].lower() for row in of(SkillAlias))
    skills = {row["slug"]: row["name"].lower() for row in of(Skill)}
    taken = [
        row["name"]
        for row in of(SkillAlias)
        if row["name"].lower() in skills.values()
        and skills[row["skill"][0]] != row["name"].lower()
    ]

    assert [name for name, count in names.items() if count > 1] == []
    assert taken == []


def test_every_skill_is_described_and_most_are_asked_for():
    asked = {row["skill"][0] for row in of(RoleSkill)}
    skills = {row["slug"] for row in of(Skill)}

    assert len(skills) >= 90
    assert all(row["description"] for row in of(Skill))
    assert len(skills - asked) <= 5


def test_roles_differ_in_what_they_ask_for():
    wanted = defaultdict(set)
    for row in of(RoleSkill):
        wanted[row["role"][0]].add(row["skill"][0])

    for slug, skills in wanted.items():
        for other, others in wanted.items():
            if slug != other:
                shared = len(skills & others) / len(skills | others)
                assert shared < 0.6, (slug, other)


def test_only_documents_and_our_estimate_stand_behind_a_text():
    kinds = kinds_of_sources()

    for model in SOURCED:
        behind = {kinds[row["source"][0]] for row in of(model)}
        assert behind <= {"document", "editorial"}, model


def test_our_estimate_never_gives_a_figure():
    own = [
        row
        for model in (Fact, SalaryBand)
        for row in of(model)
        if row["published_in"] == ["editorial-estimate"]
    ]

    assert own
    assert {row["measure"] for row in own} == {"demand_level"}
    assert not any("low" in row or "high" in row for row in own)


def test_our_answers_speak_of_no_money_and_no_percentage():
    own = [row for row in of(FaqAnswer) if row["source"] == ["editorial-estimate"]]

    assert [
        row["text"] for row in own if re.search(r"[$€£₹]|\d+ ?%", row["text"])
    ] == []


def test_no_move_leads_back_to_its_own_role():
    loops = [row for row in of(CareerMove) if row.get("to_role") == row["role"]]

    assert loops == []


def test_every_role_can_be_reached_from_another():
    reached = {row["to_role"][0] for row in of(CareerMove) if row.get("to_role")}

    assert reached == set(ROLES)


def test_each_ladder_of_ours_climbs_without_years():
    order = ["entry", "mid", "senior", "staff", "executive"]
    own = {
        (row["role"][0], row["key"])
        for row in of(Ladder)
        if row["source"] == ["editorial-estimate"]
    }
    rungs = defaultdict(list)
    for row in of(Rung):
        if tuple(row["ladder"]) in own:
            rungs[tuple(row["ladder"])].append(row)

    assert sorted(slug for slug, _ in own) == OTHER_ROLES
    for ladder in rungs.values():
        places = [order.index(row["house_level"]) for row in ladder]
        assert places == sorted(set(places))
        assert not any("years_from" in row for row in ladder)


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("LLM Engineer", "generative-ai-engineer"),
        ("genai engineer", "generative-ai-engineer"),
        ("ml ops", "mlops-engineer"),
        ("machine learning operations", "mlops-engineer"),
        ("natural language processing", "nlp-engineer"),
        ("CV engineer", "computer-vision-engineer"),
        ("software engineer", "software-developer"),
        ("AI PM", "ai-product-manager"),
        ("AI architect", "ai-solutions-architect"),
        ("AI researcher", "ai-research-scientist"),
        ("responsible AI", "ai-governance-professional"),
    ],
)
def test_what_people_call_a_role_is_one_of_its_names(asked, slug):
    found = {
        row["role"][0]
        for row in of(RoleAlias)
        if row["kind"] == "alias" and asked.lower() in row["name"].lower()
    }

    assert found == {slug}


def test_a_guides_nine_popular_titles_are_ours_or_other_titles_of_the_ai_engineer():
    named = {
        row["name"]
        for row in of(RoleAlias)
        if row["role"] == ["ai-engineer"]
        and row.get("source") == ["ai-engineer-jobs-guide"]
    }

    assert named >= {
        "Machine Learning Engineer",
        "NLP Engineer",
        "Computer Vision Engineer",
        "AI Solutions Architect",
        "Deep Learning Engineer",
        "MLOps Engineer",
        "Generative AI Engineer",
        "AI Research Engineer",
    }


def test_a_title_that_no_guide_prints_names_none():
    [row] = [
        row
        for row in of(RoleAlias)
        if row["name"] == "AI Ethics and Governance Specialist"
    ]

    # Said, not left out: rows seeded earlier hold a guide that lacks the title.
    assert row["source"] is None
