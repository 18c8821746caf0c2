"""The calendar feed, read by an outside parser."""

import logging
from datetime import timedelta
from importlib import import_module

import pytest
import vobject
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careersite.common.redaction import redact
from roadmaps.models import CalendarFeed, PersonalStep
from roadmaps.services import tracking
from tests.accounts.test_passwords import NEW, ask_for_reset, choose, reset_link
from tests.factories.profiles import PASSWORD
from tests.roadmaps.actions import act

LONG = "Reading, writing; and “quoting” \\ " + "a very long name " * 12


def made_feed(client):
    url = client.post("/me/calendar/").context["url"]
    return "/calendar/" + url.rpartition("/calendar/")[2]


def events_of(client, url):
    answer = client.get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    feed = vobject.readOne(answer.content.decode())
    return {one.uid.value: one for one in feed.contents.get("vevent", [])}


def test_due_steps_are_whole_days_with_names_as_written(
    signed_in, enrollment, first_step
):
    first_step.summary = LONG[:60]
    first_step.title = LONG[:60]
    first_step.save()
    url = made_feed(signed_in)
    signed_in.logout()

    events = events_of(signed_in, url)

    row = enrollment.step_progress.get(step_key="python")
    event = events[f"step-{row.pk}@careersite"]
    assert event.summary.value == LONG[:60]
    assert event.dtstart.value == enrollment.started_on + timedelta(days=8)
    assert len(events) == 3


def test_ids_stay_when_days_move_and_finished_steps_go(
    signed_in, enrollment, row, learner
):
    url = made_feed(signed_in)
    before = events_of(signed_in, url)
    learner.profile.hours_per_week = 4
    learner.profile.save()
    moved = events_of(signed_in, url)
    now = timezone.now()
    act("start", row, now)
    act("finish", row, now)
    done = events_of(signed_in, url)

    key = f"step-{row.pk}@careersite"
    assert set(before) == set(moved)
    assert before[key].dtstart.value < moved[key].dtstart.value
    assert set(before) - set(done) == {key}


def test_an_answer_to_expect_is_in_the_feed_until_it_is_there(
    signed_in, enrollment, row, mentorship
):
    url = made_feed(signed_in)
    now = timezone.now()
    act("start", row, now)
    act("submit", row, now, text="My work")

    events = events_of(signed_in, url)

    key = f"review-{row.submissions.get().pk}@careersite"
    assert events[key].summary.value == "Answer on Python"
    assert events[key].dtstart.value == now.date() + timedelta(days=5)
    assert f"step-{row.pk}@careersite" not in events


def test_a_paused_roadmap_has_nothing_due(signed_in, enrollment):
    url = made_feed(signed_in)
    tracking.pause_roadmap(
        enrollment=enrollment, by=enrollment.learner, now=timezone.now()
    )

    assert events_of(signed_in, url) == {}


def test_a_new_address_and_stopping_end_the_old_one_at_once(signed_in, enrollment):
    first = made_feed(signed_in)
    second = made_feed(signed_in)
    statuses = [signed_in.get(url).status_code for url in (first, second)]
    signed_in.post("/me/calendar/revoke/")

    assert statuses == [404, 200]
    assert signed_in.get(second).status_code == 404
    assert signed_in.get("/calendar/never-made.ics").status_code == 404
    assert not CalendarFeed.objects.exists()


def change_password(client, learner, mailoutbox):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), words)


def reset_password(client, learner, mailoutbox):
    ask_for_reset(Client(), learner.email)
    choose(Client(), reset_link(mailoutbox[0]))


def set_by_an_operator(client, learner, mailoutbox):
    learner.set_password(NEW)
    learner.save()


@pytest.mark.parametrize(
    "set_anew", [change_password, reset_password, set_by_an_operator]
)
def test_a_new_password_ends_the_feed_whichever_way_it_was_set(
    signed_in, learner, enrollment, mailoutbox, set_anew
):
    url = made_feed(signed_in)
    before = Client().get(url).status_code

    set_anew(signed_in, learner, mailoutbox)

    learner.refresh_from_db()
    assert learner.check_password(NEW)
    assert (before, Client().get(url).status_code) == (200, 404)
    signed_in.force_login(learner)
    page = signed_in.get("/me/calendar/").content.decode()
    assert "Your new password stopped the feed" in page
    assert signed_in.get("/api/v1/me/calendar/").json()["has_feed"] is False

    again = made_feed(signed_in)

    assert [Client().get(one).status_code for one in (url, again)] == [404, 200]
    assert "stopped the feed" not in signed_in.get("/me/calendar/").content.decode()
    assert signed_in.get("/api/v1/me/calendar/").json()["has_feed"] is True


def test_feeds_of_before_go_on_until_the_next_new_password(
    signed_in, learner, enrollment
):
    url = made_feed(signed_in)
    CalendarFeed.objects.update(password_mark="")
    unmarked = signed_in.get(url).status_code

    migration = import_module("roadmaps.migrations.0015_fill_marks_of_feeds")
    migration.fill(apps, None)

    marked = signed_in.get(url).status_code
    learner.set_password(NEW)
    learner.save()
    assert (unmarked, marked, Client().get(url).status_code) == (404, 200, 404)


def test_the_token_is_neither_kept_nor_logged(signed_in, enrollment, caplog):
    url = made_feed(signed_in)
    token = url.removeprefix("/calendar/").removesuffix(".ics")
    signed_in.post("/me/calendar/revoke/")
    with caplog.at_level(logging.WARNING, logger="django.request"):
        signed_in.get(url)

    assert token not in redact(f"GET {url} HTTP/1.1")
    assert CalendarFeed.objects.filter(token_hash=token).count() == 0
    assert "Cache-Control" in signed_in.get("/me/calendar/")


def test_the_api_makes_and_stops_the_feed(signed_in, enrollment):
    made = signed_in.post("/api/v1/me/calendar/")
    path = "/calendar/" + made.json()["url"].rpartition("/calendar/")[2]
    read = signed_in.get(path).status_code
    signed_in.delete("/api/v1/me/calendar/")

    assert (made.status_code, read) == (201, 200)
    assert [day["title"] for day in made.json()["days"]] == ["Python", "Git", "Extras"]
    assert signed_in.get(path).status_code == 404
    assert signed_in.get("/api/v1/me/calendar/").json()["has_feed"] is False


def test_control_characters_in_a_name_break_no_line_of_the_feed(signed_in, enrollment):
    PersonalStep.objects.create(
        enrollment=enrollment,
        learner=enrollment.learner,
        title="Read\x0bBEGIN:VALARM\x85on\x07",
    )

    events = events_of(signed_in, made_feed(signed_in))

    names = {event.summary.value.strip() for event in events.values()}
    assert "Read BEGIN:VALARM on" in names
