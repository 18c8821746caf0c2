"""A learner's own steps, notes and hours; what a step needs."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from profiles.models import Profile
from roadmaps.models import Enrollment, Note, PersonalStep, Resource, TimeLog
from roadmaps.services import tracking
from roadmaps.services.pacing import pace_of, read_pacing
from roadmaps.services.plan import read_plan

JSON = {"content_type": "application/json"}
READ_ON = {"title": "Read on", "hours": "3", "after_key": "python", "text": ""}


@pytest.fixture
def url(enrollment):
    return enrollment.get_absolute_url()


@pytest.fixture
def api(enrollment):
    return f"/api/v1/me/enrollments/{enrollment.pk}/"


@pytest.fixture
def own_step(enrollment, now):
    step = PersonalStep(enrollment=enrollment, learner=enrollment.learner)
    return tracking.save_personal_step(
        step=step,
        title="Read on",
        hours=3,
        after_key="python",
        by=enrollment.learner,
        now=now,
    )


def test_a_step_of_ones_own_is_added_done_and_deleted(signed_in, url):
    signed_in.post(f"{url}own/add/", READ_ON)
    step = PersonalStep.objects.get()
    page = signed_in.get(f"{url}?view=list").content.decode()
    signed_in.post(f"{url}own/{step.pk}/mark/", {"is_done": "on"})
    step.refresh_from_db()
    was_done = step.is_done
    signed_in.post(f"{url}own/{step.pk}/", {**READ_ON, "title": "Read more"})
    signed_in.post(f"{url}own/{step.pk}/delete/")

    assert "Your own · after 1 Python" in page
    assert was_done
    assert not PersonalStep.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 121),
        ("hours", "0"),
        ("hours", "201"),
        ("hours", "NaN"),
        ("after_key", "no-such-step"),
    ],
)
def test_a_step_that_cannot_be_planned_answers_422_at_the_field(
    signed_in, url, field, value
):
    answer = signed_in.post(f"{url}own/add/", {**READ_ON, field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def pacing_of(enrollment, now):
    known = Enrollment.objects.with_pace().get(pk=enrollment.pk)
    return read_pacing(read_plan(known), known, now=now)


def test_own_steps_enter_the_schedule_after_their_step_but_not_the_percent(
    enrollment, own_step, now
):
    pacing = pacing_of(enrollment, now)

    keys = [one.key for one in pacing.schedule.steps]
    assert keys == ["python", f"personal-{own_step.pk}", "git", "extras"]
    assert read_plan(enrollment).progress.total_hours == 20


def test_what_if_at_the_same_hours_is_the_end_that_the_plan_names(
    enrollment, own_step, now
):
    pacing = pacing_of(enrollment, now)
    tracking.mark_personal_step(
        step=own_step, is_done=True, by=own_step.learner, now=now
    )
    done = pacing_of(enrollment, now)

    assert pacing.today == pacing.start_on
    assert pacing.what_if(pacing.hours_per_week) == pacing.schedule.finish
    assert (pacing.remaining_hours, done.remaining_hours) == (23, 20)


def test_own_steps_leave_nothing_of_a_roadmap_that_is_done(enrollment, own_step, now):
    for row in enrollment.step_progress.all():
        tracking.waive(progress=row, ground="Known.", by=row.learner, now=now)

    pacing = pacing_of(enrollment, now)

    assert pacing.remaining_hours == 0
    assert pacing.projection.status == "finished"


def test_an_own_step_whose_place_is_gone_can_still_be_changed(
    signed_in, own_step, url, api
):
    own_step.follow("dropped-since")
    edit = f"{url}own/{own_step.pk}/"
    page = signed_in.get(edit).content.decode()
    named = signed_in.patch(
        f"{api}personal-steps/{own_step.pk}/", {"title": "Read more"}, **JSON
    )
    posted = signed_in.post(edit, {**READ_ON, "after_key": "dropped-since"})
    elsewhere = signed_in.patch(
        f"{api}personal-steps/{own_step.pk}/", {"after_key": "no-such-step"}, **JSON
    )

    own_step.refresh_from_db()
    assert '<option value="dropped-since" selected>Where it is now' in page
    assert (named.status_code, posted.status_code) == (200, 302)
    assert "after_key" in elsewhere.json()
    assert own_step.after_key == "dropped-since"


def test_own_steps_follow_their_step_into_this_week(signed_in, own_step, row, now):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.finish(progress=row, by=row.learner, now=now)

    assert "your own step" in signed_in.get("/me/").content.decode()


def test_notes_are_kept_changed_and_deleted(signed_in, row):
    url = row.get_absolute_url()
    signed_in.post(f"{url}note/", {"text": "Look at generators"})
    signed_in.post(f"{url}note/", {"text": "Look at generators"})
    note = Note.objects.get()
    edit = f"{row.enrollment.get_absolute_url()}notes/{note.pk}/"
    empty = signed_in.post(edit, {"text": " "})
    signed_in.post(edit, {"text": "Look at iterators"})
    page = signed_in.get(url).content.decode()
    signed_in.post(f"{edit}delete/")

    assert empty.status_code == 422
    assert "Look at iterators" in page
    assert not Note.objects.exists()


@pytest.mark.parametrize("text", ["", "x" * 4001])
def test_a_note_says_something_and_ends(signed_in, row, text):
    answer = signed_in.post(f"{row.get_absolute_url()}note/", {"text": text})

    assert answer.status_code == 422


def test_a_mentor_reads_notes_only_where_the_scope_names_them(
    client, mentorship, row, now
):
    tracking.add_note(progress=row, text="Between us", by=row.learner, now=now)
    client.force_login(mentorship.mentor)
    closed = client.get(row.get_absolute_url()).content.decode()
    mentorship.allow(["steps", "notes"])

    assert "Between us" not in closed
    assert "Between us" in client.get(row.get_absolute_url()).content.decode()


def test_logged_time_is_listed_changed_and_deleted(signed_in, row, url):
    today = timezone.now().date()
    signed_in.post(f"{row.get_absolute_url()}log-time/", {"hours": "2"})
    log = TimeLog.objects.get()
    page = signed_in.get(f"{url}time/").content.decode()
    late = signed_in.post(
        f"{url}time/{log.pk}/", {"hours": "1", "on": today + timedelta(days=2)}
    )
    none = signed_in.post(f"{url}time/{log.pk}/", {"hours": "0", "on": today})
    signed_in.post(f"{url}time/{log.pk}/", {"hours": "1.25", "on": today})
    log.refresh_from_db()
    signed_in.post(f"{url}time/{log.pk}/delete/")

    assert "Python" in page
    assert late.status_code == none.status_code == 422
    assert list(none.context["form"].errors) == ["hours"]
    assert log.minutes == 75
    assert not TimeLog.objects.exists()


def test_steps_are_found_by_what_they_need(signed_in, enrollment, url, first_step):
    first_step.device = "phone"
    first_step.save()
    for key, cost, language in [
        ("git", "paid", "German"),
        ("python", "free", "English"),
    ]:
        Resource.objects.create(
            roadmap=enrollment.roadmap,
            step_key=key,
            key="one",
            title="One",
            provider="P",
            url="https://example.com",
            kind="book",
            cost=cost,
            language=language,
            status="published",
        )

    def shown(query):
        page = signed_in.get(f"{url}?view=list&{query}").content.decode()
        return [
            title
            for title in ("1. Python", "2. Git", "3. Extras")
            if f">{title}<" in page
        ]

    assert shown("device=phone") == ["1. Python"]
    assert shown("cost=free") == ["1. Python", "3. Extras"]
    assert shown("language=German") == ["2. Git"]
    assert shown("device=toaster") == ["1. Python", "2. Git", "3. Extras"]
    page = signed_in.get(f"{url}?view=list").content.decode()
    assert "a phone is enough" in page
    assert "costs money" in page


def test_the_api_keeps_steps_notes_and_hours(signed_in, api, row, now):
    made = signed_in.post(f"{api}personal-steps/", READ_ON, **JSON)
    step = f"{api}personal-steps/{made.json()['id']}/"
    done = signed_in.patch(step, {"is_done": True}, **JSON).json()
    note = signed_in.post(f"{api}notes/", {"step": "python", "text": "So"}, **JSON)
    tracking.log_time(
        enrollment=row.enrollment,
        progress=row,
        minutes=30,
        on=now.date(),
        by=row.learner,
        now=now,
    )
    logs = signed_in.get(f"{api}time/").json()["results"]
    time = f"{api}time/{logs[0]['id']}/"
    changed = signed_in.patch(time, {"minutes": 45}, **JSON).json()
    wrong = signed_in.patch(time, {"minutes": 1441}, **JSON)

    assert (made.status_code, note.status_code) == (201, 201)
    assert (done["is_done"], done["title"]) == (True, "Read on")
    assert (logs[0]["step"], changed["minutes"], wrong.status_code) == (
        "python",
        45,
        400,
    )
    assert signed_in.get(f"{api}notes/").json()["results"][0]["text"] == "So"
    assert signed_in.delete(step).status_code == 204
    assert signed_in.delete(time).status_code == 204


def test_the_api_logs_hours_at_no_step(signed_in, api, enrollment, now):
    day = (now - timedelta(days=3)).date().isoformat()

    made = signed_in.post(f"{api}time/", {"minutes": 90, "on": day}, **JSON)

    log = TimeLog.objects.get()
    assert (made.status_code, made.json()) == (
        201,
        {"id": log.pk, "step": None, "on": day, "minutes": 90},
    )
    assert (log.enrollment, log.progress) == (enrollment, None)


def test_hours_without_a_day_are_of_the_learners_today(signed_in, api, learner):
    def day_in(zone):
        Profile.objects.filter(user=learner).update(time_zone=zone)
        made = signed_in.post(f"{api}time/", {"minutes": 20}, **JSON)
        return date.fromisoformat(made.json()["on"])

    # 25 hours apart: never on one day.
    assert day_in("Pacific/Kiritimati") > day_in("Pacific/Pago_Pago")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"minutes": 1.5}, "minutes"),
        ({"minutes": 5, "on": "2999-01-01"}, "on"),
        ({"minutes": 5, "on": "yesterday"}, "on"),
    ],
)
def test_the_api_refuses_hours_that_cannot_be_by_their_field(
    signed_in, api, body, field
):
    answer = signed_in.post(f"{api}time/", body, **JSON)

    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not TimeLog.objects.exists()


def test_hours_at_no_step_that_are_sent_again_count_once(signed_in, api):
    ask = partial(
        signed_in.post,
        f"{api}time/",
        {"minutes": 90},
        **JSON,
        headers={"Idempotency-Key": "evening-1"},
    )

    first, again = ask(), ask()

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert TimeLog.objects.count() == 1


def test_the_things_of_somebody_else_do_not_exist(
    client, other_learner, own_step, api, url
):
    client.force_login(other_learner)

    assert client.get(f"{url}own/{own_step.pk}/").status_code == 404
    assert client.get(f"{api}personal-steps/").status_code == 404
    assert client.post(f"{api}personal-steps/", READ_ON, **JSON).status_code == 404
    assert client.post(f"{api}time/", {"minutes": 5}, **JSON).status_code == 404
    assert client.post(f"{api}time/", {}, **JSON).status_code == 404


def test_own_steps_that_are_done_count_in_the_pace_and_end_no_pause(
    enrollment, own_step, now
):
    later, steps = now + timedelta(weeks=8), [own_step]
    for title in ("Read more", "Read on and on"):
        step = PersonalStep(enrollment=enrollment, learner=enrollment.learner)
        words = {"title": title, "hours": 3, "by": enrollment.learner, "now": now}
        steps.append(tracking.save_personal_step(step=step, **words))
    for step in steps:
        done_at = later - timedelta(weeks=1)
        tracking.mark_personal_step(
            step=step, is_done=True, by=step.learner, now=done_at
        )

    pacing = pacing_of(enrollment, later)

    assert pacing.projection.status == "shown"
    assert pacing.projection.pace == 9 / 6
    assert pace_of(enrollment, [], now=later) == 9 / 6


def test_own_steps_that_are_done_take_of_this_weeks_hours(
    signed_in, enrollment, own_step
):
    enrollment.begin_anew(on=timezone.now().date())
    enrollment.learner.profile.plan_weeks(hours_per_week=3, off_weeks=[])
    tracking.mark_personal_step(
        step=own_step, is_done=True, by=own_step.learner, now=timezone.now()
    )

    assert signed_in.get("/me/").context["track"].this_week == ()
