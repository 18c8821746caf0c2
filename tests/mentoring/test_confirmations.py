"""A mentor takes back a level that they confirmed: the skill falls back (rule 14)."""

from datetime import timedelta

import pytest

from profiles.models import HeldSkill, Notice
from profiles.services import skills
from roadmaps.services import review
from tests.mentoring.answers import LATER, approve


@pytest.fixture
def confirmed(submission, mentor, now):
    approve(submission, mentor, now)
    review.settle_due(now=now + LATER)
    return HeldSkill.objects.get(verifier=mentor)


@pytest.fixture
def address(enrollment, confirmed):
    return f"mentees/{enrollment.pk}/skills/{confirmed.skill.slug}/undo/"


def shown(client, address):
    return client.get(address).content.decode()


def test_the_skill_falls_back_to_its_evidence_and_the_learner_is_told(
    at_desk, client, enrollment, confirmed, learner, address
):
    assert "Skills that you confirmed" in shown(
        at_desk, f"/mentor/mentees/{enrollment.pk}/"
    )

    answer = at_desk.post(f"/mentor/{address}", follow=True)

    page = answer.content.decode()
    assert f"{confirmed.skill.name} is no longer confirmed by you." in page
    assert "Skills that you confirmed" not in page
    notice = Notice.objects.to(learner).get(key__startswith="confirmation/")
    assert "Ines Ferreira took back the confirmed level" in notice.text
    client.force_login(learner)
    own = shown(client, notice.url)
    assert "Evidenced" in own
    assert "Verification undone" in own
    assert HeldSkill.objects.get(pk=confirmed.pk).verified_level is None


def test_done_again_by_api_nothing_happens(
    at_desk, enrollment, confirmed, learner, address
):
    mentee = f"/api/v1/mentor/mentees/{enrollment.pk}/"
    listed = at_desk.get(mentee).json()["confirmed"]
    assert [(one["skill"], one["level"]) for one in listed] == [
        (confirmed.skill.slug, 3)
    ]

    answers = [at_desk.post(f"/api/v1/mentor/{address}") for _ in range(2)]

    assert [(one.status_code, one.json()) for one in answers] == [(200, [])] * 2
    assert confirmed.changes.filter(action="verification_undone").count() == 1
    told = Notice.objects.to(learner).filter(key__startswith="confirmation/")
    assert told.count() == 1


def test_what_another_mentor_confirmed_since_stays(
    at_desk, confirmed, second_mentor, learner, address, now
):
    later = now + timedelta(days=1)
    skills.verify(
        user=learner, skill=confirmed.skill, level=4, by=second_mentor, now=later
    )

    at_desk.post(f"/mentor/{address}")

    confirmed.refresh_from_db()
    assert (confirmed.verified_level, confirmed.verifier) == (4, second_mentor)


@pytest.mark.parametrize("side", ["learner", "stranger", "former"])
def test_nobody_else_finds_it(
    client, confirmed, mentorship, learner, other_learner, mentor, address, side, now
):
    if side == "former":
        mentorship.end(by=learner, now=now)
    people = {"learner": learner, "stranger": other_learner, "former": mentor}
    client.force_login(people[side])

    assert client.post(f"/mentor/{address}").status_code == 404
    assert client.post(f"/api/v1/mentor/{address}").status_code == 404
    confirmed.refresh_from_db()
    assert confirmed.verified_level == 3
