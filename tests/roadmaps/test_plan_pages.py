"""Pages and endpoints of the plan and of what becomes of a roadmap."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from roadmaps.models import StepProgress
from roadmaps.services import tracking

JSON = {"content_type": "application/json"}
PLAN = {"hours_per_week": "6", "share": "1", "target_date": "", "off_weeks": []}


@pytest.fixture
def url(enrollment):
    return enrollment.get_absolute_url()


@pytest.fixture
def api(enrollment):
    return f"/api/v1/me/enrollments/{enrollment.pk}/"


def finish_all(enrollment):
    StepProgress.objects.filter(enrollment=enrollment).update(
        state="done", finished_at=timezone.now(), is_self_reported=True
    )


def test_the_plan_takes_hours_weeks_off_and_a_date(signed_in, learner, url):
    page = signed_in.get(f"{url}plan/").content.decode()
    monday = re.search(r'name="off_weeks" value="([\d-]+)"', page)[1]
    target = timezone.now().date() + timedelta(weeks=10)

    answer = signed_in.post(
        f"{url}plan/", {**PLAN, "off_weeks": [monday], "target_date": target}
    )

    learner.profile.refresh_from_db()
    page = signed_in.get(f"{url}plan/").content.decode()
    assert answer.status_code == 302
    assert (learner.profile.hours_per_week, learner.profile.off_weeks) == (
        6,
        [date.fromisoformat(monday)],
    )
    assert "h a week" in page
    assert f"To finish by {target.day}" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hours_per_week", "0.4"),
        ("hours_per_week", "81"),
        ("hours_per_week", "NaN"),
        ("share", "0"),
        ("share", "101"),
        ("target_date", "2020-01-01"),
        ("target_date", "0001-01-01"),
        ("target_date", "9999-12-31"),
        ("off_weeks", ["9999-12-27"]),
        ("off_weeks", ["yesterday"]),
    ],
)
def test_numbers_nobody_can_plan_with_answer_422_at_the_field(
    signed_in, url, field, value
):
    answer = signed_in.post(f"{url}plan/", {**PLAN, field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_date_too_close_names_the_earliest_day(signed_in, enrollment, url):
    first = enrollment.version.steps.get(key="python")
    first.hours = 400
    first.save()
    tomorrow = timezone.now().date() + timedelta(days=1)

    signed_in.post(f"{url}plan/", {**PLAN, "target_date": tomorrow})

    assert (
        "Not possible with 80 hours a week"
        in signed_in.get(f"{url}plan/").content.decode()
    )


def test_pausing_shows_on_the_dashboard_and_ends_due_dates(signed_in, url):
    assert " · due " in signed_in.get(f"{url}?view=list").content.decode()

    signed_in.post(f"{url}act/pause/")

    assert " · due " not in signed_in.get(f"{url}?view=list").content.decode()
    assert "Your roadmap is paused" in signed_in.get("/me/").content.decode()


def test_completing_leads_to_the_record_and_its_celebration(signed_in, enrollment, url):
    early = signed_in.post(f"{url}act/complete/")
    finish_all(enrollment)
    offered = signed_in.get("/me/").content.decode()

    done = signed_in.post(f"{url}act/complete/", follow=True)

    assert early.status_code == 409
    assert "3 steps are still open" in early.content.decode()
    assert "Complete the roadmap" in offered
    assert "self-reported" in done.content.decode()
    assert "You completed the" in signed_in.get("/me/").content.decode()
    kept = enrollment.records.get()
    assert (
        "This record stays as it is"
        in signed_in.get(kept.get_absolute_url()).content.decode()
    )


def test_leaving_asks_first(signed_in, enrollment, url):
    page = signed_in.get(f"{url}leave/")
    enrollment.refresh_from_db()
    before = enrollment.status

    answer = signed_in.post(f"{url}leave/")

    enrollment.refresh_from_db()
    assert "find all of it" in page.content.decode()
    assert (before, enrollment.status, answer.url) == ("active", "left", "/me/")


def test_starting_over_asks_for_a_word(signed_in, enrollment, url):
    wrong = signed_in.post(f"{url}start-over/", {"word": "no"})
    right = signed_in.post(f"{url}start-over/", {"word": "start over"})

    assert wrong.status_code == 422
    assert "Type “start over” to go on." in wrong.content.decode()
    assert right.status_code == 302
    assert enrollment.events.first().action == "reset"


def test_an_unknown_action_answers_404(signed_in, url):
    assert signed_in.post(f"{url}act/explode/").status_code == 404


def test_late_steps_are_marked_and_stay_open(signed_in, enrollment, row, url):
    enrollment.begin_anew(on=date(2026, 1, 5))

    page = signed_in.get(f"{url}?view=list").content.decode()

    assert "late</strong>, planned for" in page
    tracking.start(progress=row, by=row.learner, now=timezone.now())


def test_the_api_answers_what_if_without_saving(signed_in, enrollment, api):
    day = timezone.now().date() + timedelta(weeks=52 * 9)

    answer = signed_in.get(f"{api}pace/?hours=20&target_date={day}").json()

    enrollment.refresh_from_db()
    assert answer["what_if"]["kind"] == "date"
    assert answer["needed"]["feasible"] is True
    assert [step["key"] for step in answer["steps"]] == ["python", "git", "extras"]
    assert enrollment.target_date is None


@pytest.mark.parametrize(
    "query",
    [
        "hours=0.4",
        "hours=81",
        "hours=NaN",
        "hours=x",
        "target_date=soon",
        "target_date=9999-12-31",
        "target_date=0001-01-01",
    ],
)
def test_the_api_answers_400_to_bad_numbers(signed_in, api, query):
    answer = signed_in.get(f"{api}pace/?{query}")

    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()


def test_the_api_changes_the_plan_in_parts(signed_in, enrollment, api):
    answer = signed_in.patch(
        f"{api}pace/",
        {"off_weeks": ["2026-12-23"], "share": 2},
        **JSON,
    )

    enrollment.refresh_from_db()
    assert answer.json()["off_weeks"] == ["2026-12-21"]
    assert enrollment.share == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("off_weeks", ["9999-12-31"]),
        ("off_weeks", ["2026-12-23", "0001-01-01"]),
        ("target_date", "9999-12-31"),
        ("target_date", "0001-01-01"),
    ],
)
def test_the_api_answers_400_to_days_that_no_plan_names(
    signed_in, learner, enrollment, api, field, value
):
    answer = signed_in.patch(f"{api}pace/", {field: value}, **JSON)

    learner.profile.refresh_from_db()
    enrollment.refresh_from_db()
    assert answer.status_code == 400
    assert field in answer.json()
    assert learner.profile.off_weeks == []
    assert enrollment.target_date is None


def test_days_far_away_that_are_stored_break_no_page(
    client, signed_in, learner, mentorship, enrollment, url, api
):
    profile = learner.profile
    profile.plan_weeks(
        hours_per_week=profile.hours_per_week,
        off_weeks=[date(1, 1, 1), date(9999, 12, 27)],
    )
    enrollment.set_pace(share=1, target_date=date.max)

    pages = ("/me/", url, f"{url}plan/", f"{api}pace/", "/me/calendar/")
    assert [signed_in.get(page).status_code for page in pages] == [200] * len(pages)
    kept = signed_in.patch(f"{api}pace/", {"hours_per_week": "9.5"}, **JSON)
    assert kept.status_code == 200
    assert signed_in.patch(f"{api}pace/", {"off_weeks": []}, **JSON).status_code == 200
    client.force_login(mentorship.mentor)
    assert client.get("/mentor/mentees/").status_code == 200


def test_the_api_takes_a_roadmap_through_its_life(signed_in, enrollment, api):
    early = signed_in.post(f"{api}complete/")
    paused = signed_in.post(f"{api}pause/").json()
    signed_in.post(f"{api}resume/")
    finish_all(enrollment)
    done = signed_in.post(f"{api}complete/").json()
    refused = signed_in.post(f"{api}pause/")

    assert (early.status_code, early.json()["code"]) == (409, "steps_left")
    assert early.json()["left"] == ["python", "git", "extras"]
    assert (paused["status"], done["status"]) == ("paused", "completed")
    assert refused.json()["allowed"] == ["leave", "reset", "reopen"]
    assert signed_in.get(f"{api}records/").json()[0]["snapshot"]["percent"] == 100
    assert signed_in.get(f"{api}record/").json()["done_count"] == 3


def test_the_api_starts_over_with_the_word_only(signed_in, api):
    wrong = signed_in.post(f"{api}reset/", {"word": "x"}, **JSON)
    right = signed_in.post(f"{api}reset/", {"word": "start over"}, **JSON)

    assert (wrong.status_code, right.status_code) == (400, 200)
