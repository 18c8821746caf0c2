"""What search engines and feed readers find, and that all of it is there."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roadmaps.models import Roadmap
from roadmaps.services import publishing
from roles.models import Faq
from tests.factories.roadmaps import StepFactory
from tests.factories.roles import (
    CareerMoveFactory,
    CertificationFactory,
    FactFactory,
    InterviewQuestionFactory,
    LadderFactory,
    RoleFactory,
    SalaryBandFactory,
    SourceFactory,
)
from tests.roles.conftest import full_role

pytestmark = pytest.mark.django_db
SPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "atom": "http://www.w3.org/2005/Atom",
}


LONG_AGO = timezone.now() - timedelta(days=30)


def xml(client, address):
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own


def lastmod(client, content):
    """Return the day on which the sitemap says that `content` changed."""
    address = f"{settings.SITE_URL}{content.get_absolute_url()}"
    [row] = [
        row
        for row in xml(client, "/sitemap.xml").findall("map:url", SPACES)
        if row.findtext("map:loc", namespaces=SPACES) == address
    ]
    return row.findtext("map:lastmod", namespaces=SPACES)


def news(client):
    """Return title, id and day of each entry of the feed."""
    return [
        (
            entry.findtext("atom:title", namespaces=SPACES),
            entry.findtext("atom:id", namespaces=SPACES),
            entry.findtext("atom:updated", namespaces=SPACES)[:10],
        )
        for entry in xml(client, "/feed.atom").findall("atom:entry", SPACES)
    ]


def faq(**fields):
    return Faq.objects.create(key="why", question="Why?", **fields)


PARTS = [
    (SalaryBandFactory, "figures"),
    (FactFactory, "figures"),
    (faq, "questions"),
    (InterviewQuestionFactory, "questions"),
    (LadderFactory, "ladders and moves"),
    (CareerMoveFactory, "ladders and moves"),
]


def test_sitemap_leads_to_pages_that_exist_and_keeps_drafts_to_itself(client):
    StepFactory()
    CertificationFactory()
    role = full_role()
    draft = RoleFactory(status="draft")

    rows = xml(client, "/sitemap.xml").findall("map:url", SPACES)

    places = [row.findtext("map:loc", namespaces=SPACES) for row in rows]
    paths = [place.removeprefix(settings.SITE_URL) for place in places]
    assert role.get_absolute_url() in paths
    assert draft.get_absolute_url() not in paths
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(
        paths, 200
    )


@pytest.mark.parametrize(("make", "part"), PARTS)
def test_what_is_new_on_a_role_page_changes_its_date_in_the_sitemap(client, make, part):
    role = RoleFactory()
    later = timezone.now() + timedelta(days=3)
    shown = make(role=role, status="published", published_at=later)
    type(shown).objects.filter(pk=shown.pk).update(updated_at=later)
    new_day = lastmod(client, role)

    type(shown).objects.filter(pk=shown.pk).update(status="draft")

    assert new_day == f"{later:%Y-%m-%d}"
    assert lastmod(client, role) == f"{role.updated_at:%Y-%m-%d}"


@pytest.mark.parametrize(("make", "part"), PARTS)
def test_what_is_taken_from_a_role_page_changes_its_date_in_the_sitemap(
    client, make, part
):
    role = RoleFactory()
    later = timezone.now() + timedelta(days=3)
    gone = make(role=role, status="archived", published_at=LONG_AGO)
    type(gone).objects.filter(pk=gone.pk).update(updated_at=later)

    assert lastmod(client, role) == f"{later:%Y-%m-%d}"


def test_dates_of_roles_in_the_sitemap_cost_the_same_for_any_number(client):
    full_role()
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap.xml")
    for _ in range(3):
        full_role()

    with CaptureQueriesContext(connection) as many:
        client.get("/sitemap.xml")

    assert len(many) == len(few)


def test_new_version_of_a_roadmap_is_news_in_feed_and_sitemap(client, editor):
    roadmap, now = StepFactory().version.roadmap, timezone.now()
    known = Roadmap.objects.filter(pk=roadmap.pk)
    known.update(published_at=LONG_AGO, updated_at=LONG_AGO)
    old_day = lastmod(client, roadmap)
    [old] = [row for row in news(client) if row[0].startswith("Roadmap")]
    draft = publishing.draft_next_version(roadmap=roadmap, by=editor, now=now)

    publishing.publish_version(version=draft, by=editor, now=now)

    [new] = [row for row in news(client) if row[0].startswith("Roadmap")]
    assert old_day == f"{LONG_AGO:%Y-%m-%d}"
    assert lastmod(client, roadmap) == f"{known.get().updated_at:%Y-%m-%d}"
    assert known.get().updated_at > LONG_AGO
    assert new[2] == f"{now:%Y-%m-%d}"
    assert new[1] != old[1]


def test_feed_tells_the_newest_first_and_no_draft(
    client, django_assert_max_num_queries
):
    now = timezone.now()
    RoleFactory(title="Older", published_at=now - timedelta(days=2))
    CertificationFactory(name="Newer & better", published_at=now)
    RoleFactory(title="Hidden", status="draft")

    with django_assert_max_num_queries(10):
        entries = xml(client, "/feed.atom").findall("atom:entry", SPACES)

    titles = [entry.findtext("atom:title", namespaces=SPACES) for entry in entries]
    assert titles == ["Certification: Newer & better", "Role: Older"]


def test_what_is_published_again_is_a_new_entry_of_the_feed(client):
    role = RoleFactory(published_at=timezone.now() - timedelta(days=2))
    ids = {xml(client, "/feed.atom").findtext("atom:entry/atom:id", None, SPACES)}

    role.publish(now=timezone.now())

    ids.add(xml(client, "/feed.atom").findtext("atom:entry/atom:id", None, SPACES))
    assert len(ids) == 2


@pytest.mark.parametrize(("make", "part"), PARTS)
def test_what_comes_to_a_role_later_is_an_entry_of_its_own(client, make, part):
    now = timezone.now()
    role = RoleFactory(title="Engineer", published_at=LONG_AGO)
    known = {"role": role, "status": "published", "published_at": now}
    shown = make(**known)

    found = [row for row in news(client) if row[0].startswith("Role")]

    new, old = found
    assert new[0] == f"Role: Engineer, new {part}"
    assert new[2] == f"{now:%Y-%m-%d}"
    assert old[0] == "Role: Engineer"
    assert new[1] != old[1]
    assert found == [row for row in news(client) if row[0].startswith("Role")]
    type(shown).objects.update(published_at=now + timedelta(hours=1))
    assert new[1] not in {row[1] for row in news(client)}


def test_what_came_with_a_role_or_is_not_shown_is_no_entry(client):
    now = timezone.now()
    role = RoleFactory(title="Engineer", published_at=now)
    SalaryBandFactory(role=role, published_at=now)
    FactFactory(role=role, is_promotional=True)
    FactFactory(role=role, status="draft")
    SalaryBandFactory(role=role, published_in__status="draft")
    SalaryBandFactory(role=RoleFactory(status="draft", published_at=LONG_AGO))

    titles = {row[0] for row in news(client) if row[0].startswith("Role")}

    assert titles == {"Role: Engineer"}


def test_new_sources_are_in_the_feed(client):
    SourceFactory(title="Pay guide", gives="Pay of six roles.")
    SourceFactory(title="Hidden", status="draft")

    assert [row[0] for row in news(client)] == ["Source: Pay guide"]
    assert "Pay of six roles." in client.get("/feed.atom").text


def test_robots_are_led_to_the_sitemap_and_away_from_what_is_private(client):
    text = client.get("/robots.txt").text

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert {"Disallow: /me/", "Disallow: /shared/"} <= set(text.splitlines())


def test_public_page_names_one_address_title_and_description(client):
    role = RoleFactory(title='Tester "of" <things>')

    page = client.get(role.get_absolute_url(), {"country": "india"}).text

    address = f"{settings.SITE_URL}{role.get_absolute_url()}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    name = "Tester &quot;of&quot; &lt;things&gt;"
    assert f'<meta property="og:title" content="{name}' in page
    assert page.count(f'content="{name}: Does useful work."') == 2


@pytest.mark.parametrize("path", ["/roles/unknown/", "/accounts/login/", "/nowhere/"])
def test_page_that_is_not_to_be_found_by_search_names_no_address(client, path):
    assert "canonical" not in client.get(path).text


def test_role_and_its_roadmap_have_titles_of_their_own(client):
    step = StepFactory()
    roadmap = step.version.roadmap
    addresses = [
        "/",
        "/roles/",
        "/roadmaps/",
        full_role(title=roadmap.title).get_absolute_url(),
        roadmap.get_absolute_url(),
    ]

    titles = [
        re.search("<title>(.*?)</title>", client.get(address).text)[1]
        for address in addresses
    ]

    assert len(set(titles)) == len(titles)
