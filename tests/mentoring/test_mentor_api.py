from datetime import timedelta

import pytest

from profiles.models import HeldSkill
from roadmaps.models import Review, Submission
from roadmaps.services import partings, tracking

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
    api, submission, row, learner, now, django_assert_max_num_queries
):
    for minutes in range(3):
        later = now + timedelta(minutes=minutes)
        tracking.take_back(progress=row, by=learner, now=later)
        tracking.submit(progress=row, text="More.", by=learner, now=later)
    assert Submission.objects.count() == 4
    api.get(QUEUE)

    with django_assert_max_num_queries(13):
        api.get(QUEUE)


def test_a_decision_reads_no_more_than_it_changes(
    api, submission, django_assert_max_num_queries
):
    put(api, submission, message="Good.", criteria=ALL_MET)

    with django_assert_max_num_queries(12):
        answer = post(api, submission, "decide", decision="approve")

    assert answer.json()["own"]["decision"] == "approve"
    with django_assert_max_num_queries(10):
        post(api, submission, "undo")
