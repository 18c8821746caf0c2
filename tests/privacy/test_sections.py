"""Each section is seen by exactly those to whom it is open, everywhere alike."""

import json
from datetime import timedelta
from itertools import product

import pytest

from profiles.models import Profile, Section
from profiles.services import sections, sharing
from tests.privacy.conftest import MARKS

pytestmark = pytest.mark.django_db
AUDIENCES = ("private", "mentors", "link", "public")
READERS = ("public", "link", "mentor")
SEES = {
    "public": {"public"},
    "link": {"link", "public"},
    "mentor": {"mentors", "link", "public"},
}


def seen(view, now):
    return {shown.section.value for shown in sections.read_sections(view, now=now)}


def without_path(answer):
    """Return a page but for its own address, to which the theme control leads back."""
    return answer.content.decode().replace(answer.request["PATH_INFO"], "")


def view_of(reader, full, mentorship, now):
    if reader == "link":
        shared = sharing.share(
            user=full, sections=Section.values, days=9, by=full, now=now
        )
        return sections.view_by_link(shared.link)
    return sections.view_for(full, mentorship.mentor if reader == "mentor" else None)


def test_a_section_is_seen_by_exactly_its_audience(full, mentorship, set_openness, now):
    for audience, reader in product(AUDIENCES, READERS):
        set_openness(**dict.fromkeys(Section.values, audience))

        found = seen(view_of(reader, full, mentorship, now), now)

        wanted = set(Section.values) if audience in SEES[reader] else set()
        assert found == wanted, (audience, reader)


@pytest.mark.parametrize(
    ("scope", "opened"),
    [
        ("steps", {"progress"}),
        ("notes", {"notes"}),
        ("profile", {"about", "skills", "projects"}),
        ("certifications", {"certifications"}),
    ],
)
def test_a_scope_opens_its_sections_to_the_mentor_alone(
    full, mentorship, other_learner, now, scope, opened
):
    mentorship.allow([scope])

    assert seen(sections.view_for(full, mentorship.mentor), now) == opened
    assert seen(sections.view_for(full, other_learner), now) == set()


def test_an_ended_mentorship_sees_nothing(full, mentorship, set_openness, now):
    set_openness(skills="mentors")
    mentorship.allow(["profile"])
    mentorship.end(by=full, now=now)

    assert seen(sections.view_for(full, mentorship.mentor), now) == set()


def test_without_any_choice_all_is_private(full, now):
    assert seen(sections.view_for(full, None), now) == set()
    assert seen(sections.view_for(full, full), now) == set(Section.values)


def test_only_verified_things_say_by_whom_and_when(full, set_openness, now):
    set_openness(**dict.fromkeys(Section.values, "link"))
    shared = sharing.share(
        user=full,
        sections=Section.values,
        days=9,
        is_verified_only=True,
        by=full,
        now=now,
    )

    shown = sections.read_sections(sections.view_by_link(shared.link), now=now)

    assert [one.section.value for one in shown] == ["about", "skills"]
    assert [(one["skill"], one["verified_by"]) for one in shown[1].data] == [
        ("Welding", "Ines Ferreira")
    ]


@pytest.mark.parametrize("section", Section.values)
def test_page_api_link_and_view_as_show_the_same(client, full, set_openness, section):
    set_openness(**{section: "public"})
    others = [mark for name, mark in MARKS.items() if name not in {section, "calendar"}]
    # The steps of a roadmap are named where they are due, and at notes.
    others = [mark for mark in others if mark != "Python"]

    page = client.get("/people/amara/").content.decode()
    data = client.get("/api/v1/people/amara/").content.decode()
    client.force_login(full)
    own = client.get("/me/privacy/as/public/").content.decode()

    mark = "Python" if section == "calendar" else MARKS[section]
    for text in (page, data, own):
        assert mark in text
        assert not [other for other in others if other in text]


def test_a_page_on_which_nothing_is_open_does_not_exist(client, full, set_openness):
    closed = client.get("/people/amara/")
    set_openness(skills="link")

    assert (closed.status_code, client.get("/people/amara/").status_code) == (404, 404)
    assert client.get("/api/v1/people/amara/").status_code == 404
    assert client.get("/people/nobody/").status_code == 404


def test_a_mentor_sees_a_profile_in_scope(client, full, mentorship):
    mentorship.allow(["profile"])
    client.force_login(mentorship.mentor)

    page = client.get(f"/mentor/people/{mentorship.pk}/").content.decode()

    assert "Weaving" in page
    assert "Bridge License" not in page


