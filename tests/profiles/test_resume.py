"""JSON Resume in and out (rule 18)."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from profiles.models import (
    EarnedCertification,
    EducationEntry,
    HeldSkillChange,
    Project,
    WorkEntry,
)
from profiles.resume import TEXT_MAX, TOO_LONG, ResumeError, parse
from roles.models import SkillAlias
from tests.factories.profiles import HeldSkillFactory, UserFactory
from tests.factories.roles import (
    CertificationFactory,
    RegionFactory,
    RoleFactory,
    SkillFactory,
)

PAGE = "/me/profile/resume/"
FILE = "/me/profile/resume.json"
SAMPLE = Path(__file__).parent.parent / "data" / "resume.json"
API = "/api/v1/me/json-resume/"

# The parts of the public standard, version 1.0.0, that our export uses.
TEXT = {"type": "string"}
LINK = {"type": "string", "format": "uri"}
DATE = {"type": "string", "pattern": r"^[12]\d{3}(-[01]\d(-[0-3]\d)?)?$"}
TEXTS = {"type": "array", "items": TEXT}


def section(**fields):
    item = {"type": "object", "additionalProperties": True, "properties": fields}
    return {"type": "array", "additionalItems": False, "items": item}


SPAN = {"url": LINK, "startDate": DATE, "endDate": DATE}
STANDARD = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "basics": {
            "type": "object",
            "properties": {
                "name": TEXT,
                "label": TEXT,
                "email": {"type": "string", "format": "email"},
                "location": {"type": "object", "properties": {"countryCode": TEXT}},
            },
        },
        "work": section(
            name=TEXT,
            position=TEXT,
            location=TEXT,
            summary=TEXT,
            highlights=TEXTS,
            **SPAN,
        ),
        "education": section(
            institution=TEXT,
            area=TEXT,
            studyType=TEXT,
            score=TEXT,
            courses=TEXTS,
            **SPAN,
        ),
        "projects": section(
            name=TEXT, description=TEXT, highlights=TEXTS, keywords=TEXTS, url=LINK
        ),
        "certificates": section(name=TEXT, date=DATE, issuer=TEXT, url=LINK),
        "skills": section(name=TEXT, level=TEXT, keywords=TEXTS),
        "meta": {"type": "object", "properties": {"version": TEXT}},
    },
}


@pytest.fixture
def python(db):
    skill = SkillFactory(slug="python", name="Python")
    SkillAlias.objects.create(skill=skill, name="Python 3")
    return skill


@pytest.fixture
def full(learner, python):
    """Return a learner with something in every section."""
    profile = learner.profile
    profile.headline, profile.country = "Support engineer", RegionFactory()
    profile.target_role, profile.target_level = RoleFactory(), "mid"
    profile.save()
    WorkEntry.objects.create(
        user=learner,
        employer="Shop",
        position="Clerk",
        location="Lisbon",
        url="https://shop.example.org",
        started="2020-05",
        ended="2022",
        summary="Sold, and counted.",
        highlights=["Sold more, and better", "Counted right"],
    )
    EducationEntry.objects.create(
        user=learner, institution="School", area="Logic", score="1", courses=["Sets, I"]
    )
    project = Project.objects.create(
        user=learner, title="Robot", summary="It walks.", outcome="Walks 2 km, alone."
    )
    project.skills.add(python)
    EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(name="Certified Tester"),
        issued_on=date(2024, 2, 1),
        expires_on=date(2027, 2, 1),
        credential_id="A-1",
        credential_url="https://board.example.org/A-1",
    )
    HeldSkillFactory(user=learner, skill=python, claimed_level=3)
    HeldSkillFactory(user=learner, skill=SkillFactory(name="SQL"), claimed_level=None)
    return learner


def text(answer):
    return " ".join(answer.content.decode().split())


def paste(client, resume, **more):
    written = resume if isinstance(resume, str) else json.dumps(resume)
    return client.post(PAGE, {"text": written, **more})


def test_the_export_keeps_to_the_standard(signed_in, full):
    answer = signed_in.get(FILE)

    resume = json.loads(answer.content)
    jsonschema.validate(
        resume, STANDARD, format_checker=jsonschema.FormatChecker(["email"])
    )
    assert "attachment" in answer["Content-Disposition"]
    assert resume == signed_in.get(API).json()
    assert all(len(resume[name]) for name in STANDARD["properties"])


def test_an_empty_account_exports_a_valid_file(signed_in, learner):
    jsonschema.validate(signed_in.get(API).json(), STANDARD)


def test_importing_our_own_export_changes_nothing(signed_in, full):
    resume = signed_in.get(API).json()
    changes = HeldSkillChange.objects.count()

    page = text(paste(signed_in, resume))
    paste(signed_in, resume, keep="1")

    assert "Nothing new: you hold all that is recognized" in page
    assert signed_in.get(API).json() == resume
    assert HeldSkillChange.objects.count() == changes


def test_another_account_gets_all_of_it(client, full):
    client.force_login(full)
    resume = client.get(API).json()
    other = UserFactory(name=full.name)
    client.force_login(other)

    shown = text(paste(client, resume))
    assert "Work: Clerk at Shop, from 2020-05" in shown
    assert not other.work_entries.exists()

    answer = paste(client, resume, keep="1")
    copied = client.get(API).json()
    resume["basics"].pop("email")
    copied["basics"].pop("email")
    for skill in (*resume["skills"], *copied["skills"]):
        skill.pop("careersite")  # What supports a skill is made anew, or is not.
    assert answer.status_code == 302
    assert copied == resume


def test_namesakes_go_out_and_come_in(client, signed_in, learner):
    for outcome in ("Finds spam.", "Finds cats."):
        Project.objects.create(user=learner, title="Classifier", outcome=outcome)
    for area in ("1", "2"):
        EducationEntry.objects.create(user=learner, institution="School", score=area)
    file = signed_in.get(FILE).content.decode()
    other = UserFactory()
    client.force_login(other)

    for _ in range(2):
        client.post(PAGE, {"text": file, "keep": "1"})

    assert {one.outcome for one in other.projects.all()} == {
        "Finds spam.",
        "Finds cats.",
    }
    assert {one.score for one in other.education_entries.all()} == {"1", "2"}
    assert (other.projects.count(), other.education_entries.count()) == (2, 2)


def test_an_entry_that_a_file_has_twice_comes_in_once(signed_in, learner):
    twice = {"projects": [{"name": "Robot", "description": "It walks."}] * 2}

    signed_in.post(PAGE, {"text": json.dumps(twice), "keep": "1"})

    assert learner.projects.count() == 1


def test_all_skills_of_the_content_go_out_and_come_in(signed_in, learner):
    """The content has more skills than other sections take entries."""
    for skill in SkillFactory.create_batch(130):
        HeldSkillFactory(user=learner, skill=skill, claimed_level=2)
    resume = signed_in.get(API).json()
    signed_in.force_login(UserFactory())

    kept = paste(signed_in, resume, keep="1")

    assert kept.status_code == 302
    assert signed_in.get(API).json()["skills"] == resume["skills"]
    assert len(resume["skills"]) == 130


def test_older_layouts_are_read(signed_in, learner, python):
    older = {
        "basic": {"label": "Clerk"},
        "work": [
            {
                "company": "Shop",
                "position": "Clerk",
                "website": "shop.example.org",
                "startDate": 2020,
                "endDate": None,
                "highlights": ["Sold more"],
            }
        ],
        "eduction": [{"institution": "School", "endDate": "2019"}],
        "skills": [{"name": "Coding", "keywords": ["Python 3, Cooking"]}],
        "awards": [{"title": "Best clerk"}],
        "hobbies": ["Chess"],
    }

    page = text(paste(signed_in, older))
    paste(signed_in, older, keep="1")

    job = learner.work_entries.get()
    assert (job.employer, job.url) == ("Shop", "https://shop.example.org")
    assert (job.started, job.ended) == ("2020", "")
    assert learner.education_entries.get().ended == "2019"
    assert learner.held_skills.get().skill == python
    assert "Cooking <span" in page
    assert "“eduction” is read as “education”" in page
    assert "We have no place for: awards, hobbies." in page


def leaves(value, *path):
    """Yield each text of a file with the names that lead to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, *path, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, *path)
    else:
        yield path, value


