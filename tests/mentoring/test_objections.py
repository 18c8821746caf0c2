"""A mentor objects to a waiver: the step is the learner's again, and why is said."""

import pytest

from profiles.models import HeldSkill, Notice
from roadmaps.services import tracking

WHY = "Show me one thing that you built."


@pytest.fixture
def waived(row, mentorship, learner, now):
    return tracking.waive(progress=row, ground="Years of it", by=learner, now=now)


@pytest.fixture
def address(enrollment, waived):
    return f"mentees/{enrollment.pk}/steps/{waived.step_key}/object/"


def test_the_page_gives_the_step_back_and_tells_the_learner(
    client, waived, mentor, learner, address
):
    client.force_login(mentor)
    assert (
        "Object to the waiver" in client.get(waived.get_absolute_url()).content.decode()
    )

    answer = client.post(f"/mentor/{address}", {"reason": WHY})

    assert answer.status_code == 302
    waived.refresh_from_db()
    assert (waived.state, waived.reason) == ("not_started", "")
    event = waived.events.first()
    assert (event.action, event.reason, event.actor_id) == ("unwaive", WHY, mentor.pk)
    notice = Notice.objects.to(learner).get(key=f"objection/{event.pk}")
    assert notice.text.endswith(WHY)
    assert not HeldSkill.objects.of(learner).filter(evidence__kind="waiver").exists()


def test_without_a_reason_nothing_happens_and_the_field_says_so(
    client, waived, mentor, address
):
    client.force_login(mentor)

    answer = client.post(f"/mentor/{address}", {"reason": " "})

    assert answer.status_code == 422
    assert b"Say what is still missing." in answer.content
    waived.refresh_from_db()
    assert waived.state == "waived"


def test_an_objection_to_a_waiver_taken_back_meanwhile_can_be_copied(
    client, waived, learner, mentor, address, now
):
    tracking.unwaive(progress=waived, by=learner, now=now)
    client.force_login(mentor)

    answer = client.post(f"/mentor/{address}", {"reason": WHY})

    assert answer.status_code == 409
    assert WHY in answer.text
    assert "Copy what you need" in answer.text


def test_an_objection_to_a_changed_waiver_stands_open_in_its_form(
    client, waived, mentor, address
):
    client.force_login(mentor)

    answer = client.post(f"/mentor/{address}", {"reason": WHY, "row_version": 99})

    assert answer.status_code == 409
    assert '<details class="fold card" open>' in answer.text
    assert f'value="{WHY}"' in answer.text


def test_the_api_answers_repeats_conflicts_and_wrong_words(
    client, waived, mentor, address
):
    client.force_login(mentor)
    url = f"/api/v1/mentor/{address}"

    def post(**words):
        return client.post(url, words, content_type="application/json")

    assert post().json() == {"reason": ["This field is required."]}
    assert post(reason="x" * 281).status_code == 400
    assert post(reason=WHY, row_version=99).status_code == 409
    assert post(reason=WHY).json()["state"] == "not_started"
    assert post(reason=WHY).status_code == 200
    other = post(reason="Another word")
    assert (other.status_code, other.json()["code"]) == (409, "wrong_state")
    assert waived.events.filter(action="unwaive").count() == 1


def test_the_learner_cannot_undo_an_objection(client, waived, mentor, now, learner):
    tracking.object_to_waiver(progress=waived, reason=WHY, by=mentor, now=now)

    with pytest.raises(tracking.UndoExpiredError):
        tracking.undo(progress=waived, by=learner, now=now)


def test_strangers_ended_mentors_and_the_learner_find_nothing(
    client, waived, mentorship, mentor, other_learner, learner, address, now
):
    for person in (other_learner, learner):
        client.force_login(person)
        assert client.post(f"/mentor/{address}", {"reason": WHY}).status_code == 404
    mentorship.end(by=mentor, now=now)
    client.force_login(mentor)

    assert client.post(f"/mentor/{address}", {"reason": WHY}).status_code == 404
    waived.refresh_from_db()
    assert waived.state == "waived"
