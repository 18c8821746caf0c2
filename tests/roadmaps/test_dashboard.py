import re
from datetime import timedelta

import pytest
from django.utils import timezone

from profiles.models import EarnedCertification
from roadmaps.models import TimeLog
from roadmaps.pace import monday_of
from roadmaps.services import tracking
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roadmaps import StepPartFactory
from tests.factories.roles import CertificationFactory, RoleFactory, RoleSkillFactory

DASHBOARD_QUERIES = 11


@pytest.fixture
def target(learner, stage):
    profile = learner.profile
    profile.target_role = stage.version.roadmap.role
    profile.save()
    return profile.target_role


def page_of(client, query=""):
    return client.get(f"/me/{query}").content.decode()


def test_without_target_one_picks_a_role_first(signed_in):
    page = page_of(signed_in)

    assert "Pick a role first" in page
    assert "Your dashboard" in page


def test_with_a_target_its_roadmap_is_offered(signed_in, target, optional_step):
    page = page_of(signed_in)

    assert f"Start the {optional_step.version.roadmap.title} roadmap" in page


def test_with_a_target_without_roadmap_the_gap_is_offered(signed_in, learner):
    learner.profile.target_role = RoleFactory(title="Archivist")
    learner.profile.save()

    assert "See what you lack for Archivist" in page_of(signed_in)


def test_the_ready_step_that_unlocks_most_comes_first(signed_in, enrollment):
    page = page_of(signed_in)

    assert "Start Python" in page
    assert "1 later step waits for it" in page


def test_changes_asked_come_before_everything(signed_in, row, mentor, now):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.submit(progress=row, by=row.learner, now=now, text="Done")
    tracking.apply_decision(progress=row, decision="changes", by=mentor, now=now)

    page = page_of(signed_in)

    assert "Answer the changes on Python" in page
    assert "Ines Ferreira asked for changes on" in page


def test_a_certificate_that_expires_soon_comes_before_ready_steps(
    signed_in, learner, enrollment
):
    today = timezone.now().date()
    EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(name="Cloud Basics"),
        issued_on=today - timedelta(days=300),
        expires_on=today + timedelta(days=30),
    )

    page = page_of(signed_in)

    assert "Renew Cloud Basics" in page
    assert "30d" in page


def test_a_closed_renewal_is_not_offered(signed_in, learner, enrollment):
    today = timezone.now().date()
    EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(name="Old Cloud", renewals_closed=True),
        issued_on=today - timedelta(days=300),
        expires_on=today + timedelta(days=30),
    )

    page = page_of(signed_in)

    assert "Renew Old Cloud" not in page
    assert "It can no longer be renewed." in page


def test_this_week_lists_parts_that_fit_the_hours(signed_in, enrollment, first_step):
    for title in ("One", "Two", "Three"):
        StepPartFactory(step=first_step, title=title, hours=4)

    page = page_of(signed_in)

    assert "One</a>" in page
    assert "Two</a>" in page
    assert "Three</a>" not in page
    assert "That is your week." in page


def week_of(client):
    """Return the card of this week."""
    page = page_of(client)
    return page[page.index('id="week-title"') :].partition("</section>")[0]


def test_nothing_is_listed_in_a_week_off(signed_in, learner, enrollment, first_step):
    StepPartFactory(step=first_step, title="One", hours=4)
    this_week = monday_of(timezone.now().date())
    off_weeks = [this_week, this_week + timedelta(weeks=1)]

    learner.profile.plan_weeks(hours_per_week=8, off_weeks=off_weeks[1:])
    before = week_of(signed_in)
    learner.profile.plan_weeks(hours_per_week=8, off_weeks=off_weeks)
    off = week_of(signed_in)

    assert "One</a>" in before
    assert "You are off this week." in off
    assert "One</a>" not in off
    assert " h</p>" not in off


def test_a_week_in_which_all_waits_is_not_said_to_be_done(
    signed_in, enrollment, mentorship
):
    now = timezone.now()
    for row in enrollment.step_progress.all():
        tracking.start(progress=row, by=row.learner, now=now, override=True)
        tracking.submit(progress=row, by=row.learner, now=now, text="Done.")

    week = week_of(signed_in)

    assert "what is left waits for an answer" in week
    assert "hours are done" not in week


