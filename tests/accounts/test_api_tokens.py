"""Tokens by which programs act for a person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import ApiToken, Notice
from profiles.services import leaving, tokens
from tests.factories.profiles import PASSWORD, StaffFactory

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("profiles:token_list"), reverse("profiles:token_add")
FIELDS = {"name": "Portal", "scope": "read", "days": "30"}


@pytest.fixture
def make(learner):
    """Return what makes a token of the learner's and gives its secret."""

    def made(user=learner, scope="write", days=30, now=None):
        return tokens.make_token(
            user=user,
            name="Portal",
            scope=scope,
            days=days,
            by=user,
            now=now or timezone.now(),
        ).secret

    return made


def sign_in(client, user):
    """Sign in by the form, which is when the password counts as fresh."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def asked(client, secret, scheme="Token", path="/api/v1/me/profile/"):
    return client.get(path, headers={"Authorization": f"{scheme} {secret}"})


def test_a_token_is_shown_once_and_kept_as_a_hash(client, learner):
    sign_in(client, learner)

    page = client.post(ADD, FIELDS).content.decode()

    secret = page.partition('value="careersite_')[2].partition('"')[0]
    token = ApiToken.objects.get()
    assert asked(client, f"careersite_{secret}").json()["email"] == learner.email
    assert secret not in client.get(LIST).content.decode()
    assert secret not in token.token_hash
    assert (token.scope, token.user) == ("read", learner)
    assert Notice.objects.get(user=learner).kind == Notice.Kind.SECURITY


def test_making_a_token_asks_for_the_password_again(client, learner):
    client.force_login(learner)

    answers = [client.get(ADD), client.post(ADD, FIELDS)]

    for answer in answers:
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_what_was_typed_stays_where_it_is_wrong(client, learner):
    sign_in(client, learner)

    answer = client.post(ADD, {"name": "My portal", "scope": "all", "days": "366"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "My portal" in page
    assert "365" in page
    assert not ApiToken.objects.exists()


def test_too_many_open_tokens_are_refused(client, learner, make):
    for _ in range(tokens.OPEN_MAX):
        make()
    sign_in(client, learner)

    answer = client.post(ADD, FIELDS)

    assert answer.status_code == 422
    assert "revoke one first" in answer.content.decode()


@pytest.mark.parametrize(
    ("secret", "scheme"),
    [
        ("careersite_wrong", "Token"),
        ("", "Token"),
        ("a b c", "Token"),
        ("ÿþ", "token"),
        ("x" * 5000, "TOKEN"),
    ],
)
def test_a_token_that_is_none_gets_401(client, secret, scheme):
    answer = asked(client, secret, scheme, path="/api/v1/roles/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"
    assert answer.json() == {
        "code": "authentication_failed",
        "detail": "This token lets nobody in.",
    }


def test_another_scheme_is_nobody(client, make):
    secret = make()

    assert asked(client, secret, "Bearer").status_code == 401


def test_a_session_answers_for_no_header_that_lets_nobody_in(client, learner):
    client.force_login(learner)

    assert client.get("/api/v1/me/profile/").status_code == 200
    for scheme in ("Token", "Bearer", ""):
        assert asked(client, "made-up", scheme).status_code == 401
    for header in ("", " ", "Token"):
        answer = client.get("/api/v1/me/profile/", headers={"Authorization": header})
        assert answer.status_code == 401, header


def test_an_expired_or_revoked_token_gets_401(client, learner, make):
    past = make(now=timezone.now() - timedelta(days=31))
    revoked = make()
    client.force_login(learner)
    newest = ApiToken.objects.of(learner).first()
    client.post(reverse("profiles:token_revoke", args=[newest.pk]))
    client.logout()

    assert asked(client, past).status_code == 401
    assert asked(client, revoked).status_code == 401


def test_a_new_password_ends_every_token_at_once(client, learner, make):
    secret = make()
    assert asked(client, secret).status_code == 200
    sign_in(client, learner)

    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "tulip-engine-99-quartz",
            "password2": "tulip-engine-99-quartz",
        },
    )

    learner.refresh_from_db()
    assert learner.check_password("tulip-engine-99-quartz")
    client.logout()
    assert asked(client, secret).status_code == 401


def test_whoever_is_shut_out_or_leaves_has_no_token(client, learner, make):
    secret = make()
    learner.deactivate()
    shut_out = asked(client, secret).status_code
    learner.reactivate()
    back = asked(client, secret).status_code

    leaving.leave(user=learner, now=timezone.now())
    left = asked(client, secret).status_code
    leaving.keep_account(user=learner, now=timezone.now())

    assert (shut_out, back, left) == (401, 200, 401)
    assert asked(client, secret).status_code == 401


def test_staff_without_a_second_factor_is_refused(client, make):
    staff = StaffFactory(second_factor=None)

    answer = asked(client, make(user=staff))

    assert answer.status_code == 403
    assert answer.json()["code"] == "second_factor_required"


def test_the_last_use_is_noted_every_quarter_of_an_hour(client, learner, make):
    secret = make()
    asked(client, secret)
    first = ApiToken.objects.get().last_used_at
    asked(client, secret)

    assert first is not None
    assert ApiToken.objects.get().last_used_at == first
    tokens.find_token(secret, now=first + timedelta(minutes=15))
    assert ApiToken.objects.get().last_used_at == first + timedelta(minutes=15)


def test_a_program_counts_with_its_person(client, learner, make, settings):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"anonymous": "9/min", "reader": "2/min"},
    }
    secret = make()
    client.force_login(learner)
    client.get("/api/v1/me/profile/")
    client.get("/api/v1/me/profile/")

    answer = asked(client, secret)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 60


def test_a_list_of_many_tokens_costs_as_few_queries(
    client, learner, make, django_assert_max_num_queries
):
    for _ in range(12):
        make()
    client.force_login(learner)

    with django_assert_max_num_queries(8):
        page = client.get(LIST).content.decode()

    assert page.count("Revoke") == 12
