"""What no request may do, whoever sends it."""

from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from profiles.models import User
from tests.access import table
from tests.access.test_access import address, routes
from tests.access.world import World
from tests.factories.profiles import PASSWORD
from tests.factories.roles import RoleFactory

pytestmark = pytest.mark.django_db

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
# A choice in a cookie of a visitor; a mail program that unsubscribes.
NEED_NO_TOKEN = {
    "theme_set": "a color in a cookie",
    "shortcuts_set": "whether keys do something, in a cookie",
    "country_set": "a visitor's country in a cookie",
    "profiles:notice_unsubscribe": "one click in a mail, proved by the signed address",
    "roles:compare_tray": "a visitor's choice in a cookie",
}
# Each form that leads back to where somebody was.
WAYS_BACK = ["/theme/", "/shortcuts/", "/country/", "/compare/tray/", "/me/target/"]
OFF_SITE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x08//evil.example",
    "http://evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "https://testserver@evil.example",
    "https://testserver:80@evil.example",
    "//testserver@evil.example",
    "https://testserver.evil.example",
    "https://evil.example/testserver",
    "https://evil.example#testserver",
    "https://evil.example?testserver",
    "//evil。example",
    "//evil%E3%80%82example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nLocation: https://evil.example",
    "http://[::1]evil.example",
    "//\u202eelpmaxe.live",
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


FOREIGN = {"Origin": "https://evil.example"}
TOKEN = "c" * 32  # as good as any: it only has to be the cookie's
FORGED = {
    "no token": {},
    "no token, from elsewhere": FOREIGN,
    "a token, from elsewhere": {**FOREIGN, "X-CSRFToken": TOKEN},
}


@pytest.fixture
def forger(world):
    """Return a browser of the owner that a foreign page makes send something."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.people["owner"])
    client.cookies["csrftoken"] = TOKEN
    return client


def test_no_route_writes_for_a_session_without_a_token(world, forger, figure):
    statuses = {
        (row.name, method, kind): _sent(forger, method, address(row, world), headers)
        for row in table.ROWS
        if row.name not in NEED_NO_TOKEN
        for method in UNSAFE & set(row.methods)
        for kind, headers in FORGED.items()
    }

    written = [one for one, status in statuses.items() if status != 403]
    figure(f"{len(statuses)} ways to write, {len(written)} not refused")
    assert len(statuses) > 500
    assert not written


def test_no_form_of_accounts_or_the_desk_is_read_without_a_token(world, forger, figure):
    guest = Client(enforce_csrf_checks=True, raise_request_exception=False)
    guest.cookies["csrftoken"] = TOKEN
    declared = {row.name for row in table.ROWS}
    statuses = {
        (name, kind): _sent(client, "POST", url, headers)
        for name in sorted(set(routes()) - declared)
        for url in _without_arguments(name)
        for client in (guest, forger)
        for kind, headers in FORGED.items()
    }

    read = [one for one, status in statuses.items() if status != 403]
    figure(f"{len(statuses)} forms of accounts and the desk, {len(read)} not refused")
    assert {"account_login", "admin:login", "admin:roles_role_add"} <= {
        name for name, _ in statuses
    }
    assert not read


def _without_arguments(name):
    with suppress(NoReverseMatch):
        yield reverse(name)


def _sent(client, method, url, headers):
    with transaction.atomic():
        status = client.generic(method, url, headers=headers).status_code
        transaction.set_rollback(True)
    return status


def test_there_are_forty_ways_to_lead_astray():
    assert len(set(OFF_SITE)) == 40


@pytest.mark.parametrize("url", WAYS_BACK)
def test_no_way_back_leads_off_the_site(client, learner, url, figure):
    role = RoleFactory()
    client.force_login(learner)

    answers = [
        client.post(url, {"next": target, "role": role.slug, "slug": role.slug})
        for target in OFF_SITE
    ]

    figure(f"{len(answers)} ways back at {url}: 0 off the site")
    assert {answer.status_code for answer in answers} <= {302, 400}
    assert all(map(_stays, answers))


@pytest.mark.parametrize("url", WAYS_BACK)
@pytest.mark.parametrize("target", ["", "--", "42", "roles:role_list", "me", "#x"])
def test_a_way_back_that_is_no_address_leads_home(client, learner, url, target):
    role = RoleFactory()
    client.force_login(learner)

    answer = client.post(url, {"next": target, "role": role.slug, "slug": role.slug})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_signing_in_follows_no_way_off_the_site(client, learner, figure):
    figure(f"{len(OFF_SITE)} ways at sign-in: 0 off the site")
    for target in OFF_SITE:
        cache.clear()
        answer = client.post(
            "/accounts/login/",
            {"login": learner.email, "password": PASSWORD, "next": target},
        )
        client.logout()

        assert answer.status_code in {302, 400}
        assert _stays(answer)


def _stays(answer):
    """Tell whether a browser would stay: it takes a backslash for a slash."""
    target = answer.headers.get("Location", "/").replace("\\", "/")
    return urlsplit(urljoin("http://testserver/", target)).netloc == "testserver"


def test_fields_that_are_not_offered_change_nothing(client, learner, other_learner):
    client.force_login(learner)
    before = User.objects.filter(pk=learner.pk).values().get()
    everything = {
        **{field.attname: 1 for field in User._meta.concrete_fields},
        "user": other_learner.pk,
        "user_id": other_learner.pk,
        "verified_level": 5,
    }

    for url in ("/api/v1/me/profile/", "/api/v1/me/projects/", "/api/v1/me/skills/"):
        for method in ("post", "put", "patch"):
            getattr(client, method)(url, everything, "application/json")

    after = User.objects.filter(pk=learner.pk).values().get()
    assert {**after, "name": ""} == {**before, "name": ""}
    assert not other_learner.projects.exists()
    assert not learner.held_skills.filter(verified_level__isnull=False).exists()


def test_an_editor_reaches_no_account_and_no_group(world):
    rights = {"is_superuser": "on", "is_staff": "on", "groups": "1"}
    person, client = world.people["editor"], world.clients["editor"]
    before = User.objects.filter(pk=person.pk).values().get()

    for page in (
        reverse("admin:profiles_user_changelist"),
        reverse("admin:profiles_user_change", args=[person.pk]),
        reverse("admin:profiles_user_change", args=[world.people["owner"].pk]),
    ):
        assert client.get(page).status_code == 403
        assert client.post(page, rights).status_code == 403

    assert User.objects.filter(pk=person.pk).values().get() == before
    assert {group.name for group in person.groups.all()} == {"Editors"}


def test_the_desk_and_failures_carry_the_policy(world):
    client = world.clients["operator"]

    for url in ("/admin/", "/admin/profiles/user/", "/nothing/", "/api/v1/nothing/"):
        policy = client.get(url)["Content-Security-Policy"]
        assert "unsafe" not in policy
        for wanted in (
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ):
            assert wanted in policy
