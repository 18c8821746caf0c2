"""The signed-in person's endpoints."""

import pytest

from profiles.models import EarnedCertification, HeldSkillChange, Project, SkillEvidence
from tests.factories.profiles import HeldSkillFactory, MentorshipFactory
from tests.factories.roles import (
    CertificationFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    SkillFactory,
    SourceFactory,
)

JSON = "application/json"
ROOT = "/api/v1/me"
ENDPOINTS = ["profile/", "skills/", "projects/", "certifications/", "gap/"]


def send(client, method, path, body=None):
    if method == "get":
        return client.get(f"{ROOT}/{path}")
    return getattr(client, method)(f"{ROOT}/{path}", body or {}, content_type=JSON)


@pytest.mark.parametrize("path", ENDPOINTS)
def test_strangers_get_401(client, db, path):
    assert client.get(f"{ROOT}/{path}").status_code == 401


def test_the_profile_is_read_and_changed(signed_in, learner):
    RegionFactory(slug="us")
    RoleFactory(slug="ai-engineer")

    answer = send(
        signed_in,
        "patch",
        "profile/",
        {
            "name": "Amara O.",
            "country": "us",
            "target_role": "ai-engineer",
            "target_level": "mid",
            "time_zone": "Europe/Lisbon",
            "hours_per_week": "6.5",
        },
    )

    learner.refresh_from_db()
    assert answer.status_code == 200
    assert signed_in.get(f"{ROOT}/profile/").json() == answer.json()
    assert (learner.name, learner.profile.target_role.slug) == (
        "Amara O.",
        "ai-engineer",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hours_per_week", 0),
        ("hours_per_week", 81),
        ("hours_per_week", "NaN"),
        ("time_zone", "Mars/Olympus"),
        ("target_level", "guru"),
        ("target_role", "astronaut"),
        ("country", "atlantis"),
        ("name", ""),
        ("headline", "x" * 121),
    ],
)
def test_a_wrong_field_of_the_profile_is_named(signed_in, field, value):
    answer = send(signed_in, "patch", "profile/", {field: value})

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


def test_what_was_read_is_sent_back_though_it_is_retired_now(signed_in, learner):
    retired = {"status": "archived"}
    role, skill = RoleFactory(**retired), SkillFactory(**retired)
    learner.profile.aim_at(role)
    project = Project.objects.create(user=learner, title="A bot")
    project.skills.add(skill)
    earned = EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(**retired),
        issued_on="2025-01-01",
    )

    for path in ("profile/", f"projects/{project.pk}/", f"certifications/{earned.pk}/"):
        read = signed_in.get(f"{ROOT}/{path}").json()
        assert send(signed_in, "patch", path, read).json() == read
    skills = {"skills": [SkillFactory(**retired).slug, skill.slug]}
    assert (
        send(signed_in, "patch", f"projects/{project.pk}/", skills).status_code == 400
    )
    assert (
        send(signed_in, "post", "projects/", {"title": "B", **skills}).status_code
        == 400
    )


def test_what_is_not_ours_to_change_stays(signed_in, learner):
    send(
        signed_in,
        "patch",
        "profile/",
        {"email": "x@example.org", "user": 1, "id": 9, "is_staff": True, "handle": "x"},
    )

    learner.refresh_from_db()
    assert learner.email == "learner@example.com"
    assert not learner.is_staff
    assert learner.profile.handle == ""


def test_a_skill_is_claimed_and_made_unrated(signed_in):
    SkillFactory(slug="python", name="Python")

    claimed = send(signed_in, "put", "skills/python/", {"claimed_level": 3}).json()
    unrated = send(signed_in, "patch", "skills/python/", {"claimed_level": None}).json()

    assert (claimed["state"], claimed["level"]) == ("claimed", 3)
    assert (unrated["state"], unrated["level"]) == ("unrated", None)
    assert HeldSkillChange.objects.count() == 2


def test_a_skill_that_was_never_rated_is_shown_unrated(signed_in):
    SkillFactory(slug="python")

    answer = signed_in.get(f"{ROOT}/skills/python/")

    assert answer.json()["state"] == "unrated"


