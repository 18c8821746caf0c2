"""Postings and CVs: read, compared, kept only where ticked (rule 16)."""

from datetime import date

import pytest

from profiles.models import EarnedCertification, HeldSkill, HeldSkillChange
from profiles.reading import TEXT_MAX
from roadmaps.services import tracking
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roadmaps import RoadmapFactory, StepFactory, StepSkillFactory
from tests.factories.roles import CertificationFactory, RoleFactory, SkillFactory

PAGE = "/me/postings/"
API = "/api/v1/me/postings/"


@pytest.fixture
def python(db):
    return SkillFactory(slug="python", name="Python")


@pytest.fixture
def sql(db):
    return SkillFactory(slug="sql", name="SQL")


def text(answer):
    return " ".join(answer.content.decode().replace("&nbsp;", " ").split())


def teach(skill, *, role, slug):
    """Return a step that teaches a skill on the way to a role."""
    roadmap = RoadmapFactory(role=role, slug=slug)
    step = StepFactory(stage__version__roadmap=roadmap)
    return StepSkillFactory(step=step, skill=skill).step


def paste(client, words, kind="posting", **more):
    return client.post(PAGE, {"kind": kind, "text": words, **more})


def send(client, body, path=""):
    return client.post(f"{API}{path}", body, content_type="application/json")


def test_a_posting_shows_what_is_held_covered_and_left_over(
    signed_in, learner, python, sql
):
    rust = SkillFactory(name="Rust", slug="rust")
    HeldSkillFactory(user=learner, skill=python, claimed_level=3)
    HeldSkillFactory(user=learner, skill=rust, claimed_level=0)
    learner.profile.target_role = RoleFactory()
    learner.profile.save()
    teach(sql, role=learner.profile.target_role, slug="way")
    teach(rust, role=RoleFactory(), slug="other")

    answer = paste(signed_in, "You know Python, SQL and Rust.")

    page = text(answer)
    posting = answer.context["posting"]
    places = [[one.skill.slug for one in rows] for _, rows in posting.groups]
    assert places == [["python"], ["sql"], ["rust"]]
    assert "You know <mark>Python</mark>, SQL and Rust." in page
    assert 'href="/roadmaps/way/steps/step-1/">Step 1, Step number 1</a>' in page
    assert "Another roadmap teaches it" in page
    assert HeldSkill.objects.count() == 2


def test_steps_of_an_own_roadmap_lead_into_it(signed_in, learner, sql, now):
    step = teach(sql, role=RoleFactory(), slug="mine")
    enrollment = tracking.enroll(learner=learner, roadmap=step.version.roadmap, now=now)

    page = text(paste(signed_in, "SQL"))

    assert f'href="/me/roadmaps/{enrollment.pk}/steps/step-1/"' in page


@pytest.mark.parametrize("kind", ["posting", "cv"])
def test_a_text_that_names_nothing_is_told_so(signed_in, python, kind):
    page = text(paste(signed_in, "Go the extra mile with us!", kind))

    assert "Nothing recognized" in page


@pytest.mark.parametrize(
    ("kind", "words"), [("posting", ""), ("posting", "   "), ("novel", "Python")]
)
def test_what_cannot_be_read_is_refused_at_its_field(signed_in, python, kind, words):
    answer = paste(signed_in, words, kind)

    assert answer.status_code == 422
    assert "There is a problem" in text(answer)


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_form(signed_in):
    answer = paste(signed_in, "a" * (TEXT_MAX + 1))

    assert answer.status_code == 422
    assert "Paste at most 100,000 characters." in text(answer)
    assert "a" * 1000 in text(answer)


def test_a_posting_of_5000_words_costs_five_queries(
    signed_in, learner, python, sql, django_assert_max_num_queries
):
    skills = [SkillFactory(name=f"Skill number{n}") for n in range(30)]
    for skill in skills[::2]:
        HeldSkillFactory(user=learner, skill=skill)
    words = " ".join(f"We use {skill.name} daily." for skill in skills)
    long = f"{words} {'plain words of a long posting ' * 850}"

    with django_assert_max_num_queries(5):
        answer = paste(signed_in, long)

    assert len(long.split()) > 5000
    assert len(answer.context["posting"].asked) == 30


