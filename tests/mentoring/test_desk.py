"""The mentor's evening: review days, limits, minutes, flags, notes, replies."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from profiles.models import Mentorship, Notice
from roadmaps.evening import expected_minutes, fill
from roadmaps.models import (
    Enrollment,
    Review,
    SavedReply,
    StepProgress,
    Submission,
)
from roadmaps.services import desk, desk_digest, review, tracking
from roadmaps.services.attention import flags_of, with_flags
from roadmaps.services.pacing import pace_of, read_pacing
from roadmaps.services.plan import read_plan
from roadmaps.services.replies import REPLIES_MAX
from roadmaps.services.terms import expect
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import EnrollmentFactory, StepFactory, StepPartFactory
from tests.mentoring.answers import LATER, ask_changes
from tests.mentoring.conftest import mentor_of

DAY = timedelta(days=1)
TUESDAY = datetime(2026, 11, 24, 18, tzinfo=UTC)  # the review day after `now`
TERMS = {
    "is_taking_mentees": "on",
    "review_days": ["1"],
    "review_starts_at": "18:00",
    "review_hours": "2",
    "answer_days": "3",
    "mentee_limit": "",
    "items_per_week": "2",
}


@pytest.fixture
def as_mentor(client, mentor):
    client.force_login(mentor)
    return client


def flags(enrollment, mentor, at):
    found = Enrollment.objects.filter(pk=enrollment.pk)
    return flags_of(with_flags(found, mentor=mentor, now=at).get())


def test_waits_and_red_marks_count_from_the_review_day(submission, mentor, now):
    mentor.profile.state_terms(review_days=[1], answer_days=3)
    waiting = desk.rounds(mentor, tab="waiting")

    [early] = desk.as_rows(waiting, mentor=mentor, now=now + DAY)
    [waits] = desk.as_rows(waiting, mentor=mentor, now=TUESDAY + 2 * DAY)
    [late] = desk.as_rows(waiting, mentor=mentor, now=TUESDAY + 3 * DAY)

    assert (early.wait, early.is_late) == ("for Tuesday", False)
    assert (waits.wait, waits.is_late) == ("2 days", False)
    assert (late.is_late, late.answer_by) == (True, TUESDAY + 3 * DAY)


def test_a_mentor_states_days_and_limits(as_mentor, mentor):
    page = reverse("roadmaps:mentor_terms_edit")

    answer = as_mentor.post(page, TERMS)

    assert answer.status_code == 302
    mentor.profile.refresh_from_db()
    assert mentor.profile.review_days == [1]
    assert mentor.profile.items_per_week == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"review_days": ["7"]}, "review_days"),
        ({"review_starts_at": "late"}, "review_starts_at"),
        ({"review_hours": "13"}, "review_hours"),
        ({"answer_days": "0"}, "answer_days"),
        ({"items_per_week": "0"}, "items_per_week"),
        ({"mentee_limit": "99999999"}, "mentee_limit"),
    ],
)
def test_terms_that_cannot_be_are_explained_at_their_field(as_mentor, wrong, field):
    answer = as_mentor.post(reverse("roadmaps:mentor_terms_edit"), {**TERMS, **wrong})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_learner_is_told_the_later_date_before_sending(
    client, submission, mentor, step
):
    mentor.profile.state_terms(items_per_week=1)
    other = EnrollmentFactory(version=step.version)
    mentor_of(other, mentor)
    row = other.step_progress.get()
    StepProgress.objects.filter(pk=row.pk).update(state="in_progress")
    client.force_login(other.learner)

    page = client.get(row.get_absolute_url()).content.decode()

    assert "1 round waits before yours, more than Ines Ferreira" in page
    assert "you can expect an answer by" in page


def test_a_break_is_taken_and_ended_on_the_settings_page(as_mentor, mentor):
    page = reverse("roadmaps:mentor_break")

    as_mentor.post(page, {"is_paused": "1"})
    mentor.profile.refresh_from_db()
    paused_at = mentor.profile.mentoring_paused_at
    as_mentor.post(page, {"is_paused": "0"})
    mentor.profile.refresh_from_db()

    assert paused_at is not None
    assert mentor.profile.mentoring_paused_at is None


@given(st.integers(0, 2000), st.integers(0, 10), st.integers(0, 12))
def test_minutes_grow_with_what_there_is_to_read(words, items, criteria):
    first = expected_minutes(
        words=words, items=items, criteria=criteria, round_number=1
    )
    later = expected_minutes(
        words=words, items=items, criteria=criteria, round_number=2
    )
    more = expected_minutes(
        words=words, items=items + 1, criteria=criteria, round_number=1
    )

    assert 5 <= later <= first <= more
    assert first % 5 == 0


def test_an_evening_is_filled_until_its_hours_or_the_weekly_limit_end():
    by_hours = [slot.fits for slot in fill([30, 25, 10], hours=1, limit=None)]
    by_limit = [slot.fits for slot in fill([10, 10, 10], hours=2, limit=2)]
    too_long = [slot.fits for slot in fill([90], hours=1, limit=None)]

    assert by_hours == [True, True, False]
    assert by_limit == [True, True, False]
    assert too_long == [True]


def test_an_evening_opens_one_after_another(as_mentor, submission, mentor):
    page = reverse("roadmaps:evening_detail")
    shown = as_mentor.get(page).content.decode()

    started = as_mentor.post(page)
    address = f"{submission.get_absolute_url()}?evening=1"
    decided = as_mentor.post(
        reverse("roadmaps:review_decide", args=[submission.pk]),
        {
            "decision": "changes",
            "evening": "1",
            "verdict-criterion-1": "change",
            "text-criterion-1": "More.",
        },
    )

    assert "15 min" in shown
    assert started["Location"] == decided["Location"] == address
    assert Review.objects.get().started_at is not None
    assert "last one of this evening" in as_mentor.get(address).content.decode()


def test_an_empty_evening_says_so_and_starts_nothing(as_mentor):
    answer = as_mentor.post(reverse("roadmaps:evening_detail"))

    assert "Nothing waits for you" in answer.content.decode()


def test_help_and_idleness_and_lateness_are_flagged(
    submission, row, enrollment, mentor, learner, now
):
    Enrollment.objects.update(started_on=now.date())
    tracking.ask_help(progress=row, by=learner, now=now)

    assert flags(enrollment, mentor, now) == ["Asked for help"]
    assert flags(enrollment, mentor, now + 5 * DAY + LATER) == [
        "Asked for help",
        "Waits longer than promised",
    ]
    assert "No activity for 14 days" in flags(enrollment, mentor, now + 15 * DAY)


def test_with_a_weekly_limit_nothing_is_late_before_the_day_that_was_told(
    submission, row, enrollment, mentor, step, now
):
    mentor.profile.state_terms(items_per_week=1, answer_days=5)
    second = EnrollmentFactory(version=step.version)
    mentor_of(second, mentor)
    later = second.step_progress.get()
    tracking.start(progress=later, by=second.learner, now=now)
    tracking.submit(progress=later, text="Mine.", by=second.learner, now=now + LATER)
    told = expect(mentor, sent=now + LATER, own=later.submissions.get()).answer_by

    at = now + 6 * DAY
    rows = {
        one.submission.progress_id: one
        for one in desk.as_rows(
            desk.rounds(mentor, tab="waiting"), mentor=mentor, now=at
        )
    }

    assert told == now + LATER + 12 * DAY
    assert rows[later.pk].answer_by == told
    assert [rows[one.pk].is_late for one in (row, later)] == [True, False]
    assert flags(enrollment, mentor, at) == ["Waits longer than promised"]
    assert flags(second, mentor, at) == []
    assert flags(second, mentor, told) == ["Waits longer than promised"]


def test_hours_logged_at_no_step_are_activity(enrollment, mentor, learner, now):
    Enrollment.objects.update(started_on=now.date())
    at = now + 20 * DAY
    before = flags(enrollment, mentor, at)

    tracking.log_time(
        enrollment=enrollment,
        minutes=30,
        on=(now + 8 * DAY).date(),
        by=learner,
        now=at,
    )

    assert before == ["No activity for 14 days"]
    assert flags(enrollment, mentor, at) == []
    assert flags(enrollment, mentor, at + 3 * DAY) == before


def test_two_rounds_of_changes_in_a_row_are_flagged(
    submission, row, enrollment, mentor, learner, now
):
    ask_changes(submission, mentor, now)
    review.settle_due(now=now + LATER)
    once = flags(enrollment, mentor, now + LATER)
    tracking.submit(progress=row, text="Again.", by=learner, now=now + DAY)
    ask_changes(row.submissions.get(round=2), mentor, now + DAY)
    review.settle_due(now=now + DAY + LATER)

    assert once == []
    assert flags(enrollment, mentor, now + DAY + LATER) == [
        "Two rounds of changes in a row"
    ]


def test_mentor_and_learner_see_the_same_flags(
    client, submission, row, enrollment, mentor, learner, now
):
    tracking.ask_help(progress=row, by=learner, now=now)
    quiet = EnrollmentFactory(version=enrollment.version)
    mentor_of(quiet, mentor)
    client.force_login(learner)
    own = client.get(reverse("roadmaps:mentor_list")).content.decode()
    client.force_login(mentor)

    filtered = client.get(reverse("roadmaps:mentee_list"), {"attention": "on"})
    detail = client.get(reverse("roadmaps:mentee_detail", args=[enrollment.pk]))
    api = client.get(reverse("api:mentor_mentees"), {"attention": "true"}).json()

    assert "Asked for help" in own
    assert [one.enrollment for one in filtered.context["mentees"]] == [enrollment]
    assert "Asked for help" in detail.content.decode()
    assert [one["flags"][0] for one in api["results"]] == ["Asked for help"]


def test_the_pace_of_the_table_is_that_of_the_learners_own_page(learner, mentor, now):
    step = StepFactory()
    StepPartFactory.create_batch(2, step=step)
    for _ in range(3):
        StepFactory(stage=step.stage)
    enrollment = EnrollmentFactory(
        learner=learner, version=step.version, started_on=(now - 40 * DAY).date()
    )
    begin = now - 30 * DAY
    rows = list(enrollment.step_progress.order_by("step__number"))
    tracking.tick_part(
        progress=rows[0], part_key="part-1", is_ticked=True, by=learner, now=begin
    )
    for number, row in enumerate(rows):
        at = begin + number * 4 * DAY
        if number:
            tracking.start(progress=row, by=learner, now=at)
        tracking.finish(progress=row, by=learner, now=at + DAY)

    own = Enrollment.objects.with_pace().get(pk=enrollment.pk)
    expected = read_pacing(read_plan(own), own, now=now).projection.pace

    assert expected > 0
    assert pace_of(own, own.step_progress.select_related("step"), now=now) == expected


@pytest.mark.parametrize(
    ("scopes", "shown"),
    [
        (["steps"], set()),
        (["steps", "profile"], {"profile", "skills", "projects"}),
        (["steps", "certifications"], {"certifications"}),
        (
            ["steps", "profile", "certifications"],
            {"profile", "skills", "projects", "certifications"},
        ),
    ],
)
def test_a_mentor_sees_what_the_scopes_name_and_nothing_else(
    as_mentor, mentorship, enrollment, scopes, shown
):
    mentorship.allow(scopes)

    page = as_mentor.get(reverse("roadmaps:mentee_detail", args=[enrollment.pk]))

    mentee = page.context["mentee"]
    optional = ("profile", "skills", "projects", "certifications")
    assert {name for name in optional if getattr(mentee, name) is not None} == shown


def test_without_the_scope_of_steps_every_page_is_closed(
    as_mentor, mentorship, submission
):
    mentorship.allow(["profile"])

    addresses = [
        reverse("roadmaps:mentee_detail", args=[submission.progress.enrollment_id]),
        submission.get_absolute_url(),
        reverse("api:mentor_review", args=[submission.pk]),
    ]

    assert {as_mentor.get(one).status_code for one in addresses} == {404}
    assert b"Amara" not in b"".join(as_mentor.get(reverse("roadmaps:mentee_csv")))


def test_a_private_note_is_the_mentors_alone(
    as_mentor, mentorship, enrollment, learner
):
    page = reverse("roadmaps:mentee_note", args=[enrollment.pk])

    too_long = as_mentor.post(page, {"note": "x" * 4001})
    as_mentor.post(page, {"note": "Prefers mornings."})

    assert too_long.status_code == 422
    detail = reverse("roadmaps:mentee_detail", args=[enrollment.pk])
    assert "Prefers mornings." in as_mentor.get(detail).content.decode()
    as_mentor.force_login(learner)
    for own in (reverse("roadmaps:mentor_list"), enrollment.get_absolute_url()):
        assert "Prefers mornings." not in as_mentor.get(own).content.decode()


def test_progress_is_exported_without_formulas_and_only_of_mentees(
    as_mentor, mentorship, enrollment, mentor, learner, now
):
    learner.name = "=HYPERLINK(1)"
    learner.save()
    EnrollmentFactory(version=enrollment.version)
    other = EnrollmentFactory(version=enrollment.version)
    Mentorship.objects.filter(pk=mentor_of(other, mentor).pk).update(
        ended_at=now, ended_by_id=mentor.pk
    )

    lines = b"".join(as_mentor.get(reverse("roadmaps:mentee_csv"))).decode()

    header, only = lines.strip().splitlines()
    assert header.startswith("learner,roadmap,version")
    assert only.startswith("'=HYPERLINK(1),")


def test_a_saved_reply_goes_into_the_message(as_mentor, mentor, submission):
    as_mentor.post(
        reverse("roadmaps:reply_add"), {"title": "Thanks", "text": "Thank you."}
    )
    doubled = as_mentor.post(
        reverse("roadmaps:reply_add"), {"title": "Thanks", "text": "Again."}
    )
    reply = SavedReply.objects.get()
    draft = reverse("roadmaps:review_draft", args=[submission.pk])

    as_mentor.post(draft, {"message": "Good.", "insert": "1", "reply": reply.pk})
    as_mentor.post(draft, {"message": "Good.", "insert": "1", "reply": "x"})

    assert doubled.status_code == 422
    assert Review.objects.get().message == "Good."


def test_inserting_keeps_what_was_written(as_mentor, mentor, submission):
    reply = SavedReply.objects.create(mentor=mentor, title="T", text="Thank you.")
    draft = reverse("roadmaps:review_draft", args=[submission.pk])

    as_mentor.post(draft, {"message": "Good.", "insert": "1", "reply": reply.pk})

    assert Review.objects.get().message == "Good.\n\nThank you."


def test_there_is_an_end_to_saved_replies(as_mentor, mentor):
    replies = [SavedReply(mentor=mentor, title=f"T {n}") for n in range(REPLIES_MAX)]
    SavedReply.objects.bulk_create(replies)
    add, more = reverse("roadmaps:reply_add"), {"title": "More", "text": "Thanks."}

    page = as_mentor.post(add, more)
    api = as_mentor.post(
        "/api/v1/mentor/replies/", more, content_type="application/json"
    )
    edit = reverse("roadmaps:reply_edit", args=[replies[0].pk])

    assert (page.status_code, api.status_code) == (422, 400)
    assert "Delete one first." in page.text
    assert SavedReply.objects.count() == REPLIES_MAX
    assert as_mentor.post(edit, more).status_code == 302


def test_a_foreign_reply_is_not_found(client, mentor, learner):
    reply = SavedReply.objects.create(mentor=mentor, title="T", text="Thank you.")
    client.force_login(learner)

    for name in ("roadmaps:reply_edit", "roadmaps:reply_delete"):
        assert client.post(reverse(name, args=[reply.pk])).status_code == 404


def test_one_summary_comes_on_the_morning_of_the_review_day(submission, mentor):
    mentor.profile.state_terms(review_days=[1])
    morning = TUESDAY.replace(hour=7, minute=5)

    counts = [
        desk_digest.tell_mornings(now=at)
        for at in (morning - DAY, morning, morning + timedelta(hours=3))
    ]

    assert counts == [0, 1, 0]
    told = Notice.objects.to(mentor).get(kind="desk_digest")
    assert told.text.startswith("Today is your review day: 1 round waits")


def test_a_round_that_comes_after_the_morning_waits_for_the_next_one(
    submission, mentor
):
    mentor.profile.state_terms(review_days=[1])
    noon = TUESDAY.replace(hour=12, minute=0)
    Submission.objects.update(submitted_at=noon)

    counts = [
        desk_digest.tell_mornings(now=at)
        for at in (noon + timedelta(minutes=5), noon + 6 * DAY, noon + 7 * DAY)
    ]

    assert counts == [0, 0, 1]


def test_nothing_is_told_of_an_empty_desk_or_during_a_break(submission, mentor, now):
    mentor.profile.state_terms(review_days=[1])
    UserFactory().profile.state_terms(review_days=[1])
    mentor.profile.pause_mentoring(now=now)

    assert desk_digest.tell_mornings(now=TUESDAY) == 0


def queries_of(client, address):
    """Count what a page costs a process that has asked before, as it mostly has."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_many_mentees_cost_as_many_queries_as_few(as_mentor, mentorship, step, mentor):
    pages = [reverse("roadmaps:mentee_list"), reverse("roadmaps:review_list")]
    few = [queries_of(as_mentor, page) for page in pages]
    for _ in range(12):
        mentor_of(EnrollmentFactory(version=step.version), mentor)

    many = [queries_of(as_mentor, page) for page in pages]

    assert many == few
    assert max(many) <= 24