@pytest.mark.parametrize("level", [-1, 6, "x", 1.5, True, [], 10**30])
def test_an_impossible_level_is_refused(signed_in, level):
    SkillFactory(slug="python")

    answer = send(signed_in, "put", "skills/python/", {"claimed_level": level})

    assert answer.status_code == 400
    assert list(answer.json()) == ["claimed_level"]
    assert not HeldSkillChange.objects.exists()


def test_nobody_verifies_by_claiming(signed_in):
    SkillFactory(slug="python")

    answer = send(
        signed_in,
        "put",
        "skills/python/",
        {"claimed_level": 2, "verified_level": 5, "state": "verified"},
    )

    assert (answer.json()["state"], answer.json()["verified_level"]) == (
        "claimed",
        None,
    )


@pytest.mark.parametrize("method", ["get", "put", "patch"])
def test_an_unknown_or_unpublished_skill_is_not_found(signed_in, method):
    SkillFactory(slug="draft", status="draft")

    for slug in ("draft", "nothing"):
        answer = send(signed_in, method, f"skills/{slug}/")
        assert answer.status_code == 404


def test_skills_of_others_are_not_listed(signed_in, learner, other_learner):
    mine = HeldSkillFactory(user=learner)
    HeldSkillFactory(user=other_learner)

    listed = signed_in.get(f"{ROOT}/skills/").json()["results"]

    assert [row["skill"] for row in listed] == [mine.skill.slug]


@pytest.mark.parametrize("count", [1, 30])
def test_many_skills_cost_as_many_queries_as_one(
    signed_in, learner, count, django_assert_max_num_queries
):
    for _ in range(count):
        HeldSkillFactory(user=learner)

    with django_assert_max_num_queries(11):
        signed_in.get(f"{ROOT}/skills/", {"page_size": 100})


def test_a_project_is_made_changed_and_deleted_with_its_evidence(signed_in, learner):
    SkillFactory(slug="python")
    SkillFactory(slug="sql")
    made = send(
        signed_in, "post", "projects/", {"title": "Bot", "skills": ["python"]}
    ).json()
    path = f"projects/{made['id']}/"
    first = set(SkillEvidence.objects.values_list("held_skill__skill__slug", flat=True))

    send(signed_in, "patch", path, {"skills": ["sql"], "title": "A bot"})
    second = list(SkillEvidence.objects.values_list("held_skill__skill__slug", "label"))
    gone = send(signed_in, "delete", path)

    assert first == {"python"}
    assert second == [("sql", "A bot")]
    assert gone.status_code == 204
    assert not SkillEvidence.objects.exists()
    assert send(signed_in, "delete", path).status_code == 404


def test_changing_a_title_keeps_the_skills(signed_in):
    SkillFactory(slug="python")
    made = send(
        signed_in, "post", "projects/", {"title": "Bot", "skills": ["python"]}
    ).json()

    changed = send(signed_in, "patch", f"projects/{made['id']}/", {"title": "B"}).json()

    assert changed["skills"] == ["python"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": "x" * 121},
        {"title": "Bot", "url": "javascript:alert(1)"},
        {"title": "Bot", "skills": ["nothing"]},
        {"title": "Bot", "skills": "python"},
    ],
)
def test_a_wrong_project_is_refused(signed_in, body):
    assert send(signed_in, "post", "projects/", body).status_code == 400
    assert not Project.objects.exists()