def test_every_field_of_the_standard_is_kept_or_named(signed_in, learner):
    """A sample with each section and field that the schema of version 1.0.0 has."""
    SkillFactory(name="Soldering")
    CertificationFactory(name="Certified Baker")
    RegionFactory(code="PT", name="Portugal")
    sample = json.loads(SAMPLE.read_text())

    page = text(paste(signed_in, sample))
    paste(signed_in, sample, keep="1")
    kept = json.dumps(signed_in.get(API).json(), ensure_ascii=False)
    ignored = page.split("We have no place for: ")[1].split("</p>")[0]

    sections = ignored.removesuffix(".").split(", ")

    told_otherwise = [
        value
        for (section, *fields), value in leaves(sample)
        if value not in kept
        and section not in {*sections, "meta", "$schema"}  # two are about the file
        and not any(f"{field} ({section})" in ignored for field in fields)
    ]
    assert told_otherwise == [
        *("Nora Quill", "nora@example.org"),
        "Guild of Bakers",
        *("Wizard", "Flux"),
    ]
    assert "Name and e-mail address stay those of your account." in page
    assert "The level “Wizard” of Soldering is not read." in page
    assert "Flux <span" in page


def test_what_cannot_be_kept_is_told_with_its_reason(signed_in, learner, python):
    CertificationFactory(name="Certified Tester")
    resume = {
        "work": [
            {"name": "Shop", "startDate": "2022", "endDate": "2020"},
            {"position": "Clerk"},
            {"name": "Bar", "url": "javascript:alert(1)"},
            {"name": "Inn", "startDate": "in May"},
        ],
        "certificates": [
            {"name": "Unknown", "date": "2020"},
            {"name": "Certified Tester"},
            {"name": "certified tester", "date": "2021"},
            {"name": "Certified Tester", "date": "2999-01"},
            {"name": "Certified Tester", "date": "2021-02-31"},
        ],
    }

    page = text(paste(signed_in, resume))
    paste(signed_in, resume, keep="1")

    assert "ended: The end must not be before the start." in page
    assert "No certification here has this name." in page
    assert "It does not say when it was issued." in page
    assert "The date of issue is in the future." in page
    assert "The date “in May” of Inn is not read." in page
    assert "certified tester is dated 2021-01-01." in page
    assert learner.work_entries.get().employer == "Inn"
    assert learner.earned_certifications.get().issued_on == date(2021, 1, 1)