def test_a_week_whose_hours_are_used_says_so(signed_in, enrollment):
    now = timezone.now()
    row = enrollment.step_progress.get(step_key="python")
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.finish(progress=row, by=row.learner, now=now)

    assert "hours are done. That is your week." in week_of(signed_in)


def test_a_week_after_the_last_step_has_nothing_left(signed_in, enrollment):
    now = timezone.now()
    for row in enrollment.step_progress.all():
        tracking.waive(progress=row, ground="Known.", by=row.learner, now=now)

    assert "Nothing is left." in week_of(signed_in)


def test_a_part_ticked_on_the_dashboard_leads_back_to_it(signed_in, row, first_step):
    StepPartFactory(step=first_step, key="one")

    answer = signed_in.post(
        f"{row.get_absolute_url()}tick-part/",
        {"key": "one", "is_ticked": "on", "back": "dashboard"},
    )

    assert answer["Location"] == "/me/"
    assert row.part_ticks.count() == 1


def test_the_date_waits_for_14_days_and_3_finished_steps(signed_in, enrollment):
    assert "a date appears after 14 days" in page_of(signed_in)


def test_a_finish_is_projected_from_the_real_pace(signed_in, enrollment, first_step):
    enrollment.started_on = timezone.now().date() - timedelta(weeks=5)
    enrollment.save()
    row = enrollment.step_progress.get(step_key="python")
    for week in (4, 3, 2):
        part = StepPartFactory(step=first_step, hours=3)
        at = timezone.now() - timedelta(weeks=week)
        tracking.tick_part(progress=row, part_key=part.key, by=row.learner, now=at)

    page = page_of(signed_in)

    assert "between" in page
    assert "h a week" in page
    assert "chart-cone" in page


def test_ticked_parts_do_not_lift_the_line_of_what_is_done(
    signed_in, enrollment, first_step, now
):
    row = enrollment.step_progress.get(step=first_step)
    part = StepPartFactory(step=first_step, hours=4)
    tracking.tick_part(progress=row, part_key=part.key, by=row.learner, now=now)

    chart = signed_in.get("/me/").context["dashboard"].track.charts[0]

    heights = re.findall(r"(?:M[\d.]+ |V)([\d.]+)", chart.done)
    assert {float(height) for height in heights} == {chart.today.y}


def test_six_silent_weeks_say_paused(signed_in, enrollment):
    enrollment.started_on = timezone.now().date() - timedelta(weeks=8)
    enrollment.save()

    assert "<dd>Paused</dd>" in page_of(signed_in)


def test_hours_logged_at_no_step_keep_every_page_from_saying_paused(
    signed_in, enrollment
):
    today = timezone.now().date()
    enrollment.started_on = today - timedelta(weeks=8)
    enrollment.save()
    silent = signed_in.get(enrollment.get_absolute_url()).content.decode()

    TimeLog.objects.create(
        enrollment=enrollment,
        learner=enrollment.learner,
        on=today - timedelta(weeks=5),
        minutes=60,
    )

    roadmap = signed_in.get(enrollment.get_absolute_url())
    plan = signed_in.get(f"{enrollment.get_absolute_url()}plan/")
    api = signed_in.get(f"/api/v1/me/enrollments/{enrollment.pk}/pace/").json()
    assert "Paused for now." in silent
    assert "Paused for now." not in roadmap.content.decode()
    assert "<dd>Paused</dd>" not in page_of(signed_in)
    assert plan.context["pacing"].projection.status == "too_early"
    assert api["projection"]["status"] == "too_early"


def test_a_finished_roadmap_is_congratulated(signed_in, enrollment, now):
    for row in enrollment.step_progress.all():
        tracking.start(progress=row, by=row.learner, now=now, override=True)
        tracking.finish(progress=row, by=row.learner, now=now)

    assert "You have done every step" in page_of(signed_in)


