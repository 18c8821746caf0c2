from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from profiles.models import HeldSkill
from roadmaps.models import Review, Submission
from roadmaps.services import partings, review, tracking
from tests.factories.roadmaps import EnrollmentFactory
from tests.mentoring.mentees import add_mentees

QUEUE = "/api/v1/mentor/queue/"
ALL_MET = {
    "criterion-1": {"verdict": "met", "text": ""},
    "criterion-2": {"verdict": "met", "text": ""},
}


@pytest.fixture
def api(client, mentor):
    client.force_login(mentor)
    return client


def put(api, submission, **draft):
    return api.put(review_of(submission), draft, content_type="application/json")


def post(api, submission, act, **body):
    address = f"{review_of(submission)}{act}/"
    return api.post(address, body, content_type="application/json")


def review_of(submission):
    return f"/api/v1/mentor/reviews/{submission.pk}/"


def test_the_queue_lists_what_waits(api, submission):
    [row] = api.get(QUEUE).json()["results"]

    assert row["id"] == submission.pk
    assert (row["learner"], row["round"]) == ("Amara Osei", 1)


@pytest.mark.parametrize(
    ("query", "field"),
    [({"tab": "x"}, "tab"), ({"order": "x"}, "order"), ({"what": "x"}, "what")],
)
def test_an_unknown_wish_is_refused_by_name(api, query, field):
    answer = api.get(QUEUE, query)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


def test_mentees_come_with_their_progress(api, submission):
    [mentee] = api.get("/api/v1/mentor/mentees/").json()["results"]

    assert (mentee["learner"], mentee["steps"]) == ("Amara Osei", 1)


def test_another_mentor_who_is_at_it_is_named_with_the_time(
    api, submission, second_mentor, now
):
    review.start_review(submission=submission, by=second_mentor, now=now)

    [other] = api.get(review_of(submission)).json()["also_at_it"]

    assert other == {"mentor": "Tomasz Nowak", "since": "2026-11-20T18:00:00Z"}


def test_a_draft_is_put_and_read_back(api, submission):
    answer = put(api, submission, message="Good.", criteria=ALL_MET, skills={})

    assert answer.status_code == 200
    own = api.get(review_of(submission)).json()["own"]
    assert own["draft"]["message"] == "Good."
    assert own["draft"]["criteria"] == ALL_MET


def test_approving_by_api_verifies_the_skill(api, submission, learner):
    taught = submission.taught[0]["skill"]
    put(api, submission, criteria=ALL_MET, skills={taught: 2})

    decided = post(api, submission, "decide", decision="approve")
    sent = post(api, submission, "send-now")

    assert decided.json()["own"]["status"] == "decided"
    assert sent.json()["own"]["status"] == "in_effect"
    assert HeldSkill.objects.get(user=learner).verified_level == 2


def test_the_day_to_which_a_skill_is_confirmed_is_put_and_read_back(
    api, submission, learner
):
    taught = submission.taught[0]["skill"]
    until = (timezone.now().date() + timedelta(days=90)).isoformat()
    levels = {"skills": {taught: 2}, "valid_until": {taught: until}}
    put(api, submission, criteria=ALL_MET, **levels)

    draft = api.get(review_of(submission)).json()["own"]["draft"]
    post(api, submission, "decide", decision="approve")
    post(api, submission, "send-now")

    assert draft["valid_until"] == {taught: until}
    assert HeldSkill.objects.get(user=learner).expires_on.isoformat() == until


@pytest.mark.parametrize("until", ["2020-01-01", "9999-12-31"])
def test_a_day_that_no_confirmation_ends_on_is_refused(api, submission, until):
    taught = submission.taught[0]["skill"]
    levels = {"skills": {taught: 2}, "valid_until": {taught: until}}
    put(api, submission, criteria=ALL_MET, **levels)

    answer = post(api, submission, "decide", decision="approve")

    assert answer.status_code == 400
    assert list(answer.json()) == [f"until-{taught}"]
    assert Review.objects.get().status == "draft"


def test_undo_by_api_gives_the_draft_back(api, submission):
    put(api, submission, criteria=ALL_MET)
    post(api, submission, "decide", decision="approve")

    assert post(api, submission, "undo").json()["own"]["status"] == "draft"


def test_starting_by_api_shows_who_is_at_it(api, submission):
    answer = post(api, submission, "start")

    assert answer.json()["own"]["started_at"]


