"""Profile, skills, projects and certifications of the signed-in person."""

from datetime import date

import pytest

from profiles.models import EarnedCertification, HeldSkill, HeldSkillChange, Project
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roles import (
    CertificationFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    SkillCategoryFactory,
    SkillFactory,
)

PROFILE = {
    "name": "Amara Osei",
    "headline": "Support engineer",
    "target_role": "",
    "target_level": "mid",
    "hours_per_week": "8",
    "country": "",
    "time_zone": "Europe/Lisbon",
}


def archive(content):
    content.status = "archived"
    content.save(update_fields=["status"])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_profile_keeps_target_place_and_time(signed_in, learner):
    role, country = RoleFactory(), RegionFactory()

    signed_in.post(
        "/me/profile/", {**PROFILE, "target_role": role.pk, "country": country.pk}
    )

    learner.profile.refresh_from_db()
    assert learner.profile.target_role == role
    assert learner.profile.country == country
    assert learner.profile.time_zone == "Europe/Lisbon"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("hours_per_week", "0"),
        ("hours_per_week", "81"),
        ("hours_per_week", "lots"),
        ("time_zone", "Mars/Olympus"),
        ("target_level", "guru"),
        ("target_role", "999999"),
        ("headline", "x" * 121),
    ],
)
def test_a_wrong_field_is_named_and_everything_typed_is_kept(
    signed_in, learner, field, value
):
    answer = signed_in.post(
        "/me/profile/", {**PROFILE, "headline": "Kept words", field: value}
    )

    page = text(answer)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert "<title>Error: Profile" in page
    learner.profile.refresh_from_db()
    assert learner.profile.headline == ""


def test_a_draft_role_cannot_be_a_target(signed_in):
    draft = RoleFactory(status="draft")

    answer = signed_in.post("/me/profile/", {**PROFILE, "target_role": draft.pk})

    assert answer.status_code == 422


def test_another_field_changes_while_the_target_is_retired(signed_in, learner):
    retired, other = RoleFactory(status="archived"), RoleFactory(status="archived")
    learner.profile.aim_at(retired)
    page = text(signed_in.get("/me/profile/"))

    kept = signed_in.post("/me/profile/", {**PROFILE, "target_role": retired.pk})
    refused = signed_in.post("/me/profile/", {**PROFILE, "target_role": other.pk})

    learner.profile.refresh_from_db()
    assert f'<option value="{retired.pk}" selected>' in page
    assert kept.status_code == 302
    assert refused.status_code == 422
    assert learner.profile.headline == "Support engineer"
    assert learner.profile.target_role == retired


def test_the_country_of_the_profile_opens_pay_from_then_on(signed_in):
    country = RegionFactory()

    answer = signed_in.post("/me/profile/", {**PROFILE, "country": country.pk})

    assert answer.cookies["country"].value == country.slug


def test_a_profile_without_country_leaves_the_choice_alone(signed_in):
    assert "country" not in signed_in.post("/me/profile/", PROFILE).cookies


def test_an_account_made_by_an_operator_gets_its_profile(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("new@example.org"))

    assert client.get("/me/profile/").status_code == 200


def test_skills_stand_family_by_family(signed_in):
    cloud = SkillCategoryFactory(code="CL", name="Cloud", color_slot=5, position=2)
    SkillFactory(name="Python")
    SkillFactory(name="AWS", category=cloud)
    SkillFactory(name="Unpublished", status="draft")

    page = text(signed_in.get("/me/skills/"))

    assert page.index("Programming") < page.index("Python") < page.index("AWS")
    assert page.count("<fieldset") == 2
    assert "Unpublished" not in page


def test_one_post_saves_all_ratings(signed_in, learner):
    SkillFactory(slug="python")
    SkillFactory(slug="sql")

    answer = signed_in.post(
        "/me/skills/", {"skill-python": "3", "skill-sql": ""}, follow=True
    )

    held = HeldSkill.objects.get(user=learner)
    assert (held.skill.slug, held.claimed_level) == ("python", 3)
    assert "1 rating saved." in text(answer)


def test_only_what_changed_writes_history(signed_in, learner):
    for slug, level in (("python", 3), ("sql", 2)):
        HeldSkillFactory(
            user=learner, skill=SkillFactory(slug=slug), claimed_level=level
        )

    signed_in.post("/me/skills/", {"skill-python": "3", "skill-sql": "4"})

    change = HeldSkillChange.objects.get()
    assert (change.held_skill.skill.slug, change.from_level, change.to_level) == (
        "sql",
        2,
        4,
    )


def test_what_is_not_sent_stays_as_it_is(signed_in, learner):
    held = HeldSkillFactory(user=learner, claimed_level=3)

    signed_in.post("/me/skills/", {"other": "1"})

    held.refresh_from_db()
    assert held.claimed_level == 3


@pytest.mark.parametrize("level", ["6", "-1", "3.5", "x", "٣"])
def test_an_impossible_rating_saves_nothing_and_keeps_the_rest(signed_in, level):
    SkillFactory(slug="python", name="Python")
    SkillFactory(slug="sql")

    answer = signed_in.post("/me/skills/", {"skill-python": level, "skill-sql": "4"})

    page = text(answer)
    assert answer.status_code == 422
    assert 'href="#id_skill-python_0"' in page
    assert 'id="id_skill-python_0"' in page
    assert 'name="skill-sql" value="4" checked' in page
    assert not HeldSkill.objects.exists()


