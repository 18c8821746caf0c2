"""Visitors' pages are checked, or kept, without being built; never anybody else's."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import reverse

from careersite.common.revalidation import ContentTag
from careersite.kept_pages import KeptPage, KeptPages
from roles.models import Role
from roles.reader import COUNTRY_COOKIE
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import RoadmapVersionFactory
from tests.factories.roles import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeping(settings):
    """Keep pages as in production; a test's client builds middleware of its own."""
    settings.KEPT_PAGES = 64


def ask(client, url, etag="", **headers):
    return client.get(url, headers={"If-None-Match": etag, **headers})


def test_known_page_costs_one_small_query(client, django_assert_num_queries):
    url = RoleFactory().get_absolute_url()
    first = client.get(url)

    with django_assert_num_queries(1):
        again = ask(client, url, first["ETag"])

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Vary"].split(", ") == ["Cookie", "HX-Request"]


def test_known_answer_of_the_api_is_not_read_again(client, django_assert_num_queries):
    url = reverse("api:role-detail", kwargs={"slug": RoleFactory().slug})
    first, other = client.get(url), client.get(reverse("api:role-list"))

    again = ask(client, url, first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert ask(client, url, other["ETag"]).status_code == 200
    assert ask(client, f"{url}?nonsense=1", first["ETag"]).status_code == 400


@pytest.mark.parametrize("known", ['"abc"', "abc", "W/", '"', "\xff", '"a", W/"b"'])
def test_tag_that_is_not_ours_gets_the_page(client, known):
    assert ask(client, "/roles/", known).status_code == 200


def test_any_tag_is_no_proof_that_there_is_a_page(client):
    assert ask(client, "/roles/nothing/", "*").status_code == 404


def test_weakened_tag_among_others_is_known(client):
    etag = client.get("/roles/")["ETag"]

    assert ask(client, "/roles/", f'"other", W/{etag}').status_code == 304


def test_tag_of_one_address_is_no_tag_of_another(client):
    etag = client.get("/roles/")["ETag"]

    assert ask(client, "/roles/?q=x", etag).status_code == 200
    assert ask(client, "/skills/", etag).status_code == 200
    assert ask(client, "/roles/nothing/", etag).status_code == 404
    assert not client.get("/roles/nothing/").has_header("ETag")


@pytest.mark.parametrize(
    "change",
    [
        lambda role: Role.objects.filter(pk=role.pk).update(title="Renamed"),
        lambda role: role.unpublish(),
        lambda role: role.aliases.create(name="Another name"),
        lambda role: RoadmapVersionFactory(),
    ],
)
def test_any_change_of_content_sends_the_page_again(client, keeping, change):
    role = RoleFactory()
    first = client.get("/roles/")

    change(role)

    assert ask(client, "/roles/", first["ETag"]).status_code == 200


def test_scheduled_content_appears_with_its_hour(client, keeping):
    role = RoleFactory(title="Prompt Engineer", status="draft")
    before = client.get("/roles/")

    role.publish(now=datetime(2026, 5, 1, tzinfo=UTC))
    after = ask(client, "/roles/", before["ETag"])

    assert "Prompt Engineer" not in before.content.decode()
    assert "Prompt Engineer" in after.content.decode()


def test_next_day_sends_the_page_again(client, keeping, monkeypatch):
    etag = client.get("/roles/")["ETag"]

    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2031, 1, 1, tzinfo=UTC)
    )

    assert ask(client, "/roles/", etag).status_code == 200


def test_choices_of_the_reader_change_the_page(client, keeping):
    role = RoleFactory()
    url = role.get_absolute_url()
    seen = {client.get(url)["ETag"]}

    for name, value in [
        ("theme", "dark"),
        ("shortcuts", "off"),
        (COUNTRY_COOKIE, "india"),
        ("compare", role.slug),
        ("roadmap_view", "list"),
    ]:
        client.cookies[name] = value
        seen.add(client.get(url)["ETag"])

    assert len(seen) == 6
    assert 'data-theme="dark"' in client.get(url).content.decode()


def test_part_for_htmx_is_no_page(client, keeping):
    page = client.get("/roles/")

    part = ask(client, "/roles/", page["ETag"], **{"HX-Request": "true"})

    assert part.status_code == 200
    assert part.content != page.content


@pytest.mark.parametrize("cookie", ["messages", settings.SESSION_COOKIE_NAME, "other"])
def test_whoever_may_be_somebody_gets_a_page_of_their_own(client, keeping, cookie):
    etag = client.get("/roles/")["ETag"]
    client.cookies[cookie] = "something"

    assert ask(client, "/roles/", etag).status_code == 200


def test_signed_in_person_never_gets_or_leaves_a_kept_page(client, keeping):
    url = RoleFactory().get_absolute_url()
    visitors = client.get(url)
    client.force_login(UserFactory(name="Amara Osei"))

    own = ask(client, url, visitors["ETag"])
    client.logout()
    client.cookies.clear()

    assert own.status_code == 200
    assert own["Cache-Control"] == "private, no-store"
    assert client.get(url).content == visitors.content


def test_kept_page_is_the_page(client, keeping, django_assert_num_queries):
    url = RoleFactory().get_absolute_url()
    first = client.get(url)

    with django_assert_num_queries(1):
        kept = client.get(url)
        assert kept.content == first.content

    differing = set(kept.headers.items()) ^ set(first.headers.items())
    assert {name for name, _ in differing} == {"X-Request-ID"}
    with django_assert_num_queries(1):
        assert client.head(url).headers["ETag"] == first["ETag"]


def test_page_that_sets_a_cookie_is_not_kept(client, keeping):
    url = RoadmapVersionFactory(status="published").roadmap.get_absolute_url()

    answer = client.get(f"{url}?view=list")

    assert answer.cookies
    assert not answer.has_header("ETag")


def page(size=1):
    return KeptPage(b"a" * size, {})


def tag(stamp, name):
    return ContentTag(stamp, name)


def test_store_keeps_what_was_asked_for_last_within_both_limits():
    kept = KeptPages(pages_max=2, bytes_max=100)
    for name in ("a", "b"):
        kept.keep(tag(1, name), page())
    kept.find(tag(1, "a"))

    kept.keep(tag(1, "c"), page())
    found = [name for name in "abc" if kept.find(tag(1, name))]
    kept.keep(tag(1, "large"), page(100))
    kept.keep(tag(1, "too large"), page(101))

    assert found == ["a", "c"]
    assert len(kept) == 0


def test_store_forgets_pages_of_old_content():
    kept = KeptPages(pages_max=9, bytes_max=100)
    kept.keep(tag(1, "a"), page())

    kept.keep(tag(2, "b"), page())
    kept.keep(tag(1, "late"), page())

    assert kept.find(tag(1, "a")) is None
    assert kept.find(tag(1, "late")) is None
    assert kept.find(tag(2, "b"))