def test_a_stale_round_answers_409_with_its_code(api, submission, row, learner, now):
    tracking.take_back(progress=row, by=learner, now=now)
    tracking.submit(progress=row, text="Better.", by=learner, now=now)
    put(api, submission, message="Good.", criteria=ALL_MET)

    answer = post(api, submission, "decide", decision="approve")

    assert answer.status_code == 409
    assert answer.json()["code"] == "stale_submission"
    assert {"detail", "current_state", "allowed"} <= answer.json().keys()
    assert Review.objects.get().message == "Good."


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"message": "x" * 10_001}, "message"),
        ({"criteria": {"unknown": {"verdict": "met"}}}, "criteria"),
        ({"criteria": 3}, "criteria"),
        ({"skills": {"unknown": 2}}, "skills"),
        ({"skills": {"unknown": 9}}, "skills"),
        ({"skills": None}, "skills"),
        ({"valid_until": {"unknown": "2030-01-01"}}, "valid_until"),
        ({"valid_until": {"unknown": "soon"}}, "valid_until"),
    ],
)
def test_a_draft_that_cannot_be_kept_is_refused_by_field(api, submission, draft, field):
    answer = put(api, submission, **draft)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


def test_an_unsupported_decision_is_refused_by_field(api, submission):
    answer = post(api, submission, "decide", decision="changes")

    assert answer.status_code == 400
    assert list(answer.json()) == ["decision"]


def test_a_stranger_and_an_ended_mentor_find_nothing(
    client, api, submission, mentorship, learner, other_learner, now
):
    partings.end_mentorship(mentorship=mentorship, by=learner, now=now)
    assert api.get(review_of(submission)).status_code == 404
    assert put(api, submission).status_code == 404
    assert api.get(QUEUE).json()["results"] == []

    client.force_login(other_learner)
    for act in ("start", "decide", "undo", "send-now"):
        answer = post(client, submission, act, decision="approve")
        assert answer.status_code == 404


def test_without_credentials_nothing_is_shown(client, submission):
    for address in (QUEUE, "/api/v1/mentor/mentees/", review_of(submission)):
        assert client.get(address).status_code in {401, 403}


def test_the_queue_asks_as_much_for_many_rounds(
    api, submission, mentor, now, django_assert_max_num_queries
):
    add_mentees(mentor, submission.progress.step, number=30, now=now)
    api.get(QUEUE)

    with django_assert_max_num_queries(10):
        answer = api.get(QUEUE)

    assert len(answer.json()["results"]) == 25


def test_pages_of_the_queue_hold_each_round_once_and_say_how_many(
    api, submission, mentor, now
):
    add_mentees(mentor, submission.progress.step, number=6, now=now)

    pages = [
        api.get(QUEUE, {"page_size": 3, "page": page}).json() for page in (1, 2, 3)
    ]

    found = [row["id"] for page in pages for row in page["results"]]
    waiting = Submission.objects.order_by("submitted_at", "pk")
    assert [page["count"] for page in pages] == [7, 7, 7]
    assert [page["next"] is None for page in pages] == [False, False, True]
    assert found == list(waiting.values_list("pk", flat=True))


def test_a_round_answered_while_its_page_is_read_is_left_out(api, submission):
    def answer_it(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if "OVER ()" in sql:
            Submission.objects.update(status="answered")
        return found

    with connection.execute_wrapper(answer_it):
        page = api.get(QUEUE)

    assert (page.status_code, page.json()["results"]) == (200, [])


def test_a_page_beyond_the_queue_is_not_found_and_an_empty_queue_is_one_page(
    api, submission, row, learner, now
):
    assert api.get(QUEUE, {"page": 2}).status_code == 404

    tracking.take_back(progress=row, by=learner, now=now)

    empty = api.get(QUEUE).json()
    assert (empty["count"], empty["results"]) == (0, [])


def test_a_round_is_on_the_roadmap_of_its_step_whatever_is_written(submission, now):
    other = EnrollmentFactory()
    row = other.step_progress.create(
        learner=other.learner, step=submission.progress.step, step_key="other"
    )

    submission.move_to(row, round_number=1)

    submission.refresh_from_db()
    assert submission.enrollment == other


def test_a_decision_reads_no_more_than_it_changes(
    api, submission, django_assert_max_num_queries
):
    put(api, submission, message="Good.", criteria=ALL_MET)

    with django_assert_max_num_queries(13):
        answer = post(api, submission, "decide", decision="approve")

    assert answer.json()["own"]["decision"] == "approve"
    with django_assert_max_num_queries(10):
        post(api, submission, "undo")
