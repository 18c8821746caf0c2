"""What an active mentor sees for each scope and visibility, key by key.

`steps` is what makes somebody a mentor of a roadmap; the others open more, and so
does what is open to all mentors. Page, API, export and calendar agree.
"""

import pytest

from profiles.models import MentoringEvent, Project, Scope, Section
from profiles.services.mentoring import change_scopes
from profiles.services.sections import read_sections, set_openness, view_for
from roadmaps.services import tracking
from roadmaps.services.linking import link_evidence
from roadmaps.services.mentee import read_mentee
from roadmaps.services.mentee_export import HEADER
from tests.factories.profiles import HeldSkillFactory

ALWAYS = {
    *("enrollment", "evidence", "flags", "learner", "mentorship", "note"),
    *("kept", "roadmap", "scopes", "steps"),
}
OPENS = {
    (): set(),
    (Scope.NOTES,): {"notes"},
    (Scope.PROFILE,): {"headline", "skills", "projects"},
    (Scope.CERTIFICATIONS,): {"certifications"},
    (Scope.NOTES, Scope.PROFILE, Scope.CERTIFICATIONS): {
        "notes",
        "headline",
        "skills",
        "projects",
        "certifications",
    },
}
SECTIONS = {
    Scope.STEPS: {Section.PROGRESS},
    Scope.NOTES: {Section.NOTES},
    Scope.PROFILE: {Section.ABOUT, Section.SKILLS, Section.PROJECTS},
    Scope.CERTIFICATIONS: {Section.CERTIFICATIONS},
}
cases = pytest.mark.parametrize(
    ("more", "opened"),
    OPENS.items(),
    ids=lambda words: " ".join(sorted(map(str, words))) or "nothing",
)


@pytest.fixture
def rich(row, mentorship, learner, now):
    """A learner with something in every section."""
    tracking.add_note(progress=row, text="Noted at night", by=learner, now=now)
    HeldSkillFactory(user=learner)
    learner.profile.headline = "Weaver by trade"
    learner.profile.save()
    bot = Project.objects.create(user=learner, title="A secret bot")
    link_evidence(progress=row, project=bot.pk, by=learner, now=now)
    return learner


# What the page and the API tell of a section that is open.
KEYS = {
    Section.ABOUT: "headline",
    Section.SKILLS: "skills",
    Section.PROJECTS: "projects",
    Section.CERTIFICATIONS: "certifications",
    Section.NOTES: "notes",
}


def share(mentorship, *more):
    mentorship.scopes = [Scope.STEPS, *more]
    mentorship.save(update_fields=["scopes"])


def seen(mentee, names):
    return {name for name in names if mentee[name] is not None}


@cases
def test_each_scope_opens_exactly_its_keys(
    client, rich, mentor, mentorship, enrollment, more, opened
):
    share(mentorship, *more)
    client.force_login(mentor)

    told = client.get(f"/api/v1/mentor/mentees/{enrollment.pk}/").json()
    page = client.get(f"/mentor/mentees/{enrollment.pk}/")

    assert seen(told, told) - ALWAYS == opened
    shown = page.context["mentee"]
    parts = ("profile", "skills", "projects", "certifications", "notes")
    in_page = {name for name in parts if getattr(shown, name) is not None}
    assert in_page == {"profile" if one == "headline" else one for one in opened}
    text = page.content.decode()
    assert ("Noted at night" in text) == ("notes" in opened)
    assert ("A secret bot" in text) == ("projects" in opened)
    assert bool(told["evidence"]) == ("projects" in opened)


@cases
def test_the_layer_of_sections_agrees_with_the_scopes(
    rich, mentor, mentorship, now, more, opened
):
    share(mentorship, *more)

    view = view_for(rich, mentor)

    expected = set().union(*(SECTIONS[scope] for scope in (Scope.STEPS, *more)))
    assert set(view.sections) == expected
    # The calendar is no scope's: a mentor never reads when somebody studies.
    assert Section.CALENDAR not in {one.section for one in read_sections(view, now=now)}


