"""The page of a mentor's desk: tabs, filters and the switch."""

from datetime import timedelta

import pytest
from django.urls import reverse

from roadmaps.services import review, tracking
from roadmaps.services.review import Draft
from tests.factories.roadmaps import EnrollmentFactory
from tests.mentoring.conftest import mentor_of

DESK = "/mentor/"


def sent_round(mentor, step, now):
    """Send work of one more mentee."""
    enrollment = EnrollmentFactory(version=step.version)
    mentor_of(enrollment, mentor)
    row = tracking.start(
        progress=enrollment.step_progress.get(), by=enrollment.learner, now=now
    )
    tracking.submit(progress=row, text="Done.", by=enrollment.learner, now=now)


def test_the_desk_shows_what_waits(at_desk, submission):
    page = at_desk.get(DESK)

    shown = page.content.decode()
    assert "Transformers and LLMs" in shown
    assert "Amara Osei" in shown
    assert "1 link" in shown
    assert "Is the mask right?" in shown


def test_a_round_past_the_promise_is_marked_late(at_desk, submission):
    submission.submitted_at -= timedelta(days=400)
    submission.save()

    assert b"desk-row-late" in at_desk.get(DESK).content


def test_the_desk_is_empty_for_somebody_without_mentees(client, learner):
    client.force_login(learner)

    page = client.get(DESK).content.decode()

    assert "Nothing waits for you" in page
    assert "No mentees yet" in page


def test_the_tabs_follow_a_round_through_its_life(
    at_desk, submission, mentor, learner, row, now
):
    def counted():
        return [tab.count for tab in at_desk.get(DESK).context["tabs"]]

    assert counted() == [1, 0, 0]
    verdicts = {"criterion-1": ("change", "Why?")}
    review.save_draft(
        submission=submission, draft=Draft(verdicts=verdicts), by=mentor, now=now
    )
    review.decide(submission=submission, decision="changes", by=mentor, now=now)
    assert counted() == [0, 1, 0]
    told = at_desk.get(DESK, {"tab": "with-learner"}).content.decode()
    assert f"Answered {now:%-d %b %Y}" in told
    review.settle_due(now=now + timedelta(minutes=10))
    tracking.submit(progress=row, text="Again.", by=learner, now=now)
    assert counted() == [1, 0, 0]


def test_the_desk_filters_by_text_and_roadmap(at_desk, submission):
    slug = submission.progress.enrollment.roadmap.slug

    assert b"Transformers" in at_desk.get(DESK, {"q": "amara"}).content
    assert b"Transformers" in at_desk.get(DESK, {"roadmap": slug}).content
    assert b"Nothing matches" in at_desk.get(DESK, {"q": "nobody"}).content


@pytest.mark.parametrize(
    "query", [{"order": "x"}, {"roadmap": "x"}, {"tab": "x"}, {"page": "x"}]
)
def test_the_desk_ignores_what_it_does_not_understand(at_desk, submission, query):
    assert at_desk.get(DESK, query).status_code == 200


def test_htmx_gets_the_rows_alone(at_desk, submission):
    rows = at_desk.get(DESK, headers={"HX-Request": "true"}).content.decode()

    assert rows.lstrip().startswith('<div id="desk-rows">')


def test_the_switch_says_whether_new_mentees_are_taken(at_desk, mentor):
    at_desk.post(reverse("roadmaps:mentees_taking"), {})
    mentor.profile.refresh_from_db()
    assert not mentor.profile.is_taking_mentees

    at_desk.post(reverse("roadmaps:mentees_taking"), {"is_taking": "on"})
    mentor.profile.refresh_from_db()
    assert mentor.profile.is_taking_mentees


@pytest.mark.parametrize("many", [3, 12])
def test_the_desk_asks_as_much_for_many_rounds_as_for_one(
    at_desk, submission, mentor, step, now, many, django_assert_max_num_queries
):
    for _ in range(many):
        sent_round(mentor, step, now)
    at_desk.get(DESK)

    with django_assert_max_num_queries(18):
        page = at_desk.get(DESK)

    assert len(page.context["rows"]) == many + 1