@pytest.mark.parametrize(
    ("scopes", "opened", "found"),
    [
        ([], {}, []),
        (["profile"], {}, ["about", "skills", "projects"]),
        (["certifications"], {"notes": "mentors"}, ["certifications", "notes"]),
        ([], {"skills": "link", "about": "private"}, ["skills"]),
    ],
)
def test_a_program_of_a_mentor_reads_the_sections_of_the_page(
    client, full, mentorship, set_openness, scopes, opened, found
):
    mentorship.allow(scopes)
    set_openness(**opened)
    client.force_login(mentorship.mentor)

    page = client.get(f"/mentor/people/{mentorship.pk}/")
    answer = client.get(f"/api/v1/mentor/people/{mentorship.pk}/")

    told = answer.json()
    assert told["name"] == full.display_name
    assert [one["section"] for one in told["sections"]] == found
    assert [one.section for one in page.context["shown"]] == found
    for one in told["sections"]:
        assert MARKS[one["section"]] in json.dumps(one["data"])
    assert "no-store" in answer["Cache-Control"]


def test_a_mentees_profile_is_found_by_its_active_mentor_alone(
    client, full, mentorship, other_learner, set_openness, now
):
    mentorship.allow(["profile"])
    set_openness(**dict.fromkeys(Section.values, "public"))

    def status_for(person):
        client.force_login(person)
        return client.get(f"/api/v1/mentor/people/{mentorship.pk}/").status_code

    people = (mentorship.mentor, full, other_learner)
    before = [status_for(one) for one in people]
    mentorship.end(by=full, now=now)

    assert before == [200, 404, 404]
    assert [status_for(one) for one in people] == [404, 404, 404]


def test_openness_and_handle_are_chosen_on_one_page(client, full):
    client.force_login(full)
    wanted = dict.fromkeys(Section.values, "private") | {"skills": "public"}

    saved = client.post("/me/privacy/", {**wanted, "handle": "New-Name"})
    wrong = client.post("/me/privacy/", {**wanted, "handle": "x", "notes": "all"})

    full.profile.refresh_from_db()
    assert (saved.status_code, full.profile.handle) == (302, "new-name")
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"handle", "notes"}


def test_a_handle_of_somebody_else_is_refused(client, full, other_learner):
    client.force_login(other_learner)

    answer = client.post(
        "/me/privacy/", {**dict.fromkeys(Section.values, "private"), "handle": "AMARA"}
    )

    assert "Somebody else has this handle" in answer.content.decode()


def test_the_api_opens_and_closes_sections(client, full):
    client.force_login(full)

    changed = client.patch(
        "/api/v1/me/privacy/", {"skills": "public"}, content_type="application/json"
    ).json()
    wrong = client.patch(
        "/api/v1/me/privacy/", {"skills": "x"}, content_type="application/json"
    )

    assert (changed["skills"], changed["notes"]) == ("public", "private")
    assert wrong.status_code == 400


PRIVACY = "/api/v1/me/privacy/"


def test_the_api_tells_and_takes_the_handle(client, full):
    client.force_login(full)
    was = client.get(PRIVACY).json()["handle"]

    taken = client.patch(PRIVACY, {"handle": "New-Name"}, "application/json")
    kept = client.patch(PRIVACY, {"skills": "public"}, "application/json")
    public = client.get("/api/v1/people/new-name/")
    dropped = client.patch(PRIVACY, {"handle": ""}, "application/json")

    assert was == "amara"
    assert [one.json()["handle"] for one in (taken, kept)] == ["new-name", "new-name"]
    assert public.status_code == 200
    assert dropped.json()["handle"] == ""
    assert client.get("/api/v1/people/new-name/").status_code == 404


@pytest.mark.parametrize("handle", ["x", "a b c", "a" * 41, "-abc", "AMARA", None, 7])
def test_a_handle_that_cannot_be_had_is_refused_at_its_field(
    client, full, other_learner, handle
):
    client.force_login(other_learner)

    answer = client.patch(
        PRIVACY, {"handle": handle, "skills": "public"}, "application/json"
    )

    assert (answer.status_code, list(answer.json())) == (400, ["handle"])
    assert client.get(PRIVACY).json()["skills"] == "private"


def test_a_handle_taken_a_moment_before_is_refused_too(
    client, full, other_learner, monkeypatch
):
    client.force_login(other_learner)
    form = dict.fromkeys(Section.values, "private") | {"handle": "amara"}
    monkeypatch.setattr(Profile, "checked_handle", lambda profile, handle: handle)

    page = client.post("/me/privacy/", form)
    answer = client.patch(PRIVACY, {"handle": "amara"}, "application/json")

    assert (page.status_code, answer.status_code) == (422, 400)
    assert list(page.context["form"].errors) == [*answer.json()] == ["handle"]


def test_a_handle_changes_only_as_it_was_read(client, full):
    client.force_login(full)
    read = {"If-Match": client.get(PRIVACY)["ETag"]}

    answers = [
        client.patch(PRIVACY, {"handle": name}, "application/json", headers=read)
        for name in ("once", "twice")
    ]

    assert [answer.status_code for answer in answers] == [200, 412]
    assert client.get(PRIVACY).json()["handle"] == "once"


