"""What programs read at a step: rounds with their answers, comments, states."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import Mentorship
from roadmaps.models import Comment, Resource, Submission, SubmissionItem
from roadmaps.services import partings, review, tracking
from roadmaps.services.review.settling import settle_due
from tests.mentoring.answers import LATER, ask_changes, write

pytestmark = pytest.mark.django_db
MANY = 50


@pytest.fixture
def own(client, learner):
    client.force_login(learner)
    return client


def at(row, what=""):
    end = f"{what}/" if what else ""
    return f"/api/v1/me/enrollments/{row.enrollment_id}/steps/{row.step_key}/{end}"


def read(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.json()


def add_rounds(row, many):
    """Add answered rounds, each with a link."""
    last = row.submissions.count()
    made = Submission.objects.bulk_create(
        Submission(
            progress=row,
            enrollment=row.enrollment,
            learner=row.learner,
            round=last + number,
            status="answered",
            criteria=[],
            taught=[],
            submitted_at=row.created_at,
        )
        for number in range(1, many + 1)
    )
    SubmissionItem.objects.bulk_create(
        SubmissionItem(submission=one, position=1, url="https://example.org/")
        for one in made
    )


def add_comments(row, many):
    Comment.objects.bulk_create(
        Comment(
            progress=row,
            author=row.learner,
            author_name="Amara Osei",
            text=f"Word {number}",
            created_at=row.created_at,
        )
        for number in range(many)
    )


def test_a_round_shows_what_was_sent(own, row, submission):
    [sent] = read(own, at(row, "rounds"))["results"]

    assert (sent["round"], sent["status"]) == (1, "waiting")
    assert sent["text"] == "I built it.\nIt works."
    assert sent["question"] == "Is the mask right?"
    assert [item["url"] for item in sent["items"]] == ["https://example.org/work"]
    assert [one["key"] for one in sent["criteria"]] == ["criterion-1", "criterion-2"]
    assert sent["answers"] == []


def test_an_answer_is_told_once_it_is_in_effect_and_not_before(
    own, row, submission, mentor, now
):
    before = read(own, at(row, "rounds"))
    ask_changes(submission, mentor, now)

    assert read(own, at(row, "rounds")) == before

    settle_due(now=now + LATER)
    [sent] = read(own, at(row, "rounds"))["results"]
    [answer] = sent["answers"]
    assert sent["status"] == "answered"
    assert (answer["mentor_name"], answer["decision"]) == ("Ines Ferreira", "changes")
    assert answer["message"] == "Nearly there."
    assert answer["verdicts"] == [
        {"key": "criterion-1", "verdict": "met", "text": ""},
        {"key": "criterion-2", "verdict": "change", "text": "Add a chart."},
    ]


def test_neither_drafts_nor_private_notes_are_told(
    client, row, submission, mentor, second_mentor, now
):
    write(submission, second_mentor, now, message="A draft", private_note="Hm")
    write(submission, mentor, now, message="Mine", private_note="Slow", verdicts={})
    ask_changes(submission, mentor, now)
    review.send_now(submission=submission, by=mentor, now=now)

    for reader in (row.learner, mentor, second_mentor):
        client.force_login(reader)
        told = client.get(at(row, "rounds")).text
        assert "Nearly there." in told
        assert not any(word in told for word in ("A draft", "Hm", "Slow", "private"))


def test_a_comment_that_waits_for_its_effect_is_not_told_either(
    own, row, submission, mentor, now
):
    write(submission, mentor, now, message="Which mask?")
    review.decide(submission=submission, decision="comment", by=mentor, now=now)

    waiting = read(own, at(row, "comments"))["results"]
    settle_due(now=now + LATER)
    [comment] = read(own, at(row, "comments"))["results"]

    assert waiting == []
    assert (comment["author_name"], comment["text"]) == ("Ines Ferreira", "Which mask?")
    [sent] = read(own, at(row, "rounds"))["results"]
    assert (sent["status"], sent["answers"]) == ("waiting", [])


def test_later_rounds_and_comments_come_first(own, row, submission, learner, now):
    tracking.take_back(progress=row, by=learner, now=now)
    tracking.submit(progress=row, text="Better.", by=learner, now=now)
    for text in ("One", "Two"):
        tracking.add_comment(progress=row, text=text, by=learner, now=now)

    rounds = read(own, at(row, "rounds"))["results"]
    comments = read(own, at(row, "comments"))["results"]

    assert [(one["round"], one["status"]) for one in rounds] == [
        (2, "waiting"),
        (1, "taken_back"),
    ]
    assert [one["text"] for one in comments] == ["Two", "One"]


@pytest.mark.parametrize("what", ["rounds", "comments"])
def test_a_mentor_reads_them_until_the_end_and_nobody_else(
    client, row, submission, mentorship, mentor, other_learner, what, now
):
    client.force_login(other_learner)
    stranger = client.get(at(row, what)).status_code
    client.force_login(mentor)
    during = client.get(at(row, what)).status_code
    unknown = client.get(at(row, what).replace(row.step_key, "unknown")).status_code
    partings.end_mentorship(mentorship=mentorship, by=row.learner, now=now)
    ended = client.get(at(row, what)).status_code
    client.logout()

    assert (stranger, during, unknown, ended) == (404, 200, 404, 404)
    assert client.get(at(row, what)).status_code == 401


@pytest.mark.parametrize("what", ["rounds", "comments"])
def test_a_mentor_without_the_scope_reads_none(
    client, row, submission, mentorship, mentor, what
):
    Mentorship.objects.filter(pk=mentorship.pk).update(scopes=["notes"])
    client.force_login(mentor)

    assert client.get(at(row, what)).status_code == 404
    assert client.get(f"/api/v1/mentor/mentees/{row.enrollment_id}/").status_code == 404


@pytest.mark.parametrize(
    ("what", "add"), [("rounds", add_rounds), ("comments", add_comments)]
)
def test_many_take_as_few_queries_as_one(
    own, row, what, add, django_assert_num_queries
):
    add(row, 1)
    own.get(at(row, what))
    with CaptureQueriesContext(connection) as few:
        one = read(own, f"{at(row, what)}?page_size=100")
    add(row, MANY - 1)

    with django_assert_num_queries(len(few)):
        many = read(own, f"{at(row, what)}?page_size=100")

    assert (len(one["results"]), len(many["results"])) == (1, MANY)


@pytest.mark.parametrize(
    ("what", "add"), [("rounds", add_rounds), ("comments", add_comments)]
)
def test_pages_hold_each_row_once(own, row, what, add):
    add(row, MANY)

    url, found = f"{at(row, what)}?page_size=7", []
    while url:
        page = read(own, url)
        found += [one["id"] for one in page["results"]]
        url = page["next"]

    assert found == sorted(set(found), reverse=True)
    assert len(found) == MANY


def test_a_step_tells_what_there_is_to_read_and_what_was_read(own, row):
    for key in ("book", "film"):
        Resource.objects.create(
            roadmap=row.enrollment.roadmap,
            step_key=row.step_key,
            key=key,
            title=key.title(),
            provider="P",
            url="https://example.org/",
            kind="book",
            status="published" if key == "book" else "draft",
        )
    before = read(own, at(row))["resources"]
    own.post(at(row, "tick-resource"), {"resource": "book"}, "application/json")

    [after] = read(own, at(row))["resources"]

    assert [(one["key"], one["is_read"]) for one in before] == [("book", False)]
    assert (after["key"], after["is_read"]) == ("book", True)


def test_a_step_with_many_resources_takes_as_few_queries(
    own, row, django_assert_num_queries
):
    own.get(at(row))
    with CaptureQueriesContext(connection) as asked:
        own.get(at(row))
    few = len(asked)
    Resource.objects.bulk_create(
        Resource(
            roadmap=row.enrollment.roadmap,
            step_key=row.step_key,
            key=f"book-{number}",
            title="Book",
            provider="P",
            url="https://example.org/",
            kind="book",
            status="published",
            published_at=row.created_at,
        )
        for number in range(MANY)
    )
    own.get(at(row))  # a process reads once what it keeps of the content

    with django_assert_num_queries(few):
        assert len(read(own, at(row))["resources"]) == MANY


def test_a_mentor_finds_the_steps_of_a_mentee_with_their_states(
    client, row, submission, mentor, now
):
    client.force_login(mentor)
    url = f"/api/v1/mentor/mentees/{row.enrollment_id}/"

    ask_changes(submission, mentor, now)
    [waiting] = read(client, url)["steps"]
    settle_due(now=now + LATER)
    [answered] = read(client, url)["steps"]

    assert (waiting["key"], waiting["state"]) == (row.step_key, "submitted")
    assert answered["state"] == "changes_requested"
    assert read(client, url)["kept"] == []


def test_a_mentor_objects_to_a_waiver_found_by_api(client, row, mentorship, now):
    tracking.waive(progress=row, ground="Known.", by=row.learner, now=now)
    client.force_login(mentorship.mentor)
    url = f"/api/v1/mentor/mentees/{row.enrollment_id}/"

    [step] = read(client, url)["steps"]
    answer = client.post(
        f"{url}steps/{step['key']}/object/",
        {"reason": "Show me."},
        content_type="application/json",
        headers={"If-Match": f'"{step["row_version"]}"'},
    )

    assert (step["state"], step["reason"]) == ("waived", "Known.")
    assert (answer.status_code, answer.json()["state"]) == (200, "not_started")
