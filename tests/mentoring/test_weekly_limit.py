"""A mentor's most reviews in a week: places that answers of the week took."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles.models import Notice
from roadmaps.clocks import Terms, places_taken, week_begins
from roadmaps.models import Review
from roadmaps.services import desk, desk_digest, review, tracking
from roadmaps.services.evening import read_evening
from roadmaps.services.terms import expect
from tests.factories.roadmaps import EnrollmentFactory
from tests.mentoring.answers import LATER, ask_changes
from tests.mentoring.conftest import mentor_of

DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 18, tzinfo=UTC)
WEDNESDAY = TUESDAY + DAY
THURSDAY = TUESDAY + 2 * DAY
PROMISE = 2 * DAY


@pytest.fixture
def two_evenings(mentor):
    """Let the mentor review on Tuesdays and Thursdays, two rounds a week."""
    mentor.profile.state_terms(
        review_days=[1, 3], answer_days=PROMISE.days, items_per_week=2
    )
    return mentor


def send(mentor, step, at):
    """Send a round of a learner of its own."""
    enrollment = EnrollmentFactory(version=step.version)
    mentor_of(enrollment, mentor)
    row = enrollment.step_progress.get()
    tracking.start(progress=row, by=row.learner, now=at)
    tracking.submit(progress=row, text="Mine.", by=row.learner, now=at)
    return row.submissions.get()


def answer(mentor, step, *, times, at, sent=MONDAY):
    """Let the mentor answer that many rounds at once."""
    for _ in range(times):
        ask_changes(send(mentor, step, sent), mentor, at)


def test_who_comes_after_a_full_week_is_told_of_the_next_one(two_evenings, step):
    answer(two_evenings, step, times=2, at=TUESDAY)

    told = expect(two_evenings, sent=WEDNESDAY)

    assert told.answer_by == THURSDAY + PROMISE + 7 * DAY
    assert (told.ahead, told.answered, told.is_beyond_limit) == (0, 2, True)


def test_places_of_this_week_are_nothing_to_a_clock_that_starts_in_the_next(
    two_evenings, step
):
    answer(two_evenings, step, times=2, at=TUESDAY)
    friday = THURSDAY + DAY

    told = expect(two_evenings, sent=friday)

    assert told.answer_by == TUESDAY + 7 * DAY + PROMISE
    assert not told.is_beyond_limit


def test_a_day_that_was_told_stays_while_those_ahead_are_answered(two_evenings, step):
    ahead = [send(two_evenings, step, MONDAY) for _ in range(2)]
    own = send(two_evenings, step, MONDAY + LATER)
    told = expect(two_evenings, sent=own.submitted_at).answer_by

    for one in ahead:
        ask_changes(one, two_evenings, TUESDAY)
    by_learner = expect(two_evenings, sent=own.submitted_at, own=own).answer_by
    [row] = desk.as_rows(
        desk.rounds(two_evenings, tab="waiting"),
        mentor=two_evenings,
        now=THURSDAY + PROMISE,
    )

    assert told == TUESDAY + PROMISE + 7 * DAY
    assert by_learner == row.answer_by == told
    assert not row.is_late


def test_an_answer_to_a_later_round_does_not_put_an_earlier_one_off(two_evenings, step):
    own = send(two_evenings, step, MONDAY)
    answer(two_evenings, step, times=2, at=TUESDAY, sent=MONDAY + LATER)

    told = expect(two_evenings, sent=own.submitted_at, own=own)

    assert told.answer_by == TUESDAY + PROMISE


def test_an_answer_not_in_effect_does_not_move_the_own_day(mentor, step):
    mentor.profile.state_terms(answer_days=2, items_per_week=1)
    own = send(mentor, step, MONDAY)
    before = expect(mentor, sent=MONDAY, own=own)

    ask_changes(own, mentor, MONDAY + DAY)

    assert expect(mentor, sent=MONDAY, own=own) == before


def test_an_undone_answer_and_a_comment_take_no_place(two_evenings, step):
    commented, undone = (send(two_evenings, step, MONDAY) for _ in range(2))
    review.save_draft(
        submission=commented,
        draft=review.Draft(message="Read it."),
        by=two_evenings,
        now=TUESDAY,
    )
    review.decide(
        submission=commented, decision="comment", by=two_evenings, now=TUESDAY
    )
    ask_changes(undone, two_evenings, TUESDAY)
    review.undo_decision(submission=undone, by=two_evenings, now=TUESDAY)

    assert expect(two_evenings, sent=WEDNESDAY).answered == 0


def test_a_week_is_the_mentors_and_takes_no_more_than_it_holds():
    terms = Terms(zone="Pacific/Auckland", items_per_week=2)
    sunday_evening = datetime(2026, 11, 22, 10, tzinfo=UTC)  # 23:00 in Auckland
    monday = sunday_evening + timedelta(hours=2)

    assert week_begins(monday, terms) - week_begins(sunday_evening, terms) == 7 * DAY
    weeks = [week_begins(sunday_evening, terms), *[week_begins(monday, terms)] * 5]
    assert places_taken(weeks[:2], terms) == 2
    assert places_taken(weeks[1:], terms) == 2
    assert places_taken(weeks, terms) == 3
    assert places_taken(weeks, Terms()) == 0


def test_an_evening_offers_what_the_week_still_holds(two_evenings, step):
    for _ in range(3):
        send(two_evenings, step, MONDAY)
    answer(two_evenings, step, times=1, at=TUESDAY)

    def tonight(at):
        return len(read_evening(two_evenings, now=at).tonight)

    assert tonight(THURSDAY) == 1
    assert tonight(TUESDAY + 7 * DAY) == 2


def test_a_full_week_is_named_on_the_evening_and_in_its_summary(
    at_desk, two_evenings, step
):
    send(two_evenings, step, MONDAY)
    answer(two_evenings, step, times=2, at=TUESDAY)

    desk_digest.tell_mornings(now=THURSDAY)
    told = Notice.objects.to(two_evenings).get(kind="desk_digest").text
    Review.objects.update(decided_at=timezone.now())
    page = at_desk.get(reverse("roadmaps:evening_detail")).content.decode()

    assert told.endswith("You have answered as many as you review in a week.")
    assert "You have answered as many as you review in a week." in page
    assert "Another evening" in page
    assert "fit into your" not in page


def test_a_full_week_is_named_before_a_round_is_sent(client, mentor, row, step):
    mentor.profile.state_terms(items_per_week=1)
    mentor_of(row.enrollment, mentor)
    now = timezone.now()
    answer(mentor, step, times=1, at=now, sent=now)
    client.force_login(row.learner)

    page = client.get(row.get_absolute_url()).content.decode()

    assert "reviews of Ines Ferreira are taken: 1 answered." in page


def test_a_weekly_limit_costs_as_much_for_many_answers_as_for_one(two_evenings, step):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            expect(two_evenings, sent=WEDNESDAY)
            desk.as_rows([], mentor=two_evenings, now=WEDNESDAY)
            read_evening(two_evenings, now=WEDNESDAY)
        return len(asked)

    send(two_evenings, step, MONDAY)
    answer(two_evenings, step, times=1, at=TUESDAY)
    few = queries()
    send(two_evenings, step, MONDAY)
    answer(two_evenings, step, times=5, at=TUESDAY)

    assert queries() == few
