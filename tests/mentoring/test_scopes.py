"""What an active mentor sees for each scope and visibility, key by key.

`steps` is what makes somebody a mentor of a roadmap; the others open more, and so
does what is open to all mentors. Page, API, export and calendar agree.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import MentoringEvent, Project, Scope, Section
from profiles.services.mentoring import change_scopes
from profiles.services.sections import read_sections, set_openness, view_for
from roadmaps.services import tracking
from roadmaps.services.linking import link_evidence
from roadmaps.services.mentee import read_mentee
from roadmaps.services.mentee_export import HEADER
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roadmaps import EnrollmentFactory, StepFactory
from tests.mentoring.conftest import mentor_of

ALWAYS = {
    *("enrollment", "evidence", "flags", "learner", "mentorship", "note"),
    *("confirmed", "kept", "roadmap", "scopes", "steps"),
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


def enroll_elsewhere(learner, now, title="Looms at home", note="Warp and weft"):
    step = StepFactory(title=title)
    enrollment = EnrollmentFactory(learner=learner, version=step.version)
    row = enrollment.step_progress.get()
    tracking.add_note(progress=row, text=note, by=learner, now=now)
    return enrollment


@pytest.fixture
def elsewhere(rich, now):
    """A second roadmap of the learner, with a note, that no mentor was given."""
    rich.profile.handle = "amara"
    rich.profile.save(update_fields=["handle"])
    return enroll_elsewhere(rich, now)


PARTS = ("Transformers and LLMs", "Noted at night", "Looms at home", "Warp and weft")


def read_everywhere(client, mentorship):
    """Return which parts of both roadmaps a mentor reads, page and API alike."""
    client.force_login(mentorship.mentor)
    places = (f"/mentor/people/{mentorship.pk}/", "/people/amara/")
    texts = [
        client.get(place).content.decode()
        for place in (*places, *(f"/api/v1{place}" for place in places))
    ]
    (found,) = {tuple(part for part in PARTS if part in text) for text in texts}
    return found


def test_a_scope_opens_progress_and_notes_of_the_shared_roadmaps_alone(
    client, mentorship, elsewhere
):
    share(mentorship, Scope.NOTES)

    assert read_everywhere(client, mentorship) == PARTS[:2]
    assert client.get(elsewhere.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("audience", ["mentors", "link", "public"])
def test_what_is_open_to_mentors_is_open_for_every_roadmap(
    client, rich, mentorship, elsewhere, now, audience
):
    share(mentorship, Scope.NOTES)
    wanted = {"progress": audience, "notes": "private"}
    set_openness(user=rich, wanted=wanted, by=rich, now=now)

    assert read_everywhere(client, mentorship) == PARTS[:3]

    set_openness(user=rich, wanted={"notes": audience}, by=rich, now=now)

    assert read_everywhere(client, mentorship) == PARTS


def test_notes_without_steps_are_those_of_the_shared_roadmaps(
    client, mentorship, elsewhere
):
    mentorship.allow([Scope.NOTES])

    # A note names its step.
    assert read_everywhere(client, mentorship) == PARTS[:2]
    client.force_login(mentorship.mentor)
    assert [
        one["section"] for one in client.get("/api/v1/people/amara/").json()["sections"]
    ] == ["notes"]


def test_each_of_two_mentors_reads_what_was_shared_with_them(
    client, mentorship, elsewhere, second_mentor, now
):
    share(mentorship, Scope.NOTES)
    second = second_mentor.mentees.get()
    share(second, Scope.NOTES)
    second.enrollments.update(enrollment=elsewhere)

    assert read_everywhere(client, mentorship) == PARTS[:2]
    assert read_everywhere(client, second) == PARTS[2:]


def test_a_mentorship_that_ended_shares_nothing_with_the_one_that_followed(
    client, rich, mentor, mentorship, enrollment, elsewhere, now
):
    mentorship.enrollments.create(enrollment=elsewhere)
    share(mentorship, Scope.NOTES)
    assert read_everywhere(client, mentorship) == PARTS
    mentorship.end(by=rich, now=now)

    again = mentor_of(enrollment, mentor)
    share(again, Scope.NOTES)

    assert read_everywhere(client, again) == PARTS[:2]


def test_roadmaps_that_are_not_shared_cost_a_mentor_no_query(
    rich, mentor, mentorship, elsewhere, now
):
    share(mentorship, Scope.NOTES)

    def queries():
        read_sections(view_for(rich, mentor), now=now)  # for what the process keeps
        with CaptureQueriesContext(connection) as found:
            read_sections(view_for(rich, mentor), now=now)
        return len(found)

    before = queries()
    for number in range(3):
        enroll_elsewhere(rich, now, title=f"Step {number}")

    assert queries() == before


def test_choosing_the_same_scopes_again_is_no_event(mentorship, learner, now):
    before = mentorship.scopes

    for scopes in (before, [*before, "notes"], ["notes", *before]):
        change_scopes(mentorship=mentorship, scopes=scopes, by=learner, now=now)

    changes = MentoringEvent.objects.filter(action=MentoringEvent.Action.SCOPES)
    assert changes.count() == 1