def test_the_target_roles_skills_come_alone_until_all_are_asked_for(signed_in, learner):
    role = RoleFactory(title="AI Engineer")
    python = SkillFactory(name="Python")
    for level in ("entry", "mid"):
        RoleSkillFactory(role=role, skill=python, house_level=level)
    SkillFactory(name="Plumbing")
    learner.profile.target_role = role
    learner.profile.save()

    mine = text(signed_in.get("/me/skills/"))
    everything = text(signed_in.get("/me/skills/?show=all"))

    assert mine.count('role="radiogroup"') == 1
    assert everything.count('role="radiogroup"') == 2


def test_more_skills_than_a_form_can_hold_come_in_pages(signed_in, learner):
    family = SkillCategoryFactory()
    skills = [
        SkillFactory(slug=f"skill-{number}", category=family, position=number)
        for number in range(121)
    ]
    first = signed_in.get("/me/skills/?show=all")
    page = "/me/skills/?show=all&page=2"
    HeldSkillFactory(user=learner, skill=skills[0], claimed_level=2)

    answer = signed_in.post(page, {f"skill-{skills[-1].slug}": "4"})

    assert text(first).count('role="radiogroup"') == 100
    assert 'href="?show=all&amp;page=2"' in text(first)
    assert text(signed_in.get(page)).count('role="radiogroup"') == 21
    assert answer["Location"] == page
    assert {held.skill: held.claimed_level for held in learner.held_skills.all()} == {
        skills[0]: 2,
        skills[-1]: 4,
    }


def test_a_few_skills_more_than_a_page_are_no_page_of_their_own(signed_in):
    family = SkillCategoryFactory()
    for number in range(105):
        SkillFactory(slug=f"skill-{number}", category=family)

    page = text(signed_in.get("/me/skills/"))

    assert page.count('role="radiogroup"') == 105
    assert 'aria-label="Pages"' not in page


def test_no_skills_at_all_is_said(signed_in):
    assert "No skills to rate yet" in text(signed_in.get("/me/skills/"))


@pytest.mark.parametrize("count", [1, 60])
def test_the_skills_page_costs_the_same_for_many_rows(
    signed_in, learner, count, django_assert_max_num_queries
):
    for _ in range(count):
        HeldSkillFactory(user=learner)

    with django_assert_max_num_queries(8):
        signed_in.get("/me/skills/")


def test_a_skill_shows_its_state_evidence_and_history(signed_in, learner, mentor):
    held = HeldSkillFactory(user=learner, skill=SkillFactory(slug="python"))
    held.confirm(level=4, by=mentor, on=date(2026, 5, 4), expires_on=None)

    page = text(signed_in.get("/me/skills/python/"))

    assert "Verified" in page
    assert "level 4 by Ines Ferreira, 4 May 2026" in page


def test_skills_of_others_are_not_found(signed_in, other_learner):
    HeldSkillFactory(user=other_learner, skill=SkillFactory(slug="python"))

    assert signed_in.get("/me/skills/python/").status_code == 404


def test_a_retired_certification_says_so_and_names_what_follows(signed_in, learner):
    successor = CertificationFactory(name="The new one")
    retired = CertificationFactory(standing="retired", successor=successor)
    EarnedCertification.objects.create(
        user=learner, certification=retired, issued_on=date(2026, 1, 5)
    )

    page = text(signed_in.get("/me/certifications/"))

    assert "No longer offered" in page
    assert f'href="{successor.get_absolute_url()}"' in page


def test_a_project_is_added_with_the_skills_that_it_shows(signed_in, learner):
    skill = SkillFactory(name="Python")

    signed_in.post(
        "/me/projects/add/",
        {"title": "A bot", "url": "example.org/bot", "skills": [skill.pk]},
    )

    page = text(signed_in.get("/me/projects/"))
    held = HeldSkill.objects.get(user=learner)
    assert 'href="https://example.org/bot"' in page
    assert held.evidence.get().label == "A bot"


def test_a_changed_project_keeps_a_retired_skill_and_its_evidence(signed_in, learner):
    skill, other = SkillFactory(), SkillFactory(status="archived")
    signed_in.post("/me/projects/add/", {"title": "A bto", "skills": [skill.pk]})
    project = Project.objects.get()
    archive(skill)
    path = f"/me/projects/{project.pk}/"
    page = text(signed_in.get(path))

    kept = signed_in.post(path, {"title": "A bot", "skills": [skill.pk]})
    refused = signed_in.post(path, {"title": "A", "skills": [skill.pk, other.pk]})
    elsewhere = signed_in.post(
        "/me/projects/add/", {"title": "B", "skills": [skill.pk]}
    )

    assert f'<option value="{skill.pk}" selected>' in page
    assert kept.status_code == 302
    assert refused.status_code == elsewhere.status_code == 422
    assert list(project.skills.all()) == [skill]
    assert HeldSkill.objects.get(user=learner).evidence.get().label == "A bot"