def test_reading_a_person_takes_few_queries(
    client, full, set_openness, django_assert_max_num_queries
):
    set_openness(**dict.fromkeys(Section.values, "public"))

    with django_assert_max_num_queries(24):
        client.get("/people/amara/")


def test_links_open_and_close(client, full, set_openness, now):
    set_openness(skills="link", projects="private")
    client.force_login(full)
    made = client.post(
        "/me/privacy/links/", {"sections": ["skills", "projects"], "days": "30"}
    )
    url = made.context["url"].partition("8000")[2]
    client.logout()

    page = client.get(url)
    set_openness(skills="private")
    closed = client.get(url).content.decode()
    set_openness(skills="link")
    client.force_login(full)
    client.post(f"/me/privacy/links/{full.share_links.get().pk}/revoke/")
    client.logout()
    gone = client.get(url)
    unknown = client.get("/shared/never-made/")

    assert "Weaving" in page.content.decode()
    assert "A bridge" not in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert "Weaving" not in closed
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert without_path(gone) == without_path(unknown)


def test_open_links_are_listed_before_any_that_closed_later(client, full, now):
    def share(label):
        words = {"sections": ["skills"], "days": 9, "label": label}
        return sharing.share(user=full, by=full, now=now, **words).link

    opened = [share(f"Open {number}") for number in range(3)]
    for number in range(60):
        sharing.revoke_link(link=share(f"Closed {number}"), by=full, now=now)
    client.force_login(full)

    page = client.get("/me/privacy/")

    listed = [one["link"].label for one in page.context["links"]]
    assert listed[:4] == ["Open 2", "Open 1", "Open 0", "Closed 59"]
    assert all(f"/me/privacy/links/{one.pk}/revoke/" in page.text for one in opened)


def test_every_open_link_can_be_revoked_even_beyond_the_limit(
    client, full, now, monkeypatch
):
    monkeypatch.setattr(sharing, "OPEN_MAX", 60)
    for _ in range(60):
        sharing.share(user=full, sections=["skills"], days=9, by=full, now=now)
    client.force_login(full)

    assert client.get("/me/privacy/").text.count("/revoke/") == 60


def test_an_expired_link_looks_like_an_unknown_one(client, full, set_openness, now):
    set_openness(skills="link")
    shared = sharing.share(
        user=full, sections=["skills"], days=1, by=full, now=now - timedelta(days=400)
    )

    answer = client.get(f"/shared/{shared.token}/")

    assert answer.status_code == 404
    assert without_path(answer) == without_path(client.get("/shared/never-made/"))
    assert client.get(f"/api/v1/shared/{shared.token}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("days", "0"), ("days", "366"), ("sections", []), ("sections", ["all"])],
)
def test_a_link_that_cannot_be_made_answers_at_the_field(client, full, field, value):
    client.force_login(full)
    form = {"sections": ["skills"], "days": 9}

    page = client.post("/me/privacy/links/", {**form, field: value})
    data = client.post(
        "/api/v1/me/share-links/",
        {**form, field: value},
        content_type="application/json",
    )

    assert page.status_code == 422
    assert "<title>Error: Privacy and data" in page.text
    assert field in page.context["share_form"].errors
    assert (data.status_code, set(data.json())) == (400, {field})


def test_the_api_makes_lists_and_revokes_links(client, full, set_openness):
    set_openness(skills="link")
    client.force_login(full)
    made = client.post(
        "/api/v1/me/share-links/",
        {"sections": ["skills"], "days": 3},
        content_type="application/json",
    ).json()
    token = made["url"].rstrip("/").rpartition("/")[2]
    read = client.get(f"/api/v1/shared/{token}/").json()

    client.delete(f"/api/v1/me/share-links/{made['link']['id']}/")

    assert read["sections"][0]["section"] == "skills"
    assert (
        client.get("/api/v1/me/share-links/").json()["results"][0]["state"] == "revoked"
    )
    assert client.get(f"/api/v1/shared/{token}/").status_code == 404


def test_too_many_open_links_are_refused_at_the_field(client, full, monkeypatch):
    monkeypatch.setattr(sharing, "OPEN_MAX", 0)
    client.force_login(full)

    page = client.post("/me/privacy/links/", {"sections": ["skills"], "days": 9})

    assert page.status_code == 422
    assert "Keep at most 0 open links" in page.content.decode()


def test_a_section_without_anything_in_it_is_not_shown(client, learner, set_openness):
    learner.profile.handle = "amara"
    learner.profile.headline = "Bridge builder"
    learner.profile.save()
    set_openness(about="public", projects="public")

    page = client.get("/people/amara/").content.decode()

    assert "Bridge builder" in page
    assert "Projects" not in page
