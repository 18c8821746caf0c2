"""Signing in, out, and what happens to those who guess."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests.factories.profiles import PASSWORD, UserFactory

LOGIN = "/accounts/login/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def test_a_learner_signs_in_and_lands_on_the_dashboard(client, learner):
    assert sign_in(client, learner.email).url == "/me/"


def test_the_session_key_changes_at_sign_in(client, learner):
    client.get(LOGIN)
    client.session["seen"] = True
    client.session.save()
    before = client.session.session_key

    sign_in(client, learner.email)

    assert client.session.session_key != before


def with_cookie(key, settings):
    """Return a client that holds the key of a session and nothing else."""
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = key
    return other


def opened(client):
    """Return what a private page, the API and a form answer."""
    return (
        client.get("/me/settings/").status_code,
        client.get("/api/v1/me/profile/").status_code,
        client.post("/me/profile/", {"name": "Stolen"}).status_code,
    )


def test_a_session_that_somebody_planted_opens_nothing(client, learner, settings):
    client.get(LOGIN)
    planted = client.session.session_key

    sign_in(client, learner.email)

    assert client.get("/me/settings/").status_code == 200
    assert opened(with_cookie(planted, settings)) == (302, 401, 302)


def test_a_cookie_of_before_signing_out_opens_nothing(client, learner, settings):
    sign_in(client, learner.email)
    replayed = with_cookie(client.session.session_key, settings)
    before = opened(replayed)

    client.post("/accounts/logout/")

    learner.refresh_from_db()
    assert before[:2] == (200, 200)
    assert opened(replayed) == (302, 401, 302)
    assert learner.name != "Stolen"


def test_a_private_page_leads_back_after_signing_in(client, learner):
    asked = client.get("/me/profile/")

    answer = client.post(asked.url, {"login": learner.email, "password": PASSWORD})

    assert answer.url == "/me/profile/"


def test_a_wrong_password_and_an_unknown_address_look_alike(client, learner):
    wrong = sign_in(client, learner.email, "wrong password")
    unknown = sign_in(client, "nobody@example.org", "wrong password")

    assert wrong.status_code == unknown.status_code
    assert "There is a problem" in wrong.content.decode()
    assert wrong.content.decode().replace(
        learner.email, "nobody@example.org"
    ) == unknown.content.decode().replace(_token(unknown), _token(wrong))


def _token(answer):
    return str(answer.context["csrf_token"])


def test_guessing_is_answered_429_by_the_eleventh_try(client, learner):
    answers = [sign_in(client, learner.email, f"guess {n}") for n in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert '<a class="btn btn-main" href="/accounts/login/">Try again</a>' in (
        answers[-1].text
    )


def test_a_forged_forwarding_header_does_not_reset_the_count(client, learner):
    for n in range(10):
        sign_in(client, learner.email, "guess", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")

    answer = sign_in(client, learner.email, "guess", HTTP_X_FORWARDED_FOR="10.0.0.99")

    assert answer.status_code == 429


def test_somebody_elses_guesses_do_not_lock_the_owner_out(client, learner):
    for _ in range(12):
        sign_in(client, learner.email, "guess", REMOTE_ADDR="10.9.9.9")

    answer = sign_in(client, learner.email, REMOTE_ADDR="10.1.1.1")

    assert answer.status_code == 302


def test_a_deactivated_account_does_not_get_in(client):
    gone = UserFactory(is_active=False)

    sign_in(client, gone.email)

    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(client, learner):
    client.force_login(learner)

    client.get("/accounts/logout/")
    still_in = "_auth_user_id" in client.session
    client.post("/accounts/logout/")

    assert still_in
    assert "_auth_user_id" not in client.session


def test_other_sessions_are_listed_and_can_be_ended(client, learner):
    other = type(client)()
    sign_in(other, learner.email)
    sign_in(client, learner.email)
    other.get("/me/settings/")

    page = client.get(reverse("usersessions_list"))
    client.post(reverse("usersessions_list"))

    assert page.content.decode().count("<tr>") == 3
    assert client.get("/me/settings/").status_code == 200
    assert other.get("/me/settings/").status_code == 302


def test_where_a_session_was_last_seen_is_noted_every_quarter_of_an_hour(
    client, learner
):
    sign_in(client, learner.email)
    UserSession.objects.update(last_seen_at="2026-01-01T00:00Z")
    client.get("/me/settings/")
    soon = UserSession.objects.get().last_seen_at

    session = client.session
    session["seen_at"] -= timedelta(minutes=16).total_seconds()
    session.save()
    client.get("/me/settings/")

    assert soon.year == 2026
    assert soon.month == 1
    assert UserSession.objects.get().last_seen_at > soon