def test_what_if_answers_without_saving(signed_in, learner, enrollment):
    answer = signed_in.get("/me/?hours=20", headers={"HX-Request": "true"})

    learner.profile.refresh_from_db()
    assert b'<output id="what-if"' in answer.content
    assert b"<html" not in answer.content
    assert learner.profile.hours_per_week == 8


def test_what_if_begins_with_the_planned_hours(signed_in, enrollment):
    def said(page):
        return re.search('<output id="what-if".+?</output>', page, re.DOTALL).group()

    before, asked = page_of(signed_in), page_of(signed_in, "?hours=8")

    assert 'value="8"' in before
    assert said(before) == said(asked)
    assert re.search(r"\b20\d\d\b", said(before))


@pytest.mark.parametrize("hours", ["0", "0.4", "81", "NaN", "inf", "many", ""])
def test_what_if_refuses_hours_that_no_week_has(signed_in, enrollment, hours):
    answer = signed_in.get("/me/", {"hours": hours})

    assert answer.status_code == 422
    assert b"There is a problem" in answer.content


def test_time_is_logged_from_the_dashboard(signed_in, enrollment):
    answer = signed_in.post(
        "/me/log-time/", {"enrollment": enrollment.pk, "hours": "1.5"}
    )

    assert answer["Location"] == "/me/"
    assert TimeLog.objects.get().minutes == 90


@pytest.mark.parametrize("hours", ["", "0", "-2", "25", "x"])
def test_time_that_is_none_answers_422(signed_in, enrollment, hours):
    answer = signed_in.post(
        "/me/log-time/", {"enrollment": enrollment.pk, "hours": hours}
    )

    assert answer.status_code == 422
    assert list(answer.context["time_form"].errors) == ["hours"]
    assert TimeLog.objects.count() == 0


@pytest.mark.parametrize("pk", ["0", "x", "", "99999999999999999999"])
def test_time_on_an_unknown_roadmap_answers_404(signed_in, enrollment, pk):
    answer = signed_in.post("/me/log-time/", {"enrollment": pk, "hours": "1"})

    assert answer.status_code == 404


def test_time_on_the_roadmap_of_somebody_else_answers_404(
    client, other_learner, enrollment
):
    client.force_login(other_learner)

    answer = client.post("/me/log-time/", {"enrollment": enrollment.pk, "hours": "1"})

    assert answer.status_code == 404


def test_without_rated_skills_rating_is_offered(signed_in, target):
    RoleSkillFactory(role=target)

    assert "Rate 5 skills, 2 minutes" in page_of(signed_in)


def test_the_biggest_gap_names_the_step_that_closes_it(
    signed_in, learner, target, enrollment, first_step
):
    skill = first_step.taught_skills.get().skill
    RoleSkillFactory(role=target, skill=skill, required_level=3)
    HeldSkillFactory(user=learner, skill=skill, claimed_level=1)

    page = page_of(signed_in)

    assert "1 of 3" in page
    assert "step 1, Python" in page


def test_a_stranger_sees_nothing_of_others(client, other_learner, enrollment):
    client.force_login(other_learner)

    assert enrollment.roadmap.title not in page_of(client)


def test_the_dashboard_takes_few_queries(
    signed_in,
    learner,
    target,
    enrollment,
    first_step,
    now,
    django_assert_max_num_queries,
):
    row = enrollment.step_progress.get(step_key="python")
    tracking.start(progress=row, by=learner, now=now)
    for _ in range(5):
        held = HeldSkillFactory(user=learner)
        RoleSkillFactory(role=target, skill=held.skill)
        tracking.log_time(
            enrollment=enrollment, minutes=60, on=now.date(), by=learner, now=now
        )
    tracking.finish(progress=row, by=learner, now=now)
    signed_in.get("/me/")

    with django_assert_max_num_queries(DASHBOARD_QUERIES):
        signed_in.get("/me/")


def test_where_nothing_waits_a_link_leads_to_the_time(
    signed_in, learner, enrollment, now
):
    enrollment.step_progress.update(state="submitted", state_since=now)

    page = page_of(signed_in)

    assert "Nothing waits for you at the moment" in page
    field = re.search(r'href="#([\w-]+)">Log time', page)[1]
    assert page.count(f'id="{field}"') == 1
