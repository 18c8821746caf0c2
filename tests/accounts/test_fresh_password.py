"""What changes who gets in or takes data away needs a password of this quarter hour."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from django.utils import timezone

from profiles.models import ApiToken
from tests.factories.profiles import PASSWORD

# Each act: where it is done, and what a person would send; nothing where it is opened.
ACTS = {
    "another address": ("account_email", {"action_add": "", "email": "n@example.org"}),
    "a second factor": ("mfa_activate_totp", {"code": "123456"}),
    "recovery codes made": ("mfa_generate_recovery_codes", {}),
    "a token": ("profiles:token_add", {"name": "A", "scope": "read", "days": "9"}),
    "the export": ("profiles:export_json", None),
    "the export as tables": ("profiles:export_csv", None),
}


def age_password(client, *, seconds):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = timezone.now().timestamp() - seconds
    session.save()


@pytest.fixture
def signed_in(client, learner):
    credentials = {"login": learner.email, "password": PASSWORD}
    client.post(reverse("account_login"), credentials)
    return client


@pytest.mark.parametrize("act", ACTS)
def test_a_password_of_long_ago_is_asked_for_again_and_nothing_is_done(
    signed_in, learner, mailoutbox, act
):
    name, sent = ACTS[act]
    age_password(signed_in, seconds=901)

    method = signed_in.get if sent is None else signed_in.post
    answer = method(reverse(name), sent)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()
    assert learner.emailaddress_set.count() == 1
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "mfa_deactivate_totp"),
        ("post", "mfa_deactivate_totp"),
        ("get", "mfa_view_recovery_codes"),
        ("get", "mfa_download_recovery_codes"),
    ],
)
def test_a_second_factor_is_not_taken_away_nor_read_by_an_old_password(
    signed_in, learner, method, name
):
    TOTP.activate(learner, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(learner)
    age_password(signed_in, seconds=901)

    answer = getattr(signed_in, method)(reverse(name))

    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    assert learner.authenticator_set.count() == 2


def test_a_password_of_just_now_is_not_asked_for_again(signed_in, learner):
    age_password(signed_in, seconds=890)
    name, sent = ACTS["a token"]

    signed_in.post(reverse(name), sent)

    assert ApiToken.objects.filter(user=learner).count() == 1