def test_a_cv_offers_what_it_names_and_keeps_what_is_ticked(
    signed_in, learner, python, sql
):
    words = "Five years of Python and SQL. Certified Tester (Board)."
    certification = CertificationFactory(slug="tester", name="Certified Tester")

    offered = text(paste(signed_in, words, "cv"))
    assert "Five years of <mark>Python</mark>" in offered
    assert not HeldSkill.objects.exists()

    kept = paste(
        signed_in,
        words,
        "cv",
        keep="1",
        **{
            "keep-python": "on",
            "skill-python": "4",
            "keep-sql": "on",
            "earned-tester": "on",
            "issued_on-tester": "2025-03-01",
        },
    )

    assert kept.url == "/me/skills/"
    assert learner.held_skills.get(skill=python).claimed_level == 4
    assert learner.held_skills.get(skill=sql).claimed_level is None
    assert learner.earned_certifications.get().certification == certification
    assert HeldSkillChange.objects.count() == 2


def test_what_is_not_ticked_is_not_kept(signed_in, learner, python):
    kept = paste(signed_in, "Python", "cv", keep="1", **{"skill-python": "4"})

    assert kept.status_code == 302
    assert not HeldSkill.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"skill-python": "9"}, "skill-python", "Choose a level from 0 to 5."),
        ({"issued_on-tester": ""}, "issued_on-tester", "Say when it was issued."),
        ({"issued_on-tester": "3000-01-01"}, "issued_on-tester", "in the future"),
        ({"expires_on-tester": "2024-01-01"}, "expires_on-tester", "after the issue"),
        ({"credential_id-tester": "A-1"}, "credential_id-tester", "already added"),
    ],
)
def test_one_wrong_field_keeps_nothing_and_is_named(
    signed_in, learner, python, sent, field, message
):
    certification = CertificationFactory(slug="tester", name="Certified Tester")
    EarnedCertification.objects.create(
        user=learner,
        certification=certification,
        issued_on=date(2024, 1, 1),
        credential_id="A-1",
    )
    good = {
        "keep-python": "on",
        "skill-python": "4",
        "earned-tester": "on",
        "issued_on-tester": "2025-03-01",
    }

    answer = paste(
        signed_in, "Python, Certified Tester", "cv", keep="1", **{**good, **sent}
    )

    page = text(answer)
    assert answer.status_code == 422
    assert "<title>Error: What your CV names" in page
    assert f'href="#id_{field}"' in page
    assert message in page
    assert not HeldSkill.objects.exists()
    assert learner.earned_certifications.count() == 1


def test_what_is_rated_already_is_only_listed(signed_in, learner, python):
    HeldSkillFactory(user=learner, skill=python, claimed_level=2)

    page = text(paste(signed_in, "Python", "cv"))

    assert "Already in your profile" in page
    assert 'name="keep-python"' not in page


def test_an_unrated_skill_is_listed_until_it_is_rated(signed_in, learner, python):
    send(signed_in, {"skills": {"python": None}}, "keep/")

    again = send(signed_in, {"skills": {"python": None}}, "keep/")

    assert again.json() == {"kept": 0}
    assert signed_in.get("/api/v1/me/skills/python/").json()["state"] == "unrated"
    assert HeldSkillChange.objects.count() == 1


def test_the_api_reads_and_keeps_the_same(signed_in, learner, python, sql):
    CertificationFactory(slug="tester", name="Certified Tester")
    HeldSkillFactory(user=learner, skill=sql, claimed_level=2)

    posting = send(signed_in, {"kind": "posting", "text": "SQL, Python"}).json()
    cv = send(signed_in, {"kind": "cv", "text": "Certified Tester, Python"}).json()
    kept = send(
        signed_in,
        {
            "skills": {"python": 3},
            "certifications": [{"certification": "tester", "issued_on": "2025-01-01"}],
        },
        "keep/",
    )

    assert [one["place"] for one in posting["skills"]] == ["hold", "uncovered"]
    assert cv["certifications"][0]["certification"] == "tester"
    assert kept.json() == {"kept": 2}
    assert learner.held_skills.get(skill=python).claimed_level == 3


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("", {"kind": "posting"}, "text"),
        ("", {"kind": "poem", "text": "x"}, "kind"),
        ("", {"kind": "cv", "text": "x" * (TEXT_MAX + 1)}, "text"),
        ("keep/", {"skills": {"unknown": 1}}, "skills"),
        ("keep/", {"skills": {"python": 9}}, "skills"),
        ("keep/", {"skills": []}, "skills"),
        ("keep/", {"certifications": [{"certification": "x"}]}, "certifications"),
    ],
)
def test_the_api_names_what_is_wrong(signed_in, python, path, body, field):
    answer = send(signed_in, body, path)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]
