"""A mentor's own link, which learners redeem."""

import re

import pytest
from django.urls import reverse

from profiles.models import Block, MentoringEvent, MentorLink, Mentorship, Notice
from profiles.services import mentor_links
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import EnrollmentFactory


@pytest.fixture
def token(mentor, now):
    return mentor_links.renew_link(mentor=mentor, now=now)


@pytest.fixture
def address(token):
    return reverse("roadmaps:mentor_link_detail", args=[token])


def shares(enrollment, *scopes):
    return {"enrollments": [enrollment.pk], "scopes": scopes or ["steps"]}


def test_the_link_is_shown_once_and_kept_as_a_hash(client, mentor):
    client.force_login(mentor)

    answer = client.post(reverse("roadmaps:mentor_link_renew"))

    shown = re.search(r"/invitations/from/([\w-]+)/", answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    assert MentorLink.objects.get().token_hash not in answer.content.decode()
    assert mentor_links.find_link(token=shown).mentor == mentor
    settings_page = client.get(reverse("roadmaps:mentor_terms_edit"))
    assert shown not in settings_page.content.decode()


def test_a_visitor_sees_whose_link_it_is_and_comes_back_after_signing_in(
    client, address, learner, enrollment
):
    page = client.get(address).content.decode()
    left = client.post(address, {"answer": "sign-in"})
    client.force_login(learner)

    back = client.get(reverse("roadmaps:invitation_resume"))

    assert "Become a mentee of Ines Ferreira" in page
    assert left["Location"] == "/accounts/login/?next=/invitations/"
    assert back["Location"] == address


def test_a_learner_shares_what_they_choose_and_nothing_before(
    client, address, learner, mentor, enrollment
):
    client.force_login(learner)
    client.get(address)
    before = Mentorship.objects.count()

    client.post(address, shares(enrollment, "steps", "certifications"))

    mentorship = Mentorship.objects.get()
    assert before == 0
    assert mentorship.scopes == ["steps", "certifications"]
    assert mentorship.enrollments.get().enrollment == enrollment
    assert MentoringEvent.objects.get().action == "accepted"
    [told] = Notice.objects.to(mentor)
    assert told.text == "Amara Osei is now your mentee, by your link."


def test_redeeming_twice_makes_one_mentorship(client, address, learner, enrollment):
    client.force_login(learner)

    for scope in ("steps", "notes"):
        client.post(address, shares(enrollment, scope))

    assert Mentorship.objects.get().scopes == ["steps", "notes"]


def test_nothing_chosen_or_a_foreign_roadmap_is_refused(
    client, address, learner, enrollment
):
    foreign = EnrollmentFactory(version=enrollment.version)
    client.force_login(learner)

    answers = [client.post(address, {}), client.post(address, shares(foreign))]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert not Mentorship.objects.exists()


def test_the_own_link_makes_nobody_ones_own_mentor(client, address, mentor, step):
    own = EnrollmentFactory(learner=mentor, version=step.version)
    client.force_login(mentor)

    assert client.post(address, shares(own)).status_code == 422
    assert not Mentorship.objects.exists()


@pytest.mark.parametrize("why", ["switch", "break", "limit"])
def test_a_mentor_who_takes_nobody_is_not_joined(
    client, address, learner, mentor, enrollment, now, why
):
    if why == "switch":
        mentor.profile.take_mentees(is_taking=False)
    elif why == "break":
        mentor.profile.pause_mentoring(now=now)
    else:
        mentor.profile.state_terms(mentee_limit=1)
        Mentorship.objects.create(learner=UserFactory(), mentor=mentor)
    client.force_login(learner)

    answer = client.post(address, shares(enrollment))

    assert answer.status_code == 409
    assert "takes no new mentees" in answer.content.decode()
    assert not Mentorship.objects.of(learner).exists()


def test_old_unknown_and_blocked_links_are_one_page(
    client, token, address, learner, mentor, now
):
    client.force_login(learner)
    Block.objects.create(blocker=mentor, blocked=learner, created_at=now)
    blocked = client.get(address)
    Block.objects.all().delete()
    mentor_links.renew_link(mentor=mentor, now=now)
    old = client.get(address)
    unknown = client.get(reverse("roadmaps:mentor_link_detail", args=["x" * 43]))

    assert {one.status_code for one in (blocked, old, unknown)} == {404}
    assert (
        len(
            {
                re.sub(r"\s+|value=\S+|nonce=\S+", "", one.content.decode())
                for one in (old, unknown)
            }
        )
        == 1
    )


def test_a_deleted_link_leads_nowhere(client, address, mentor):
    client.force_login(mentor)

    client.post(reverse("roadmaps:mentor_link_drop"))

    assert client.get(address).status_code == 404
