"""Readers report problems; editors answer for them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from roles.models import Report
from tests.factories.roles import RoleFactory

pytestmark = pytest.mark.django_db

URL = "/report/"
WRITTEN = {"page": "/roles/", "kind": "figure", "text": "Growth is 20 percent."}


@pytest.fixture(autouse=True)
def no_earlier_tries():
    cache.clear()


def make(**fields):
    return Report.objects.create(**(WRITTEN | {"made_at": timezone.now()} | fields))


def test_public_page_leads_to_the_form_about_it(client):
    url = RoleFactory().get_absolute_url()

    page = client.get(url).content.decode()
    form = client.get(URL, {"about": url}).content.decode()

    assert f'href="/report/?about={url}"' in page
    assert f'value="{url}"' in form


def test_page_with_a_secret_in_its_address_is_not_named(client):
    page = client.get("/invitations/no-such-token/").content.decode()

    assert 'href="/report/"' in page
    assert "about=" not in page


def test_anybody_can_report(client):
    answer = client.post(URL, WRITTEN, follow=True)

    report = Report.objects.get()
    assert "Thank you" in answer.content.decode()
    assert (report.page, report.state, report.actor_id) == ("/roles/", "new", None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", " \n "),
        ("text", "a" * 2001),
        ("kind", "nonsense"),
        ("page", "https://example.org/"),
        ("page", "//example.org/"),
        ("page", "/" + "a" * 300),
    ],
)
def test_wrong_input_is_named_and_nothing_is_lost(client, field, value):
    answer = client.post(URL, WRITTEN | {"page": "/pay/", field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not Report.objects.exists()


@pytest.mark.parametrize("about", ["//evil.example", "javascript:1", "/a b", "\ufffd"])
def test_form_takes_over_addresses_of_this_site_only(client, about):
    answer = client.get(URL, {"about": about})

    assert answer.context["form"]["page"].value() == ""


def test_sixth_report_of_an_hour_waits_and_keeps_its_text(client):
    for _ in range(5):
        client.post(URL, WRITTEN)

    answer = client.post(URL, WRITTEN | {"text": "<b>Sixth</b>"})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 3600
    assert "&lt;b&gt;Sixth&lt;/b&gt;" in answer.content.decode()
    assert Report.objects.count() == 5


def test_editor_takes_a_report_in_hand(client, editor):
    report = make()
    client.force_login(editor)

    care = client.get(reverse("admin:health")).content.decode()
    client.post(
        reverse("admin:roles_report_change", args=[report.pk]),
        {"state": "done", "note": "The document says 22.", "text": "Changed."},
    )

    report.refresh_from_db()
    assert "Reported by readers (1)" in care
    assert (report.state, report.actor_name) == ("done", "Edda Itor")
    assert report.text == WRITTEN["text"]
    assert client.get(reverse("admin:roles_report_changelist")).status_code == 200
    assert client.get(reverse("admin:roles_report_add")).status_code == 403


def test_what_is_in_hand_is_never_finished():
    now = timezone.now()
    make(state="in_hand", handled_at=now - timedelta(days=999))
    make(state="done", handled_at=now)
    old = make(state="rejected", handled_at=now - timedelta(seconds=1))

    assert list(Report.objects.finished_by(now - timedelta(seconds=1))) == [old]
