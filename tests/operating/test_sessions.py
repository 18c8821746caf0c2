"""How long one is signed in, what ends it, and what guards the way in."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from profiles.middleware import LIMITS, SEEN_EVERY_SECONDS, STAFF_LIMITS
from profiles.services import sections, sharing
from roadmaps.services import calendar
from tests.accounts.test_passwords import ask_for_reset, reset_link
from tests.factories.profiles import PASSWORD, StaffFactory, UserFactory

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def sign_in(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def move(client, *, began=timedelta(), seen=timedelta()):
    """Move the clock of a session: what it notes lies further back."""
    session = client.session
    session["began_at"] -= began.total_seconds()
    session["seen_at"] -= seen.total_seconds()
    session.save()


@pytest.mark.parametrize(
    ("passed", "status"),
    [
        ({"seen": timedelta(days=13, hours=23)}, 200),
        ({"seen": timedelta(days=14, minutes=1)}, 302),
        ({"began": timedelta(days=29, hours=23)}, 200),
        ({"began": timedelta(days=30, minutes=1)}, 302),
    ],
)
def test_a_session_ends_when_its_time_is_over(client, learner, passed, status):
    sign_in(client, learner)

    move(client, **passed)

    assert client.get("/me/settings/").status_code == status
    assert ("_auth_user_id" in client.session) == (status == 200)


def test_staff_are_asked_again_after_hours():
    hour = timedelta(hours=1).total_seconds()

    assert (LIMITS.idle / hour, LIMITS.whole / hour) == (14 * 24, 30 * 24)
    assert (STAFF_LIMITS.idle / hour, STAFF_LIMITS.whole / hour) == (3, 12)
    assert STAFF_LIMITS.idle > SEEN_EVERY_SECONDS


@pytest.mark.parametrize(
    ("passed", "is_in"),
    [
        ({"seen": timedelta(hours=2, minutes=59)}, True),
        ({"seen": timedelta(hours=3, minutes=1)}, False),
        ({"began": timedelta(hours=12, minutes=1)}, False),
    ],
)
def test_a_session_of_staff_ends_sooner(client, passed, is_in):
    client.force_login(StaffFactory())
    session = client.session
    session["began_at"] = session["seen_at"] = timezone.now().timestamp()
    session.save()

    move(client, **passed)

    assert (client.get("/admin/").status_code == 200) == is_in


def test_a_deactivated_person_has_no_way_in_left(client, learner):
    now = timezone.now()
    by = {"user": learner, "by": learner, "now": now}
    sections.set_openness(**by, handle="amara", wanted={"about": "public"})
    link = sharing.share(**by, sections=["about"], days=9).token
    feed = calendar.make_feed(**by)
    ways = [f"/shared/{link}/", f"/calendar/{feed}.ics", "/people/amara/"]
    sign_in(client, learner)
    assert client.get("/me/settings/").status_code == 200
    assert {Client().get(way).status_code for way in ways} == {200}

    learner.deactivate()

    assert client.get("/me/settings/").status_code == 302
    assert client.get("/api/v1/me/profile/").status_code == 401
    assert {Client().get(way).status_code for way in ways} == {404}


def test_a_reset_link_is_dead_after_the_address_changed(client, learner, mailoutbox):
    ask_for_reset(client, learner.email)
    link = reset_link(mailoutbox[0])
    type(learner).objects.filter(pk=learner.pk).update(email="new@example.com")
    learner.emailaddress_set.update(email="new@example.com")

    answer = client.get(link, follow=True)

    assert "does not work any more" in answer.content.decode()


def test_passwords_are_hashed_with_argon2_and_older_hashes_replaced(
    client, learner, real_hashers
):
    weak = PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6, iterations=1)
    type(learner).objects.filter(pk=learner.pk).update(password=weak)

    answer = sign_in(client, learner)

    learner.refresh_from_db()
    assert answer.status_code == 302
    assert learner.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("asked", ["m\u0131ke@example.org", "M\u0131KE@EXAMPLE.ORG"])
def test_a_look_alike_address_resets_no_other_account(client, mailoutbox, asked):
    UserFactory(email="mike@example.org")

    ask_for_reset(client, asked)

    assert [mail.to for mail in mailoutbox] == []


def test_cookies_of_a_real_installation_are_closed():
    names = (
        "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY"
        " SESSION_COOKIE_SAMESITE CSRF_COOKIE_NAME CSRF_COOKIE_SECURE"
        " CSRF_COOKIE_SAMESITE SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS"
        " SECURE_SSL_REDIRECT"
    )
    program = (
        "import json, django; django.setup(); from django.conf import settings as s;"
        f"print(json.dumps([getattr(s, name) for name in '{names}'.split()]))"
    )
    switches = {"CAREERSITE_DEMO", "DEBUG"}
    kept = {key: value for key, value in os.environ.items() if key not in switches}
    real = {
        **kept,
        "SECRET_KEY": "x" * 50,
        "DATABASE_URL": "postgresql:///careersite",
        "ALLOWED_HOSTS": "careersite.example",
        "SITE_URL": "https://careersite.example",
        "DJANGO_SETTINGS_MODULE": "careersite.settings",
    }

    command = [sys.executable, "-c", program]
    said = subprocess.run(command, cwd=ROOT, env=real, capture_output=True, check=True)

    assert json.loads(said.stdout) == [
        *("__Host-sessionid", True, True, "Lax"),
        *("__Host-csrftoken", True, "Lax"),
        *(31_536_000, True, True),
    ]
