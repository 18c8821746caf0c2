"""The second factor: for everybody who wants it, for staff in any case."""

import base64
import hmac
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.factories.profiles import PASSWORD, UserFactory


@pytest.fixture
def newcomer(db):
    """Somebody on the staff who has no second factor yet."""
    return UserFactory(email="newcomer@example.com", is_staff=True)


def code_of(secret, at=None):
    """The six digits of RFC 6238 (SHA-1, 30 seconds) by the standard library."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def sign_in(client, user):
    return client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}
    )


def switch_on(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def test_the_code_generator_of_these_tests_follows_the_standard():
    secret = base64.b32encode(b"12345678901234567890")

    assert code_of(secret, at=59) == "287082"
    assert code_of(secret, at=1111111109) == "081804"


def test_a_learner_switches_it_on_and_gets_recovery_codes(client, learner):
    sign_in(client, learner)

    switch_on(client)

    kinds = set(learner.authenticator_set.values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_switching_it_off_is_told_by_mail(client, learner, mailoutbox):
    sign_in(client, learner)
    switch_on(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not learner.authenticator_set.exists()
    assert mailoutbox[0].subject == "Second factor switched off"


def test_a_wrong_code_switches_nothing_on(client, learner):
    sign_in(client, learner)

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "<title>Error: " in page.content.decode()
    assert not Authenticator.objects.exists()


def test_sign_in_then_asks_for_a_code(client, learner):
    sign_in(client, learner)
    switch_on(client)
    client.logout()

    asked = sign_in(client, learner)
    page = client.get(asked.url)

    assert asked.url == reverse("mfa_authenticate")
    assert "recovery codes" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_works_once(client, learner):
    sign_in(client, learner)
    switch_on(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]

    def enter():
        client.logout()
        sign_in(client, learner)
        client.post(reverse("mfa_authenticate"), {"code": code})
        return "_auth_user_id" in client.session

    assert [enter(), enter()] == [True, False]


def test_secrets_are_encrypted_at_rest(client, learner):
    sign_in(client, learner)

    secret = switch_on(client)

    kept = [str(row.data) for row in Authenticator.objects.all()]
    assert len(kept) == 2
    assert not any(secret in data for data in kept)
    assert all("gAAAA" in data for data in kept)


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}])
@pytest.mark.parametrize("path", ["/admin/", "/me/settings/", "/", "/nowhere/"])
def test_staff_without_one_are_sent_to_set_it_up(client, rights, path):
    client.force_login(UserFactory(**rights))

    assert client.get(path).url == reverse("mfa_activate_totp")


def test_the_api_tells_staff_without_one_why_it_refuses(client, newcomer):
    client.force_login(newcomer)

    answer = client.get("/api/v1/me/profile/")

    assert answer.status_code == 403
    assert answer.json()["code"] == "second_factor_required"


def test_staff_can_leave_or_set_it_up(client, newcomer):
    sign_in(client, newcomer)

    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200


def test_staff_with_one_get_to_the_desk(client, newcomer):
    sign_in(client, newcomer)
    switch_on(client)

    assert client.get("/admin/").status_code == 200


def test_demonstration_accounts_need_none(client, newcomer, settings):
    settings.CAREERSITE_DEMO = True
    client.force_login(newcomer)

    assert client.get("/admin/").status_code == 200


def test_the_admins_own_sign_in_form_is_never_shown(client, learner):
    page = client.get("/admin/login/?next=/admin/")

    assert page.url.startswith("/accounts/login/?next=")


def test_the_admins_sign_in_lets_no_second_account_in(client, editor, settings):
    settings.CAREERSITE_DEMO = True
    other = UserFactory(is_staff=True)
    client.force_login(editor)

    client.post("/admin/login/", {"username": other.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(editor.pk)


def test_a_learner_is_refused_at_the_admin(client, learner):
    client.force_login(learner)

    assert client.get("/admin/login/").status_code == 403
