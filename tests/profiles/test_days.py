"""What a learner dates is judged by the learner's own calendar, everywhere alike."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from careersite.yours import Yours
from profiles.models import EarnedCertification, Profile, User
from profiles.services import skills
from profiles.services.days import today_of
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roles import (
    CertificationFactory,
    RoleFactory,
    RoleSkillFactory,
    SkillFactory,
)

# The first of July at eight in Auckland; in Los Angeles the last of June at one.
NOW = datetime(2026, 6, 30, 20, tzinfo=UTC)
JUNE_30, JULY_1, JULY_2 = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)
AHEAD, BEHIND = "Pacific/Auckland", "America/Los_Angeles"
API = "/api/v1/me"


@pytest.fixture
def live_in(client, learner, monkeypatch):
    def live_in(zone, now=NOW):
        monkeypatch.setattr(timezone, "now", lambda: now)
        learner.profile.time_zone = zone
        learner.profile.save()
        client.force_login(learner)

    return live_in


@pytest.fixture
def tester(db):
    return CertificationFactory(slug="tester", name="Certified Tester")


@pytest.fixture
def python(db):
    skill = SkillFactory(slug="python", name="Python")
    role = RoleFactory(slug="ai-engineer")
    RoleSkillFactory(role=role, skill=skill, required_level=3)
    return skill


def verified(learner, mentor, python, expires_on=JUNE_30):
    """Let a mentor have confirmed level 3, to the end of `expires_on`."""
    return HeldSkillFactory(
        user=learner,
        skill=python,
        claimed_level=1,
        verified_level=3,
        verified_on=date(2026, 1, 1),
        verifier=mentor,
        verifier_name=mentor.name,
        expires_on=expires_on,
    )


@pytest.mark.parametrize(
    ("zone", "now", "day", "is_taken"),
    [
        (AHEAD, NOW, JULY_1, True),
        (AHEAD, NOW, JULY_2, False),
        ("UTC", NOW, JULY_1, False),
        (BEHIND, datetime(2026, 7, 1, 3, tzinfo=UTC), JULY_1, False),
        (BEHIND, datetime(2026, 7, 1, 3, tzinfo=UTC), JUNE_30, True),
    ],
)
def test_a_certificate_is_issued_on_the_learners_day_at_the_latest(
    client, learner, live_in, tester, zone, now, day, is_taken
):
    live_in(zone, now)
    words = {"certification": "tester", "issued_on": day.isoformat()}
    resume = {"certificates": [{"name": tester.name, "date": day.isoformat()}]}

    told = client.post(f"{API}/certifications/", words, content_type="application/json")
    learner.earned_certifications.all().delete()
    page = client.post("/me/certifications/add/", {**words, "certification": tester.pk})
    learner.earned_certifications.all().delete()
    client.post("/me/profile/resume/", {"text": json.dumps(resume), "keep": "1"})

    assert told.status_code == (201 if is_taken else 400)
    assert page.status_code == (302 if is_taken else 422)
    assert EarnedCertification.objects.exists() == is_taken


def test_a_certificate_is_expired_from_the_learners_next_day(
    client, learner, live_in, tester
):
    EarnedCertification.objects.create(
        user=learner,
        certification=tester,
        issued_on=date(2025, 6, 30),
        expires_on=JUNE_30,
    )

    live_in("UTC")
    assert "Expired" not in client.get("/me/certifications/").text
    live_in(AHEAD)
    assert "Expired" in client.get("/me/certifications/").text


@pytest.mark.parametrize(
    ("zone", "state"), [("UTC", "verified"), (AHEAD, "claimed"), (BEHIND, "verified")]
)
def test_a_verification_ends_with_the_learners_day_wherever_it_is_shown(
    client, learner, mentor, live_in, python, zone, state
):
    verified(learner, mentor, python)
    live_in(zone)
    level = 3 if state == "verified" else 1

    told = client.get(f"{API}/skills/python/").json()
    listed = client.get(f"{API}/skills/").json()["results"][0]
    page = client.get("/me/skills/python/")
    rows = client.get("/me/skills/").context["rows"]
    gap = client.get(f"{API}/gap/?role=ai-engineer&level=entry").json()
    gap_page = client.get("/me/gap/?role=ai-engineer&level=entry")
    resume = client.get(f"{API}/json-resume/").json()

    assert (told["state"], told["level"]) == (listed["state"], listed["level"])
    assert (told["state"], told["level"]) == (state, level)
    assert page.context["state"] == state
    assert [row.state for row in rows] == [state]
    assert gap["skills"][0]["held"] == level
    assert gap_page.context["explained"].lines[0].row.held == level
    assert resume["skills"][0]["careersite"]["state"] == state
    assert Yours(learner).held() == {python.pk: (level, state)}


def test_a_posting_is_read_by_the_learners_day(
    client, learner, mentor, live_in, python
):
    verified(learner, mentor, python)
    live_in(AHEAD)
    text = {"kind": "posting", "text": "We ask for Python."}

    told = client.post(f"{API}/postings/", text, content_type="application/json")

    assert told.json()["skills"][0]["level"] == 1


def test_a_mentor_confirms_on_the_learners_day(learner, mentor, live_in, python):
    live_in(AHEAD)
    words = {"user": learner, "skill": python, "level": 2, "by": mentor, "now": NOW}

    with pytest.raises(ValidationError):
        skills.verify(**words, expires_on=JUNE_30)
    held = skills.verify(**words, expires_on=JULY_1)

    assert (held.verified_on, held.expires_on) == (JULY_1, JULY_1)


def test_many_skills_are_told_in_as_many_queries_as_few(
    client, learner, live_in, django_assert_num_queries
):
    live_in(AHEAD)
    HeldSkillFactory(user=learner)
    with django_assert_num_queries(7) as few:
        client.get(f"{API}/skills/")
    for _ in range(9):
        HeldSkillFactory(user=learner)

    with django_assert_num_queries(len(few)):
        client.get(f"{API}/skills/")


def test_an_account_without_a_profile_lives_in_utc(db):
    bare = User.objects.create(email="bare@example.org")

    assert today_of(bare, now=NOW) == JUNE_30
    assert not Profile.objects.filter(user=bare).exists()