def test_a_rating_of_ones_own_stays(signed_in, learner, python):
    held = HeldSkillFactory(user=learner, skill=python, claimed_level=2)

    paste(signed_in, {"skills": [{"name": "Python", "level": "Master"}]}, keep="1")

    held.refresh_from_db()
    assert held.claimed_level == 2


HOSTILE = [
    "",
    "{",
    "[]",
    "null",
    "[" * 100_000,
    '{"work": ' * 30_000,
    '{"work": ' + "9" * 5000 + "}",
    '{"basics": {"label": "a\\u0000b"}}',
    '{"\\ud800": 1}',
    '{"skills": [{"name": "\\ud800"}]}',
    json.dumps({"work": [{}] * 101}),
    json.dumps({"skills": [{}] * 501}),
    json.dumps({f"key{number}": 1 for number in range(101)}),
    "x" * 200_001,
]


@pytest.mark.parametrize("written", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_with_a_message(signed_in, written):
    answer = paste(signed_in, written)
    api = signed_in.post(API, {"text": written}, content_type="application/json")

    assert (answer.status_code, api.status_code) == (422, 400)
    assert "There is a problem" in text(answer)
    assert list(api.json()) == ["text"]


@pytest.mark.parametrize(
    "written",
    ["{}", '{"work": {}}', '{"work": [1, null, [], "x"]}', '{"basics": [], "meta": 3}'],
)
def test_a_file_in_which_nothing_is_recognized_says_so(signed_in, written):
    assert "Nothing recognized" in text(paste(signed_in, written))


def test_a_file_is_uploaded_and_one_that_is_no_text_is_refused(signed_in):
    def upload(content):
        return signed_in.post(PAGE, {"file": SimpleUploadedFile("r.json", content)})

    assert "Nothing recognized" in text(upload(b"\xef\xbb\xbf{}"))
    assert upload(b"\xff\xfe\x00").status_code == 422
    assert upload(b"{").status_code == 422


def test_the_api_shows_and_keeps(signed_in, learner, python):
    body = {"text": json.dumps({"skills": [{"name": "Python", "level": "4"}]})}

    shown = signed_in.post(API, body, content_type="application/json")
    assert shown.json()["recognized"]["skills"] == ["Python"]
    assert not learner.held_skills.exists()

    signed_in.post(API, {**body, "keep": True}, content_type="application/json")
    assert learner.held_skills.get().claimed_level == 4


ODD = st.sampled_from(
    [
        None,
        True,
        0,
        2020,
        -1.5,
        float("inf"),
        "",
        "a, b",
        "2020-05",
        "x\0",
        [],
        {},
        ["a"],
    ]
)
FIELDS = ["name", "keywords", "startDate", "location", "level", "url", "countryCode"]
ITEM = st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=3)
SECTIONS = st.sampled_from([*STANDARD["properties"], "wrok", "jobs", "x"])