@pytest.mark.parametrize("section", KEYS)
@pytest.mark.parametrize(
    ("audience", "is_open"),
    [("private", False), ("mentors", True), ("link", True), ("public", True)],
)
def test_what_is_open_to_all_mentors_needs_no_scope(
    client, rich, mentor, mentorship, enrollment, now, section, audience, is_open
):
    share(mentorship)
    set_openness(user=rich, wanted={section: audience}, by=rich, now=now)
    client.force_login(mentor)

    told = client.get(f"/api/v1/mentor/mentees/{enrollment.pk}/").json()
    page = client.get(f"/mentor/mentees/{enrollment.pk}/")

    opened = {KEYS[section]} if is_open else set()
    assert seen(told, told) - ALWAYS == opened
    text, heads = page.content.decode(), ("Skills", "Projects", "Certifications")
    for head in heads:
        assert (f"<h2>{head}</h2>" in text) == (head.lower() in opened)
    assert ("Weaver by trade" in text) == ("headline" in opened)
    assert ("Noted at night" in text) == ("notes" in opened)
    assert bool(told["evidence"]) == ("projects" in opened)


def test_a_mentor_sees_a_skill_as_it_is_on_the_learners_day(
    rich, mentor, mentorship, enrollment, now
):
    share(mentorship, Scope.PROFILE)
    rich.held_skills.update(
        verified_level=4,
        verified_on=now.date(),
        verifier_name="Ines",
        expires_on=now.date(),
    )

    def state_in(zone):
        enrollment.learner.profile.time_zone = zone
        (skill,) = read_mentee(enrollment, mentor=mentor, now=now).skills
        return skill.state

    assert state_in("UTC") == "Verified"
    assert state_in("Pacific/Auckland") == "Claimed"  # it is tomorrow there


def test_an_audience_never_closes_what_a_scope_opens(
    client, rich, mentor, mentorship, enrollment, now
):
    share(mentorship, Scope.PROFILE)
    set_openness(user=rich, wanted={"skills": "private"}, by=rich, now=now)
    client.force_login(mentor)

    told = client.get(f"/api/v1/mentor/mentees/{enrollment.pk}/").json()

    assert told["skills"] is not None


def test_after_the_end_nothing_is_found_however_open_the_sections_are(
    client, rich, mentor, mentorship, enrollment, now
):
    set_openness(user=rich, wanted=dict.fromkeys(KEYS, "public"), by=rich, now=now)
    mentorship.end(by=rich, now=now)
    client.force_login(mentor)

    assert client.get(f"/mentor/mentees/{enrollment.pk}/").status_code == 404
    assert client.get(f"/api/v1/mentor/mentees/{enrollment.pk}/").status_code == 404


def test_the_spreadsheet_tells_progress_alone_whatever_is_shared(
    client, rich, mentor, mentorship
):
    share(mentorship, Scope.NOTES, Scope.PROFILE, Scope.CERTIFICATIONS)
    client.force_login(mentor)

    lines = client.get("/mentor/mentees.csv").getvalue().decode().splitlines()

    assert tuple(lines[0].split(",")) == HEADER
    assert len(lines) == 2
    assert "Noted" not in lines[1]


def test_without_the_scope_of_steps_nothing_of_the_roadmap_is_found(
    client, rich, mentor, mentorship, enrollment
):
    mentorship.scopes = [Scope.NOTES, Scope.PROFILE]
    mentorship.save(update_fields=["scopes"])
    client.force_login(mentor)

    assert client.get(f"/mentor/mentees/{enrollment.pk}/").status_code == 404
    assert client.get(f"/api/v1/mentor/mentees/{enrollment.pk}/").status_code == 404
    assert len(client.get("/mentor/mentees.csv").getvalue().splitlines()) == 1


def test_choosing_the_same_scopes_again_is_no_event(mentorship, learner, now):
    before = mentorship.scopes

    for scopes in (before, [*before, "notes"], ["notes", *before]):
        change_scopes(mentorship=mentorship, scopes=scopes, by=learner, now=now)

    changes = MentoringEvent.objects.filter(action=MentoringEvent.Action.SCOPES)
    assert changes.count() == 1
