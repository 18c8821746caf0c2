"""Practice asks one question at a time and proposes what teaches it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.models import InterviewMark
from profiles.services.practice import (
    MarkedMeanwhileError,
    mark_question,
    undo_last_mark,
)
from roadmaps.services import tracking
from roadmaps.services.practice import proposed_steps
from tests.factories.roadmaps import StepSkillFactory
from tests.factories.roles import InterviewQuestionFactory, RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db
PAGE = "/me/interview/"
MARKS = "/api/v1/me/interview-marks/"


@pytest.fixture
def role(db):
    return RoleFactory(slug="engineer", title="Engineer")


@pytest.fixture
def first(role):
    question = InterviewQuestionFactory(role=role, text="What is a loop?", position=1)
    question.skills.add(SkillFactory(name="Loops"))
    return question


@pytest.fixture
def second(role, first):
    return InterviewQuestionFactory(role=role, text="What is a list?", position=2)


def answer(client, question, mark, **more):
    url = f"{PAGE}{question.pk}/mark/"
    return client.post(url, {"mark": mark, **more}, follow=True)


def asked(response):
    page = response.content.decode()
    return page.partition('id="question-title">')[2].partition("<")[0]


def miss_twice(learner, question, now):
    for hour in (2, 1):
        mark_question(
            user=learner, question=question, mark="not", now=now - timedelta(hours=hour)
        )


def test_what_was_not_known_comes_back_before_what_is_new(
    signed_in, learner, role, second, first
):
    others = [InterviewQuestionFactory(role=role, text=f"Q{n}?") for n in range(3)]
    now = timezone.now()
    mark_question(user=learner, question=second, mark="not", now=now)
    for hours, other in enumerate(others, 1):
        later = now + timedelta(hours=hours)
        mark_question(user=learner, question=other, mark="know", now=later)

    assert asked(signed_in.get(PAGE)) == "What is a list?"


def test_an_answer_leads_to_the_next_question_and_keeps_the_filters(
    signed_in, learner, first, second
):
    page = signed_in.get(PAGE, {"role": "engineer"})
    assert asked(page) == "What is a loop?"

    page = answer(signed_in, first, "know", seen="0", wish="role=engineer&evil=1")

    assert page.redirect_chain[0][0] == f"{PAGE}?role=engineer"
    assert asked(page) == "What is a list?"
    assert "1 of 2 known" in page.content.decode()
    mark = InterviewMark.objects.of(learner).get()
    assert (mark.mark, mark.number, mark.misses) == ("know", 1, 0)


def test_another_question_can_be_asked_for(signed_in, first, second):
    page = signed_in.get(PAGE, {"skip": first.pk})

    assert asked(page) == "What is a list?"


def test_not_twice_proposes_the_step_that_teaches_it(signed_in, learner, first):
    step = StepSkillFactory(skill=first.skills.get()).step
    once = answer(signed_in, first, "not").content.decode()

    twice = answer(signed_in, first, "not").content.decode()

    url = f"/roadmaps/{step.version.roadmap.slug}/steps/{step.key}/"
    assert url not in once
    assert url in twice


def test_a_step_of_ones_own_roadmap_is_proposed_first(learner, first):
    step = StepSkillFactory(skill=first.skills.get()).step
    now = timezone.now()
    enrollment = tracking.enroll(learner=learner, roadmap=step.version.roadmap, now=now)
    miss_twice(learner, first, now)
    StepSkillFactory(skill=first.skills.get())

    mark = InterviewMark.objects.of(learner).first()
    (found,) = proposed_steps(user=learner, mark=mark)

    assert found.is_own
    assert found.url.startswith(f"/me/roadmaps/{enrollment.pk}/")


def test_an_answer_can_be_taken_back_for_ten_minutes(signed_in, learner, first):
    answer(signed_in, first, "know")

    page = signed_in.post(f"{PAGE}undo/", follow=True).content.decode()

    assert "taken back" in page
    assert not InterviewMark.objects.of(learner).exists()
    assert InterviewMark.objects.count() == 1
    again = signed_in.post(f"{PAGE}undo/", follow=True).content.decode()
    assert "Nothing to take back." in again


def test_an_old_answer_stays(learner, first):
    now = timezone.now()
    mark_question(user=learner, question=first, mark="know", now=now)

    with pytest.raises(InterviewMark.TooLateError):
        undo_last_mark(user=learner, now=now + timedelta(minutes=10))


def test_a_button_pressed_twice_counts_once(learner, first):
    now = timezone.now()
    once = mark_question(user=learner, question=first, mark="not", now=now, seen=0)

    twice = mark_question(user=learner, question=first, mark="not", now=now, seen=0)

    assert twice == once
    with pytest.raises(MarkedMeanwhileError):
        mark_question(user=learner, question=first, mark="know", now=now, seen=0)


def test_the_database_holds_one_answer_after_another(learner, first):
    values = {"user": learner, "question": first, "marked_at": timezone.now()}
    InterviewMark.objects.create(mark="not", number=1, misses=1, **values)

    for wrong in (
        {"mark": "not", "number": 1, "misses": 1},
        {"mark": "know", "number": 2, "misses": 1},
        {"mark": "maybe", "number": 2, "misses": 0},
        {"mark": "not", "number": 0, "misses": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            InterviewMark.objects.create(**wrong, **values)


@pytest.mark.parametrize(
    "sent", [{}, {"mark": "perhaps"}, {"mark": "know", "seen": -1}]
)
def test_a_wrong_answer_is_refused_at_the_field(signed_in, first, sent):
    refused = signed_in.post(
        f"{PAGE}{first.pk}/mark/", {**sent, "wish": "kind=technical"}
    )

    assert refused.status_code == 422
    assert "There is a problem" in refused.content.decode()
    assert not InterviewMark.objects.exists()


def test_where_nothing_fits_the_page_says_how_to_go_on(signed_in, first):
    none = signed_in.get(PAGE, {"kind": "coding"}).content.decode()

    assert "No question fits" in none
    assert asked(signed_in.get(PAGE, {"kind": "nonsense"})) == "What is a loop?"


def test_without_questions_practice_says_so(signed_in):
    assert "No questions yet" in signed_in.get(PAGE).content.decode()


def test_practice_asks_as_often_for_many_questions(signed_in, learner, role, first):
    signed_in.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        signed_in.get(PAGE)
    for number in range(6):
        question = InterviewQuestionFactory(role=role, text=f"Q{number}?")
        mark_question(
            user=learner,
            question=question,
            mark="partly",
            now=timezone.now() - timedelta(days=1),
        )

    with CaptureQueriesContext(connection) as many:
        signed_in.get(PAGE)

    assert len(many) == len(one) <= 12


def test_endpoints_do_what_the_page_does(signed_in, first, second):
    step = StepSkillFactory(skill=first.skills.get()).step
    sent = {"question": first.pk, "mark": "not"}
    json = {"content_type": "application/json"}

    once = signed_in.post(MARKS, sent, **json)
    twice = signed_in.post(MARKS, {**sent, "seen": 1}, **json)
    late = signed_in.post(MARKS, {**sent, "mark": "know", "seen": 0}, **json)

    assert (once.status_code, once.json()["steps"]) == (201, [])
    assert twice.json()["steps"][0]["title"] == step.title
    assert (late.status_code, late.json()["code"]) == (409, "marked_meanwhile")
    (kept,) = signed_in.get(MARKS).json()["results"]
    assert (kept["question"], kept["mark"], kept["misses"]) == (first.pk, "not", 2)
    following = signed_in.get("/api/v1/me/interview-practice/?role=engineer").json()
    assert following["question"]["id"] == second.pk
    assert following["tally"] == {
        "total": 2,
        "know": 0,
        "partly": 0,
        "missed": 1,
        "new": 1,
    }
    undone = signed_in.post(f"{MARKS}undo/")
    assert (undone.status_code, undone.json()["number"]) == (200, 2)


def test_a_program_asks_for_another_question_too(signed_in, first, second):
    practice = "/api/v1/me/interview-practice/"

    other = signed_in.get(practice, {"skip": first.pk, "role": "engineer"})
    unknown = signed_in.get(practice, {"skip": second.pk + 1})
    wrong = [signed_in.get(practice, {"skip": no}) for no in ("0", "x", 2**63)]

    assert other.json()["question"]["id"] == second.pk
    assert unknown.json()["question"]["id"] == first.pk
    assert {answer.status_code for answer in wrong} == {400}
    assert all(answer.json().keys() == {"skip"} for answer in wrong)


def test_marks_of_others_are_nowhere(signed_in, other_learner, first):
    mark_question(user=other_learner, question=first, mark="not", now=timezone.now())

    assert signed_in.get(MARKS).json()["count"] == 0
    assert signed_in.post(f"{MARKS}undo/").json()["code"] == "nothing_to_undo"
    assert "Last time" not in signed_in.get(PAGE).content.decode()


def test_a_question_that_readers_do_not_see_is_not_marked(signed_in, role):
    draft = InterviewQuestionFactory(role=role, status="draft")

    assert answer(signed_in, draft, "know").status_code == 404
