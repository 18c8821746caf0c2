import re

import pytest
from django.core import mail
from django.urls import reverse

from profiles.models import MentorInvitation, Mentorship, Notice
from profiles.services.invitations import send_invitation_mail
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import EnrollmentFactory

MENTORS = "/me/mentors/"
UNKNOWN = f"/invitations/{'x' * 43}/"
CREATE = "/me/mentors/invitations/"


@pytest.fixture
def as_learner(client, learner):
    client.force_login(learner)
    return client


def asked(enrollment, **more):
    return {
        "enrollments": [enrollment.pk],
        "scopes": ["steps"],
        "message": "Would you?",
        "email": "",
        **more,
    }


def link_of(answer):
    return re.search(r"http://127\.0\.0\.1:8000(/invitations/[^\"]+)", answer).group(1)


@pytest.fixture
def link(as_learner, enrollment):
    """Return the path of a copied link, with everybody signed out."""
    answer = as_learner.post(CREATE, asked(enrollment))
    as_learner.logout()
    return link_of(answer.content.decode())


def test_without_a_mentor_the_page_says_where_to_find_one(as_learner, enrollment):
    page = as_learner.get(MENTORS).content.decode()

    assert "No mentor yet" in page
    assert "Where to find one" in page
    assert "half an hour a week" in page


def test_an_address_that_is_too_long_is_refused_at_the_field(as_learner, enrollment):
    longest = f"{'n' * 242}@example.org"

    refused = as_learner.post(CREATE, asked(enrollment, email=f"n{longest}"))
    taken = as_learner.post(CREATE, asked(enrollment, email=longest))

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["email"]
    assert taken.status_code == 302
    assert MentorInvitation.objects.get().email == longest


def test_a_learner_without_a_roadmap_is_led_to_the_roadmaps(as_learner):
    assert b"Start a roadmap first" in as_learner.get(MENTORS).content


def test_the_link_is_shown_once_and_leaks_nowhere(as_learner, enrollment):
    answer = as_learner.post(CREATE, asked(enrollment))

    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["Cache-Control"] == "private, no-store"
    path = link_of(answer.content.decode())
    assert path not in as_learner.get(MENTORS).content.decode()


def test_inviting_by_mail_waits_for_an_answer_on_the_page(as_learner, enrollment):
    as_learner.post(CREATE, asked(enrollment, email="ines@example.com"))

    page = as_learner.get(MENTORS).content.decode()

    assert "ines@example.com" in page
    assert "Waiting for an answer" in page


@pytest.mark.parametrize(
    "more",
    [{"message": "Would you, please?"}, {"scopes": ["steps", "notes"]}, "roadmap"],
    ids=["words", "scopes", "roadmaps"],
)
def test_asking_an_address_for_something_else_is_refused_with_the_form(
    as_learner, learner, enrollment, more
):
    if more == "roadmap":
        more = {"enrollments": [EnrollmentFactory(learner=learner).pk]}
    first = asked(enrollment, email="ines@example.com")
    as_learner.post(CREATE, first)
    second = {**first, "email": "Ines@Example.com", **more}

    answer = as_learner.post(CREATE, second)

    assert answer.status_code == 409
    assert "You asked this address already" in answer.text
    assert answer.context["form"]["message"].value() == second["message"]
    assert MentorInvitation.objects.get().message == "Would you?"
    assert MentorInvitation.objects.get().scopes == ["steps"]


