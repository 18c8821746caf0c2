"""The page that offers the next version, and what its buttons do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roadmaps.services import tracking
from roadmaps.services.upgrade import (
    upgrade,
)
from tests.roadmaps.upgrades import move, new_version, row_of, same_steps


def test_the_page_shows_the_difference_and_upgrades(client, enrollment, done):
    client.force_login(enrollment.learner)
    steps = same_steps(docker={"title": "Containers", "hours": 8})
    del steps["extras"]
    new_version(enrollment, **steps)
    url = f"{enrollment.get_absolute_url()}upgrade/"

    assert (
        b"4 steps changed since you started"
        in client.get(enrollment.get_absolute_url()).content
    )
    page = client.get(url).content
    assert b"Containers" in page
    assert b"Upgrade to version 2" in page

    answer = client.post(f"{url}take/", {"version": "2"}, follow=True)

    enrollment.refresh_from_db()
    assert enrollment.version.number == 2
    assert b"Back to version 1" in answer.content


def test_the_page_stays_and_goes_back(client, enrollment):
    client.force_login(enrollment.learner)
    version = new_version(enrollment, **same_steps())
    url = f"{enrollment.get_absolute_url()}upgrade/"

    client.post(f"{url}stay/", {"version": "2"})
    enrollment.refresh_from_db()
    assert enrollment.declined_version == version

    upgrade(
        enrollment=enrollment,
        to_version=version,
        by=enrollment.learner,
        now=timezone.now(),
    )
    client.post(f"{url}undo/")
    enrollment.refresh_from_db()
    assert enrollment.version.number == 1


@pytest.mark.parametrize("version", ["", "x", "9", "99999999999"])
def test_an_unknown_version_answers_404(client, enrollment, version):
    client.force_login(enrollment.learner)

    answer = client.post(
        f"{enrollment.get_absolute_url()}upgrade/take/", {"version": version}
    )

    assert answer.status_code == 404


def test_undoing_nothing_answers_409(client, enrollment):
    client.force_login(enrollment.learner)

    answer = client.post(f"{enrollment.get_absolute_url()}upgrade/undo/")

    assert answer.status_code == 409


@pytest.mark.parametrize("path", ["", "take/", "stay/", "undo/"])
def test_the_upgrade_of_somebody_else_answers_404(
    client, other_learner, enrollment, path
):
    client.force_login(other_learner)
    url = f"{enrollment.get_absolute_url()}upgrade/{path}"

    answer = client.post(url, {"version": "2"}) if path else client.get(url)

    assert answer.status_code == 404


def test_the_page_says_what_going_back_would_do(client, enrollment, row, now):
    later = timezone.now()
    move(enrollment, new_version(enrollment, **same_steps()), later)
    tracking.start(
        progress=row_of(enrollment, "python"),
        by=row.learner,
        now=later + timedelta(seconds=1),
    )
    client.force_login(enrollment.learner)

    page = client.get(f"{enrollment.get_absolute_url()}upgrade/").content.decode()

    assert "Python <span" in page
    assert "keeps its newer state" in page


def test_the_api_tells_what_is_newer_and_stays_or_goes_on(client, enrollment):
    client.force_login(enrollment.learner)
    api = f"/api/v1/me/enrollments/{enrollment.pk}/"
    second = ({"version": 2}, "application/json")
    nothing = client.get(f"{api}upgrade/").json()
    new_version(enrollment, **same_steps())

    offered = client.get(f"{api}upgrade/").json()
    client.post(f"{api}stay/", *second)
    stayed = client.get(f"{api}upgrade/").json()
    client.post(f"{api}upgrade/", *second)
    taken = client.get(f"{api}upgrade/").json()

    assert (nothing["newer"], nothing["undoable"]) == (None, None)
    assert (offered["newer"]["version"], offered["newer"]["is_answered"]) == (2, False)
    assert stayed["newer"]["is_answered"]
    assert taken["newer"] is None
    assert taken["undoable"]["from_version"] == 1


def test_the_address_of_a_step_dropped_before_it_was_begun_stays(
    client, enrollment, now
):
    client.force_login(enrollment.learner)
    url = enrollment.get_absolute_url()
    api = f"/api/v1/me/enrollments/{enrollment.pk}/steps/extras/"
    steps = same_steps()
    del steps["extras"]
    move(enrollment, new_version(enrollment, **steps), now)

    page = client.get(f"{url}steps/extras/")
    refused = client.post(f"{url}steps/extras/skip/", {"reason": ""})

    assert (page.status_code, refused.status_code) == (200, 422)
    assert client.get(api).json()["title"] == "Extras"
    assert b"Kept from version 1" not in client.get(f"{url}?view=list").content


def test_a_mentors_word_at_a_dropped_step_stays_in_sight(
    client, enrollment, mentorship, now
):
    client.force_login(enrollment.learner)
    row = row_of(enrollment, "extras")
    tracking.add_comment(progress=row, text="Worth it", by=mentorship.mentor, now=now)
    steps = same_steps()
    del steps["extras"]
    move(enrollment, new_version(enrollment, **steps), now)

    page = client.get(f"{enrollment.get_absolute_url()}?view=list").content

    assert b"Kept from version 1" in page
    assert b"Worth it" in client.get(row.get_absolute_url()).content
