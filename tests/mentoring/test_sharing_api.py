"""What a program can do about mentors: ask, answer, change, part."""

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import AbuseReport, Block, MentorInvitation, Mentorship
from roadmaps.models import MentoredEnrollment, SavedReply
from roadmaps.services import tracking
from tests.factories.profiles import MentorshipFactory
from tests.factories.roadmaps import StepFactory

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def enrollment(learner):
    roadmap = StepFactory().version.roadmap
    return tracking.enroll(learner=learner, roadmap=roadmap, now=timezone.now())


@pytest.fixture
def mentored(learner, mentor, enrollment):
    mentorship = MentorshipFactory(learner=learner, mentor=mentor, scopes=["steps"])
    MentoredEnrollment.objects.create(mentorship=mentorship, enrollment=enrollment)
    return mentorship


@pytest.fixture
def call(client):
    """Return what asks as somebody: (status, JSON)."""

    def called(person, method, path, body=None):
        client.force_login(person)
        answer = getattr(client, method)(
            f"{V1}/{path}", body or {}, content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None

    return called


def test_a_learner_asks_by_link_and_somebody_accepts(call, learner, mentor, enrollment):
    asked = {"enrollments": [enrollment.pk], "scopes": ["steps"], "message": "Please."}
    status, made = call(learner, "post", "me/invitations/", asked)
    token = made["url"].rstrip("/").rpartition("/")[2]

    _, offer = call(mentor, "get", f"invitations/{token}/")
    accepted, mentorship = call(mentor, "post", f"invitations/{token}/accept/")
    gone, _ = call(mentor, "post", f"invitations/{token}/accept/")

    assert (status, accepted, gone) == (201, 200, 404)
    assert offer["learner"] == "Amara Osei"
    assert offer["roadmaps"] == [enrollment.roadmap.slug]
    assert mentorship["side"] == "mentor"
    assert mentorship["enrollments"] == [enrollment.pk]


def test_an_own_or_foreign_thing_is_refused_by_field(
    call, learner, other_learner, enrollment
):
    asked = {"enrollments": [enrollment.pk], "scopes": ["steps"]}

    foreign = call(other_learner, "post", "me/invitations/", asked)
    oneself = call(
        learner, "post", "me/invitations/", {**asked, "email": learner.email}
    )

    assert foreign[0] == oneself[0] == 400
    assert list(foreign[1]) == ["enrollments"]
    assert list(oneself[1]) == ["email"]


def test_too_many_invitations_say_when_to_come_back(call, client, learner, enrollment):
    asked = {"enrollments": [enrollment.pk], "scopes": ["steps"]}
    for _ in range(10):
        call(learner, "post", "me/invitations/", asked)

    answer = client.post(
        f"{V1}/me/invitations/", asked, content_type="application/json"
    )

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert MentorInvitation.objects.count() == 10


def test_an_invitation_is_taken_back_once(call, learner, mentor, enrollment):
    asked = {"enrollments": [enrollment.pk], "scopes": ["steps"]}
    _, made = call(learner, "post", "me/invitations/", asked)
    path = f"me/invitations/{made['invitation']['id']}/"

    foreign, _ = call(mentor, "delete", path)
    status, _ = call(learner, "delete", path)
    again, _ = call(learner, "delete", path)
    gone, _ = call(learner, "get", path)
    _, listed = call(learner, "get", "me/invitations/")
    MentorInvitation.objects.update(status="expired")
    late, told = call(learner, "delete", path)

    assert (gone, listed["results"]) == (404, [])
    assert (foreign, status, again, late) == (404, 204, 204, 409)
    assert told["current_state"] == "expired"


def test_a_learner_comes_by_a_mentors_link(call, learner, mentor, enrollment):
    _, link = call(mentor, "post", "mentor/link/")
    token = link["url"].rstrip("/").rpartition("/")[2]
    wanted = {"enrollments": [enrollment.pk], "scopes": ["steps", "notes"]}

    _, whose = call(learner, "get", f"invitations/from/{token}/")
    status, _ = call(learner, "post", f"invitations/from/{token}/accept/", wanted)
    call(mentor, "delete", "mentor/link/")
    gone, _ = call(learner, "get", f"invitations/from/{token}/")

    assert whose == {"mentor": "Ines Ferreira", "is_taking": True}
    assert (status, gone) == (200, 404)
    assert Mentorship.objects.get().scopes == ["steps", "notes"]


def test_a_mentor_who_takes_nobody_is_said_to(call, learner, mentor, enrollment):
    _, link = call(mentor, "post", "mentor/link/")
    token = link["url"].rstrip("/").rpartition("/")[2]
    call(mentor, "patch", "mentor/settings/", {"is_taking_mentees": False})
    wanted = {"enrollments": [enrollment.pk], "scopes": ["steps"]}

    status, told = call(learner, "post", f"invitations/from/{token}/accept/", wanted)

    assert (status, told["code"]) == (409, "not_taking_mentees")


def test_the_learner_alone_changes_what_is_shared(
    call, learner, mentor, mentored, enrollment
):
    path = f"me/mentorships/{mentored.pk}/sharing/"
    wanted = {"enrollments": [enrollment.pk], "scopes": ["steps", "profile"]}

    refused, _ = call(mentor, "put", path, wanted)
    status, told = call(learner, "put", path, wanted)

    assert (refused, status) == (404, 200)
    assert told["scopes"] == ["steps", "profile"]


def test_either_side_pauses_ends_blocks_and_reports(call, learner, mentor, mentored):
    path = f"me/mentorships/{mentored.pk}/"

    states = [
        call(person, "post", path + action)[1]["state"]
        for person, action in [
            (mentor, "pause/"),
            (learner, "resume/"),
            (mentor, "end/"),
            (learner, "block/"),
        ]
    ]
    reported, _ = call(learner, "post", f"{path}report/", {"text": "Unkind words."})
    empty, told = call(learner, "post", f"{path}report/", {"text": ""})
    ended_again, _ = call(mentor, "post", f"{path}end/")
    _, blocks = call(learner, "get", "me/blocks/")
    freed, _ = call(learner, "delete", f"me/blocks/{blocks['results'][0]['id']}/")

    assert states == ["paused", "active", "ended", "ended"]
    assert (reported, empty, ended_again, freed) == (201, 400, 404, 204)
    assert list(told) == ["text"]
    assert AbuseReport.objects.get().text == "Unkind words."
    assert not Block.objects.exists()


def test_a_mentor_states_terms_and_takes_a_break(call, mentor):
    stated = {"review_days": [5, 1, 5], "review_hours": "1.5", "mentee_limit": 3}

    status, told = call(mentor, "patch", "mentor/settings/", stated)
    wrong, errors = call(
        mentor, "patch", "mentor/settings/", {"answer_days": 29, "review_days": [7]}
    )
    _, away = call(mentor, "put", "mentor/break/")
    _, back = call(mentor, "delete", "mentor/break/")

    assert status == 200
    assert told["review_days"] == [1, 5]
    assert (wrong, set(errors)) == (400, {"answer_days", "review_days"})
    assert away["mentoring_paused_at"]
    assert back["mentoring_paused_at"] is None


def test_replies_have_one_title_each(call, mentor, other_learner):
    reply = {"title": "Thanks", "text": "Thank you."}

    made, told = call(mentor, "post", "mentor/replies/", reply)
    same, errors = call(mentor, "post", "mentor/replies/", reply)
    others, _ = call(other_learner, "post", "mentor/replies/", reply)
    path = f"mentor/replies/{told['id']}/"
    changed, _ = call(mentor, "patch", path, {"text": "Well done."})
    foreign, _ = call(other_learner, "delete", path)
    gone, _ = call(mentor, "delete", path)

    assert (made, same, others) == (201, 400, 201)
    assert list(errors) == ["title"]
    assert (changed, foreign, gone) == (200, 404, 204)
    assert SavedReply.objects.get().mentor == other_learner


def test_a_page_refuses_a_title_twice_too(client, mentor):
    client.force_login(mentor)
    reply = {"title": "Thanks", "text": "Thank you."}
    client.post(reverse("roadmaps:reply_add"), reply)

    answer = client.post(reverse("roadmaps:reply_add"), reply)

    assert answer.status_code == 422
    assert "You have a reply with this title." in answer.content.decode()


def test_a_mentee_shows_what_the_scopes_name(call, mentor, mentored, enrollment):
    path = f"mentor/mentees/{enrollment.pk}/"
    _, closed = call(mentor, "get", path)
    mentored.allow(["steps", "profile"])
    _, opened = call(mentor, "get", path)
    _, note = call(mentor, "put", f"{path}note/", {"note": "Likes puzzles."})

    assert closed["skills"] is closed["projects"] is closed["headline"] is None
    assert closed["certifications"] is None
    assert opened["skills"] == opened["projects"] == []
    assert note == {"note": "Likes puzzles."}


def test_evening_and_desk_say_what_waits(call, learner, mentor, mentored, enrollment):
    row = enrollment.step_progress.get()
    tracking.start(progress=row, by=learner, now=timezone.now())
    row.refresh_from_db()
    tracking.submit(progress=row, by=learner, now=timezone.now(), text="Done.")

    _, evening = call(mentor, "get", "mentor/evening/")
    _, desk = call(mentor, "get", "mentor/desk/")
    _, mentors = call(learner, "get", "me/mentors/")
    _, waiting = call(learner, "get", "me/left-waiting/")
    mentored.pause(now=timezone.now())
    _, left = call(learner, "get", "me/left-waiting/")

    assert evening["waiting"] == 1
    assert evening["items"][0]["fits"]
    assert desk["counts"]["waiting"] == 1
    assert mentors["results"][0]["mentor"] == "Ines Ferreira"
    assert waiting["results"] == []
    assert left["results"][0]["enrollment"] == enrollment.pk