def test_asking_an_address_for_the_same_leads_to_the_invitation(as_learner, enrollment):
    wish = asked(enrollment, email="ines@example.com", message="Would\r\nyou?")

    answers = [as_learner.post(CREATE, wish) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    invitation = MentorInvitation.objects.get()
    assert answers[1]["Location"] == f"{MENTORS}#invitation-{invitation.pk}"


def test_a_second_click_shows_the_same_link_again(as_learner, enrollment):
    wish = {**asked(enrollment), "csrfmiddlewaretoken": "of-one-page"}

    answers = [as_learner.post(CREATE, wish) for _ in range(2)]

    assert link_of(answers[0].text) == link_of(answers[1].text)
    assert answers[1]["Referrer-Policy"] == "strict-origin"
    assert MentorInvitation.objects.count() == 1


def test_revoking_what_was_answered_meanwhile_says_so(client, link, mentor, learner):
    client.force_login(mentor)
    client.post(link, {"answer": "decline"})
    client.force_login(learner)
    invitation = MentorInvitation.objects.get()

    answer = client.post(reverse("roadmaps:invitation_revoke", args=[invitation.pk]))

    assert answer.status_code == 409
    assert "this invitation is declined" in answer.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "learner@example.com"}, "email"),
        ({"email": "no address"}, "email"),
        ({"enrollments": []}, "enrollments"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"message": "x" * 1001}, "message"),
    ],
)
def test_a_wrong_invitation_is_explained_at_its_field(
    as_learner, enrollment, wrong, field
):
    answer = as_learner.post(CREATE, asked(enrollment, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not MentorInvitation.objects.exists()


def test_a_foreign_enrollment_cannot_be_offered(as_learner, enrollment):
    foreign = EnrollmentFactory(version=enrollment.version)

    answer = as_learner.post(CREATE, asked(foreign))

    assert answer.status_code == 422


def test_too_many_invitations_answer_429_with_the_wait(as_learner, enrollment):
    for number in range(10):
        as_learner.post(CREATE, asked(enrollment, email=f"m{number}@example.com"))

    answer = as_learner.post(CREATE, asked(enrollment))

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_revoking_kills_the_link(as_learner, enrollment, client, mentor):
    path = link_of(as_learner.post(CREATE, asked(enrollment)).content.decode())
    invitation = MentorInvitation.objects.get()

    as_learner.post(reverse("roadmaps:invitation_revoke", args=[invitation.pk]))

    client.force_login(mentor)
    assert client.get(path).status_code == 404


def test_a_foreign_invitation_cannot_be_revoked(client, link, other_learner):
    client.force_login(other_learner)
    invitation = MentorInvitation.objects.get()

    answer = client.post(reverse("roadmaps:invitation_revoke", args=[invitation.pk]))

    assert answer.status_code == 404


def test_a_visitor_reads_who_asks_what_before_any_account(client, link):
    answer = client.get(link)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Amara Osei asks you" in page
    assert "Would you?" in page
    assert "Review steps and see progress" in page
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]


def test_looking_answers_nothing(client, link, mentor):
    client.force_login(mentor)

    client.get(link)

    assert MentorInvitation.objects.get().status == "pending"


def test_the_way_through_sign_in_leads_back_without_the_token(client, link, mentor):
    token = link.split("/")[2]
    leave = client.post(link, {"answer": "sign-in"})
    assert leave["Location"] == "/accounts/login/?next=/invitations/"
    assert token not in leave["Location"]

    client.force_login(mentor)
    back = client.get("/invitations/")

    assert back["Location"] == link
    assert client.get("/invitations/").status_code == 404


def test_accepting_opens_the_enrollment_to_the_mentor(
    client, link, mentor, learner, enrollment
):
    client.force_login(mentor)

    answer = client.post(link, {"answer": "accept"})

    assert answer["Location"] == "/mentor/"
    mentorship = Mentorship.objects.get()
    assert (mentorship.learner, mentorship.mentor) == (learner, mentor)
    assert mentorship.enrollments.get().enrollment == enrollment
    assert Notice.objects.get(user=learner).kind == "invitation_answered"


def test_accepting_twice_makes_one_mentorship(client, link, mentor):
    client.force_login(mentor)

    first, second = (client.post(link, {"answer": "accept"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 404)
    assert Mentorship.objects.count() == 1


def test_declining_shares_nothing(client, link, mentor):
    client.force_login(mentor)

    answer = client.post(link, {"answer": "decline"})

    assert answer.status_code == 200
    assert not Mentorship.objects.exists()
    assert MentorInvitation.objects.get().status == "declined"


def test_the_learner_sees_a_preview_and_cannot_accept(as_learner, link, learner):
    as_learner.force_login(learner)

    assert b"your own invitation" in as_learner.get(link).content
    assert as_learner.post(link, {"answer": "accept"}).status_code == 422
    assert not Mentorship.objects.exists()


def test_a_visitor_cannot_accept(client, link):
    assert client.post(link, {"answer": "accept"}).status_code == 422
    assert MentorInvitation.objects.get().status == "pending"


def test_dead_foreign_and_unknown_links_look_exactly_alike(
    client, as_learner, enrollment, mentor, other_learner
):
    used = link_of(as_learner.post(CREATE, asked(enrollment)).content.decode())
    as_learner.post(CREATE, asked(enrollment, email="ines@example.com"))
    invitation = MentorInvitation.objects.get(email="ines@example.com")
    send_invitation_mail(invitation_id=invitation.pk, now=invitation.created_at)
    foreign = "/" + mail.outbox[0].body.partition("8000/")[2].split()[0]
    client.force_login(mentor)
    client.post(used, {"answer": "accept"})
    client.force_login(other_learner)

    answers = [
        client.get(path) for path in (used, foreign, f"/invitations/{'x' * 43}/")
    ]

    secret = re.compile(r'value="(\w{64}|/invitations/[^"]*)"')
    bodies = {secret.sub("", answer.content.decode()) for answer in answers}
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len(bodies) == 1


def test_a_mailed_link_lets_the_invited_address_register_at_once(
    client, as_learner, enrollment
):
    as_learner.post(CREATE, asked(enrollment, email="ines@example.com"))
    invitation = MentorInvitation.objects.get()
    send_invitation_mail(invitation_id=invitation.pk, now=invitation.created_at)
    path = "/" + mail.outbox[0].body.partition("8000/")[2].split()[0]
    client.logout()

    client.post(path, {"answer": "register"})

    assert client.session["account_verified_email"] == "ines@example.com"


@pytest.fixture
def other_enrollment(learner):
    return EnrollmentFactory(learner=learner)


def test_sharing_changes_hold_from_the_next_request_on(
    as_learner, mentorship, enrollment, other_enrollment
):
    page = reverse("roadmaps:mentorship_change", args=[mentorship.pk])
    assert as_learner.get(page).status_code == 200

    as_learner.post(
        page, {"enrollments": [other_enrollment.pk], "scopes": ["notes", "steps"]}
    )

    mentorship.refresh_from_db()
    assert mentorship.scopes == ["steps", "notes"]
    assert mentorship.enrollments.get().enrollment == other_enrollment


def test_sharing_nothing_is_refused(as_learner, mentorship):
    page = reverse("roadmaps:mentorship_change", args=[mentorship.pk])

    assert as_learner.post(page, {"scopes": []}).status_code == 422


def test_only_the_learner_changes_what_is_shared(client, mentorship, mentor):
    client.force_login(mentor)

    page = reverse("roadmaps:mentorship_change", args=[mentorship.pk])

    assert client.get(page).status_code == 404


@pytest.mark.parametrize("side", ["learner", "mentor"])
def test_either_side_pauses_and_resumes(client, mentorship, side):
    client.force_login(getattr(mentorship, side))
    page = reverse("roadmaps:mentorship_pause", args=[mentorship.pk])

    client.post(page, {"is_paused": "1"})
    assert not Mentorship.objects.reviewing().exists()

    client.post(page, {"is_paused": "0"})
    assert Mentorship.objects.reviewing().exists()


@pytest.mark.parametrize("side", ["learner", "mentor"])
def test_either_side_ends_after_one_question_and_the_other_is_told(
    client, mentorship, side
):
    person = getattr(mentorship, side)
    client.force_login(person)
    page = reverse("roadmaps:mentorship_end", args=[mentorship.pk])
    assert client.get(page).status_code == 200
    assert Mentorship.objects.active().exists()

    client.post(page)

    assert not Mentorship.objects.active().exists()
    assert Notice.objects.get().user == mentorship.other_side(person)
    assert client.post(page).status_code == 404


def test_a_stranger_can_neither_pause_nor_end(client, mentorship):
    client.force_login(UserFactory())

    for name in ("mentorship_pause", "mentorship_end"):
        page = reverse(f"roadmaps:{name}", args=[mentorship.pk])
        assert client.post(page).status_code == 404