def test_a_certificate_gives_evidence_at_the_level_that_it_validates(signed_in):
    certification = CertificationFactory(slug="cloud")
    certification.validated_skills.create(
        skill=SkillFactory(slug="aws"), level=3, source=SourceFactory()
    )

    send(
        signed_in,
        "post",
        "certifications/",
        {"certification": "cloud", "issued_on": "2025-01-01"},
    )

    shown = signed_in.get(f"{ROOT}/skills/aws/").json()
    assert (shown["state"], shown["level"]) == ("evidenced", 3)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"issued_on": "2999-01-01"}, "issued_on"),
        ({"issued_on": "2025-01-01", "expires_on": "2024-01-01"}, "expires_on"),
        ({"issued_on": "2025-01-01", "expires_on": "2025-01-01"}, "expires_on"),
        ({"issued_on": "soon"}, "issued_on"),
        ({"issued_on": "2025-01-01", "certification": "nothing"}, "certification"),
        ({"issued_on": "2025-01-01", "credential_url": "ftp//x"}, "credential_url"),
    ],
)
def test_a_wrong_certificate_is_refused_at_its_field(signed_in, body, field):
    CertificationFactory(slug="cloud")

    answer = send(
        signed_in, "post", "certifications/", {"certification": "cloud", **body}
    )

    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert not EarnedCertification.objects.exists()


def test_a_credential_is_added_once(signed_in):
    CertificationFactory(slug="cloud")
    body = {
        "certification": "cloud",
        "issued_on": "2025-01-01",
        "credential_id": "A-1",
    }
    send(signed_in, "post", "certifications/", body)

    again = send(signed_in, "post", "certifications/", body)

    assert again.status_code == 400
    assert list(again.json()) == ["credential_id"]


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_what_belongs_to_others_is_not_found(client, learner, mentor, method):
    project = Project.objects.create(user=learner, title="Bot")
    earned = EarnedCertification.objects.create(
        user=learner, certification=CertificationFactory(), issued_on="2025-01-01"
    )
    MentorshipFactory(learner=learner, mentor=mentor)
    client.force_login(mentor)

    for path in (f"projects/{project.pk}/", f"certifications/{earned.pk}/"):
        assert send(client, method, path, {"title": "x"}).status_code == 404


def test_the_gap_of_the_target_is_explained(signed_in, learner):
    role = RoleFactory(slug="ai-engineer")
    skill = SkillFactory(slug="python", name="Python")
    RoleSkillFactory(role=role, skill=skill, importance=5, required_level=4)
    HeldSkillFactory(user=learner, skill=skill, claimed_level=1)
    learner.profile.target_role = role
    learner.profile.save()

    gap = signed_in.get(f"{ROOT}/gap/").json()

    assert (gap["coverage"], gap["level"], gap["basis"]) == (0.25, "entry", "claimed")
    assert gap["skills"][0]["weighted_gap"] == 15
    assert gap["roles"][0]["rank"] == 1


def test_a_gap_without_rows_says_why(signed_in):
    RoleFactory(slug="empty")

    gap = signed_in.get(f"{ROOT}/gap/", {"role": "empty"}).json()

    assert (gap["coverage"], gap["reason"]) == (None, "no_rows")


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        ({}, 400, "role"),
        ({"role": "nothing"}, 404, "detail"),
        ({"role": "known", "level": "guru"}, 400, "level"),
        ({"role": "known", "basis": "hearsay"}, 400, "basis"),
        ({"role": "known", "sort": "x"}, 400, "sort"),
    ],
)
def test_a_gap_that_cannot_be_computed_says_why(signed_in, query, status, named):
    RoleFactory(slug="known")

    answer = signed_in.get(f"{ROOT}/gap/", query)

    assert answer.status_code == status
    assert named in answer.json()


def test_many_skills_are_claimed_at_once(client, learner):
    client.force_login(learner)
    python, sql = SkillFactory(slug="python"), SkillFactory(slug="sql")

    changed = client.patch(
        "/api/v1/me/skills/",
        {"levels": {"python": 3, "sql": None}},
        content_type="application/json",
    )
    refused = client.patch(
        "/api/v1/me/skills/",
        {"levels": {"python": 1, "no-such": 2}},
        content_type="application/json",
    )

    assert changed.json() == {"changed": 1}
    assert refused.status_code == 400
    assert list(refused.json()) == ["no-such"]
    assert learner.held_skills.get(skill=python).claimed_level == 3
    assert not learner.held_skills.filter(skill=sql).exists()
