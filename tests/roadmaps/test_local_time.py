"""Pages tell days and hours as they are where the one who reads lives."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from profiles.models import Notice, Profile
from roadmaps.models import Comment, RoadmapVersion, StepProgress
from roadmaps.services import tracking
from tests.desk import at_desk, url
from tests.factories.profiles import UserFactory
from tests.factories.roles import RegionFactory

AT = datetime(2026, 1, 15, 11, 30, tzinfo=UTC)


def live_in(user, zone):
    """Set the zone of a profile as a row written around the forms would."""
    Profile.objects.filter(user=user).update(time_zone=zone)


def told(user, at):
    """Tell a person something at a time."""
    Notice.objects.create(
        user=user, key="one", text="Hello", kind="comment", created_at=at
    )


def notices(client, user):
    """Return the page of what one person was told."""
    client.force_login(user)
    return client.get(reverse("profiles:notice_list")).text


@pytest.mark.parametrize(
    ("zone", "shown", "exact"),
    [
        ("UTC", "15 Jan 2026, 11:30", "2026-01-15T11:30:00+00:00"),
        ("Pacific/Auckland", "16 Jan 2026, 00:30", "2026-01-16T00:30:00+13:00"),
        ("America/New_York", "15 Jan 2026, 06:30", "2026-01-15T06:30:00-05:00"),
        ("Asia/Kathmandu", "15 Jan 2026, 17:15", "2026-01-15T17:15:00+05:45"),
    ],
)
def test_a_time_is_told_in_the_readers_zone(client, learner, zone, shown, exact):
    live_in(learner, zone)
    told(learner, AT)

    assert f'<time datetime="{exact}">{shown}</time>' in notices(client, learner)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 3, 8, 6, 59, tzinfo=UTC), "8 Mar 2026, 01:59"),
        (datetime(2026, 3, 8, 7, 0, tzinfo=UTC), "8 Mar 2026, 03:00"),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "1 Nov 2026, 01:30"),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "1 Nov 2026, 01:30"),
    ],
)
def test_the_hours_of_a_change_of_clocks_are_told_as_they_were(
    client, learner, at, shown
):
    live_in(learner, "America/New_York")
    told(learner, at)

    assert shown in notices(client, learner)


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../etc/passwd", "America", "/abs", "", "a\\b"]
)
def test_a_zone_that_is_not_known_is_utc(client, learner, zone):
    live_in(learner, zone)
    told(learner, AT)

    assert "15 Jan 2026, 11:30" in notices(client, learner)


def test_an_account_without_a_profile_reads_utc(client, db):
    person = UserFactory(profile=None)
    told(person, AT)

    assert "15 Jan 2026, 11:30" in notices(client, person)


def test_a_new_zone_holds_from_the_next_page_on(client, learner):
    told(learner, AT)
    before = notices(client, learner)

    live_in(learner, "Pacific/Auckland")

    assert "15 Jan 2026, 11:30" in before
    assert "16 Jan 2026, 00:30" in client.get(reverse("profiles:notice_list")).text


def test_learner_and_mentor_read_one_comment_each_at_their_hour(
    client, learner, mentor, row, mentorship
):
    live_in(learner, "Pacific/Auckland")
    live_in(mentor, "America/New_York")
    page = row.get_absolute_url()
    client.force_login(learner)
    client.post(f"{page}comment/", {"text": "Look at this"})
    Comment.objects.update(created_at=AT)

    own = client.get(page).text
    client.force_login(mentor)
    theirs = client.get(page).text

    assert "16 Jan, 00:30" in own
    assert "15 Jan, 06:30" in theirs


def test_the_day_a_step_was_finished_on_is_the_learners(client, learner, row, now):
    live_in(learner, "Pacific/Auckland")
    started = tracking.start(progress=row, by=learner, now=now)
    StepProgress.objects.filter(pk=started.pk).update(state="done", finished_at=AT)
    client.force_login(learner)

    assert "16 Jan 2026" in client.get(row.get_absolute_url()).text


def test_programs_read_utc_in_a_session_too(client, learner, row):
    live_in(learner, "Pacific/Auckland")
    told(learner, AT)
    client.force_login(learner)

    answer = client.get("/api/v1/me/notices/").json()

    assert answer["results"][0]["created_at"] == "2026-01-15T11:30:00Z"


def test_the_desk_keeps_to_utc(publisher):
    live_in(publisher, "Pacific/Auckland")
    region = RegionFactory()
    LogEntry.objects.create(
        user=publisher,
        content_type=ContentType.objects.get_for_model(region),
        object_id=region.pk,
        action_flag=CHANGE,
        action_time=AT,
    )

    history = at_desk(publisher).get(url(region, "history")).text

    assert "Jan. 15, 2026, 11:30 a.m." in history


def test_a_page_leaves_no_zone_behind(client, learner, first_step):
    live_in(learner, "Pacific/Auckland")
    late = datetime(2026, 1, 15, 22, 0, tzinfo=UTC)
    RoadmapVersion.objects.filter(pk=first_step.stage.version_id).update(
        published_at=late
    )
    roadmaps = reverse("roadmaps:roadmap_list")
    client.force_login(learner)

    own = client.get(roadmaps).text
    client.logout()

    assert "16 Jan 2026" in own
    assert "15 Jan 2026" in client.get(roadmaps).text


def test_the_zone_costs_no_query(client, learner, django_assert_num_queries):
    live_in(learner, "Pacific/Auckland")
    client.force_login(learner)

    with django_assert_num_queries(2):
        client.get("/styleguide/")