def test_a_deleted_project_takes_its_evidence_along(signed_in, learner):
    skill = SkillFactory()
    signed_in.post("/me/projects/add/", {"title": "A bot", "skills": [skill.pk]})
    path = f"/me/projects/{Project.objects.get().pk}/delete/"

    asked = text(signed_in.get(path))
    signed_in.post(path)

    assert "Delete “A bot”?" in asked
    assert not Project.objects.exists()
    assert HeldSkill.objects.get(user=learner).evidence.count() == 0


@pytest.mark.parametrize(
    ("path", "wrong", "field"),
    [
        ("projects", {"title": ""}, "title"),
        ("projects", {"title": "x" * 121}, "title"),
        ("projects", {"title": "Bot", "url": "javascript:alert(1)"}, "url"),
        ("certifications", {"issued_on": ""}, "issued_on"),
        ("certifications", {"issued_on": "2999-01-01"}, "issued_on"),
        ("certifications", {"expires_on": "2024-12-31"}, "expires_on"),
        ("certifications", {"certification": "999"}, "certification"),
    ],
)
def test_wrong_input_is_named_at_its_field(signed_in, path, wrong, field):
    known = CertificationFactory()
    sent = {"certification": known.pk, "issued_on": "2025-01-01", **wrong}

    answer = signed_in.post(f"/me/{path}/add/", sent)

    page = text(answer)
    assert answer.status_code == 422
    assert page.count(f'href="#id_{field}"') == 1
    assert f'id="id_{field}_error"' in page
    assert not Project.objects.exists()
    assert not EarnedCertification.objects.exists()


def test_a_credential_is_added_once(signed_in):
    sent = {
        "certification": CertificationFactory().pk,
        "issued_on": "2025-01-01",
        "credential_id": "A-1",
    }
    signed_in.post("/me/certifications/add/", sent)

    again = signed_in.post("/me/certifications/add/", sent)

    assert again.status_code == 422
    assert "You have already added this credential." in text(again)
    assert EarnedCertification.objects.count() == 1


def test_an_expired_certification_is_marked(signed_in, learner):
    EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(name="Cloud"),
        issued_on="2020-01-01",
        expires_on="2022-01-01",
    )

    page = text(signed_in.get("/me/certifications/"))

    assert "Expired" in page
    assert "1 Jan 2022" in page


def test_a_certification_is_changed_and_deleted(signed_in, learner):
    certification = CertificationFactory()
    earned = EarnedCertification.objects.create(
        user=learner, certification=certification, issued_on="2025-01-01"
    )
    path = f"/me/certifications/{earned.pk}/"

    signed_in.post(path, {"certification": certification.pk, "issued_on": "2025-02-01"})
    earned.refresh_from_db()
    signed_in.post(f"{path}delete/")

    assert str(earned.issued_on) == "2025-02-01"
    assert not EarnedCertification.objects.exists()


def test_a_certification_that_is_retired_is_still_corrected(signed_in, learner):
    certification = CertificationFactory()
    earned = EarnedCertification.objects.create(
        user=learner, certification=certification, issued_on="2025-01-01"
    )
    archive(certification)
    words = {"certification": certification.pk, "issued_on": "2025-01-01"}

    kept = signed_in.post(
        f"/me/certifications/{earned.pk}/", {**words, "expires_on": "2027-01-01"}
    )
    refused = signed_in.post("/me/certifications/add/", {**words, "credential_id": "2"})

    earned.refresh_from_db()
    assert kept.status_code == 302
    assert refused.status_code == 422
    assert str(earned.expires_on) == "2027-01-01"


@pytest.mark.parametrize("suffix", ["", "delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_belongs_to_others_is_not_found(signed_in, other_learner, suffix, method):
    project = Project.objects.create(user=other_learner, title="Theirs")
    earned = EarnedCertification.objects.create(
        user=other_learner, certification=CertificationFactory(), issued_on="2025-01-01"
    )

    for path in (f"projects/{project.pk}/", f"certifications/{earned.pk}/"):
        answer = getattr(signed_in, method)(f"/me/{path}{suffix}")
        assert answer.status_code == 404
    assert Project.objects.exists()
    assert EarnedCertification.objects.exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [("projects", "No projects yet"), ("certifications", "No certifications yet")],
)
def test_an_empty_list_says_how_to_begin(signed_in, path, words):
    assert words in text(signed_in.get(f"/me/{path}/"))


@pytest.mark.parametrize("path", ["projects", "certifications"])
def test_lists_come_in_pages_at_the_same_cost(
    signed_in, learner, path, django_assert_max_num_queries
):
    certification = CertificationFactory()
    for number in range(45):
        Project.objects.create(user=learner, title=f"Project {number}")
        EarnedCertification.objects.create(
            user=learner, certification=certification, issued_on="2025-01-01"
        )

    with django_assert_max_num_queries(6):
        page = text(signed_in.get(f"/me/{path}/?page=2"))

    assert "Page 2 of 3" in page
    assert signed_in.get(f"/me/{path}/?page=x").status_code == 200