@given(SECTIONS, ODD | ITEM | st.lists(ODD | ITEM, max_size=2))
def test_any_json_is_read_or_plainly_refused(name, value):
    written = json.dumps({name: value})
    if "\\u0000" in written:
        return  # Refused where the text is used, ignored where it is not.

    found = parse(written)

    assert all(named.name for named in found.skills)


def test_a_list_of_one_text_holds_several_between_commas():
    for skills in ("Python, SQL", ["Python, SQL"], ["Python", "SQL"]):
        project = {"name": "A search", "keywords": skills}

        (read,) = parse(json.dumps({"projects": [project]})).entries

        assert read.keywords == ("Python", "SQL")


def test_basics_without_fields_are_named():
    notes = parse(json.dumps({"basics": ["Amara"]})).notes

    assert notes == ["“basics” holds no fields and is not read."]


def test_a_text_longer_than_any_resume_is_refused():
    with pytest.raises(ResumeError, match=TOO_LONG):
        parse(" " * (TEXT_MAX + 1))


def test_a_file_larger_than_any_resume_is_not_even_read(signed_in):
    file = SimpleUploadedFile("r.json", b"{" + b" " * 4 * TEXT_MAX)

    answer = signed_in.post(PAGE, {"file": file})

    assert answer.status_code == 422
    assert TOO_LONG in answer.context["form"].errors["file"]


def test_a_field_that_has_no_place_is_named_once():
    found = parse(json.dumps({"work": [{"name": name, "car": 1} for name in "ab"]}))

    assert [name for name in found.ignored if "car" in name] == ["car (work)"]


def test_a_skill_named_twice_is_taken_once_and_an_unknown_one_is_told(
    signed_in, learner, python
):
    skills = [{"name": "Python", "level": "Master"}, {"name": "Python 3"}]
    projects = [{"name": "Robot", "keywords": ["Python", "Alchemy"]}]

    page = text(paste(signed_in, {"skills": skills, "projects": projects}))
    paste(signed_in, {"skills": skills, "projects": projects}, keep="1")

    assert "Alchemy" in page
    assert [skill.name for skill in learner.projects.get().skills.all()] == ["Python"]
    assert learner.held_skills.get().claimed_level == 5


def test_a_verified_skill_says_by_whom_in_the_export(signed_in, learner, python):
    HeldSkillFactory(
        user=learner,
        skill=python,
        claimed_level=2,
        verified_level=3,
        verified_on=date(2026, 5, 1),
        verifier_name="Ines Ferreira",
        expires_on=date(2099, 5, 1),
    )

    [skill] = signed_in.get(FILE).json()["skills"]

    assert "Ines Ferreira" in json.dumps(skill)
    assert skill["careersite"]["verifiedUntil"] == "2099-05-01"
