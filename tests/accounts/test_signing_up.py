"""From a stranger to an account whose address is known to be right."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.models import Profile, User
from profiles.services.accounts import TERMS_VERSION, ensure_profile
from tests.jobs import do_queued_jobs

SIGNUP = {
    "name": "Noor Haddad",
    "email": "noor@example.org",
    "password1": "seven green herons",
    "is_old_enough": "on",
    "accepts_terms": "on",
}


def sign_up(client, **changes):
    answer = client.post(reverse("account_signup"), {**SIGNUP, **changes})
    do_queued_jobs()
    return answer


def link_in(mail):
    return re.search(r"https?://[^/\s]+(/accounts/\S+)", mail.body)[1]


def test_signing_up_makes_account_profile_and_accepted_terms(client, real_hashers):
    sign_up(client)

    user = User.objects.get(email="noor@example.org")
    assert user.name == "Noor Haddad"
    assert user.password.startswith("argon2")
    assert user.profile.terms_version == TERMS_VERSION
    assert user.profile.terms_accepted_at is not None


def test_an_address_is_confirmed_by_opening_the_mailed_link(client, mailoutbox):
    sign_up(client)

    link = link_in(mailoutbox[0])
    page = client.get(link)
    client.post(link)

    assert b"noor@example.org" in page.content
    assert EmailAddress.objects.get(email="noor@example.org").verified


def test_looking_at_the_link_alone_confirms_nothing(client, mailoutbox):
    sign_up(client)

    client.get(link_in(mailoutbox[0]))

    assert not EmailAddress.objects.get(email="noor@example.org").verified


def test_nobody_signs_in_before_the_address_is_confirmed(client):
    sign_up(client)

    answer = client.post(
        reverse("account_login"),
        {"login": SIGNUP["email"], "password": SIGNUP["password1"]},
    )

    assert answer.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("is_old_enough", "", "You must be 16 or older"),
        ("accepts_terms", "", "Accept the terms"),
        ("name", "", "This field is required"),
        ("email", "not an address", "Enter a valid email address"),
        ("email", f"{'n' * 243}@example.org", "at most 254 characters"),
        ("password1", "short", "at least 8 characters"),
        ("password1", "password123", "too common"),
        ("password1", "careersite1", "our name"),
    ],
)
def test_a_wrong_field_is_named_and_no_account_made(client, field, value, message):
    page = sign_up(client, **{field: value}).content.decode()

    assert message in page
    assert "<title>Error: " in page
    assert f'href="#id_{field}"' in page
    assert not User.objects.exists()


def test_a_known_address_gets_the_same_answer_and_a_mail(client, learner, mailoutbox):
    new = sign_up(client)
    known = sign_up(client, email=learner.email)

    assert (new.status_code, new.url) == (known.status_code, known.url)
    assert mailoutbox[-1].to == [learner.email]
    assert mailoutbox[-1].subject == "You have an account already"
    assert User.objects.count() == 2


def test_a_known_address_costs_what_a_new_one_does(client, learner):
    with CaptureQueriesContext(connection) as new:
        client.post(reverse("account_signup"), SIGNUP)
    other = type(client)()
    with CaptureQueriesContext(connection) as known:
        other.post(reverse("account_signup"), {**SIGNUP, "email": learner.email})

    assert abs(len(new) - len(known)) <= 2
    assert not User.objects.filter(email__endswith=".invalid").exists()


def test_an_address_is_one_account_in_whatever_case(client, learner):
    sign_up(client, email=learner.email.upper())

    assert User.objects.count() == 1


def test_an_operators_account_gets_its_profile_when_needed(db):
    operator = User.objects.create_superuser("operator@example.org", "x" * 20)

    profile = ensure_profile(user=operator)

    assert ensure_profile(user=operator) == profile
    assert Profile.objects.filter(user=operator).count() == 1
