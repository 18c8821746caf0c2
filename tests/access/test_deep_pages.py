"""The last page of a million rows, in every list that somebody can make so long."""

import statistics
import time
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import paginator
from django.db import connection
from django.test import Client
from django.urls import reverse

from profiles.models import AbuseReport, User
from tests.access import table
from tests.access.many_rows import OWNED, copies, fill_own
from tests.access.test_access import address
from tests.access.test_long_lists import NUMBERED
from tests.access.world import World

ROWS = 1_000_000
TIMES = 40  # requests for the last page, and for one beyond it
MOST = 500  # milliseconds that 95 of a hundred of these may take
TIMES_HALFWAY = 3  # what the worst page takes is told, and has no bar
READERS = ("owner", "mentor", "operator")
BEYOND = 10**8  # a page that no list has
PLACES = ("last", "beyond", "halfway")
# Lists of people and of the site that stay short whatever their table holds, and why.
BOUNDED = {
    "profiles_block": "one for each person",
    "profiles_heldskill": "one for each skill",
    "profiles_interviewmark": "the last of each question",
    "profiles_mentorship": "one for each person",
    "roadmaps_enrollment": "one for each roadmap, of each mentee",
    "roadmaps_evidencelink": "one for each step and thing to show",
    "roadmaps_stepprogress": "one for each step of each roadmap",
    "roadmaps_submission": "rounds of the steps of a mentor's mentees",
}
# What no address cuts into pages: some of the last are shown, or all of one step.
UNLISTED = {
    "roadmaps_completionrecord",
    "roadmaps_enrollmentevent",
    "roadmaps_stepevent",
}
# What editors write is in each database the same some thousand rows.
CONTENT = {"Resource", "Roadmap", "RoadmapVersion", "Step", "Group"}
# Tables of the desk besides: which first row becomes many, and what differs in each.
AT_THE_DESK = {
    "profiles_user": ({}, {"email": "nth || email"}),
    "profiles_abusereport": ({}, {}),
    "django_admin_log": ({}, {}),
}


@dataclass(frozen=True)
class Listed:
    """A list as somebody reads it, `key` being how a page is asked for."""

    name: str
    table: str
    reader: str
    url: str
    key: str = "page"
    query: tuple = ()


@pytest.fixture
def made(monkeypatch):
    """Return the paginators that were made, the last one last."""
    kept, begin = [], paginator.Paginator.__init__

    def note(pages, *args, **kwargs):
        begin(pages, *args, **kwargs)
        kept.append(pages)

    monkeypatch.setattr(paginator.Paginator, "__init__", note)
    return kept


def tables_of(made, client, url, query=()):
    """Return the tables whose rows an address cuts into pages."""
    made.clear()
    client.get(url, dict(query))
    models = [getattr(pages.object_list, "model", None) for pages in made]
    return {model._meta.db_table for model in models if model and not is_content(model)}


def is_content(model):
    """Tell whether editors write these rows, one by one."""
    name = model._meta.db_table
    of_editors = model._meta.app_label == "roles" or model.__name__ in CONTENT
    return of_editors and name not in OWNED


def lists_of_pages(world, made):
    """Yield each list of the site and the API that cuts rows of people into pages.

    Of those who may read it the one whose rows become many.
    """
    for row in table.ROWS:
        if "GET" not in row.methods:
            continue
        url = address(row, world)
        for reader in READERS:
            for name in tables_of(made, world.clients[reader], url):
                if reader == reader_of(name):
                    yield Listed(row.name, name, reader, url)


def reader_of(name):
    """Return who reads the rows that become many."""
    whose, _ = OWNED.get(name, ("", {}))
    if name in BOUNDED:
        return "owner"
    return {"": "operator", "mentor": "mentor"}.get(whose, "owner")


def lists_of_the_desk(world, made):
    """Yield the lists and pages of the desk, and the history of one account."""
    asked = (("is_active__exact", "1"),)  # without a question nobody is shown
    for model in admin.site._registry:  # noqa: SLF001
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        query = asked if model is User else ()
        client = world.clients["operator"]
        for found in tables_of(made, client, reverse(name), query):
            yield Listed(name, found, "operator", reverse(name), "p", query)
    for name in (one for one in NUMBERED if one.startswith("admin:")):
        for found in tables_of(made, world.clients["operator"], reverse(name)):
            yield Listed(name, found, "operator", reverse(name))
    history = reverse("admin:profiles_user_history", args=[world.people["owner"].pk])
    name = "admin:profiles_user_history"
    yield Listed(name, "django_admin_log", "operator", history, "p")


def first_rows(world):
    """Make the first row of what the desk lists besides."""
    owner, mentor = world.people["owner"], world.people["mentor"]
    AbuseReport.objects.create(
        reporter=owner,
        reported=mentor,
        text="Rude.",
        created_at=world.now,
        handled_at=world.now,
        handled_by_id=world.people["operator"].pk,
    )
    LogEntry.objects.create(
        user=world.people["operator"],
        content_type=ContentType.objects.get_for_model(User),
        object_id=owner.pk,
        object_repr="Somebody",
        action_flag=CHANGE,
    )


def fill(name, world):
    """Make a table's first row a million, each a moment older than the one before."""
    if name in AT_THE_DESK:
        which, differing = AT_THE_DESK[name]
    else:
        whose, differing = OWNED[name]
        owner = world.people["mentor" if whose == "mentor" else "owner"]
        which = {f"{whose}_id": owner.pk} if whose else {}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        copies(name, ROWS, {**older(cursor, name), **differing}, **which)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(f"VACUUM ANALYZE {name}")


def older(cursor, name):
    """Return for each column of time the SQL of an earlier one."""
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND column_name ~ '(^|_)(at|on|time|started)$'",
        [name],
    )
    steps = {
        "date": "(nth %% 9000)::int",
        "timestamp with time zone": "nth * '1 s'::interval",
    }
    return {
        column: f'"{column}" - {steps[kind]}'
        for column, kind in cursor.fetchall()
        if kind in steps
    }


def empty(name, last):
    """Take the million rows away."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"DELETE FROM {name} WHERE id > %s", [last])  # noqa: S608
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(f"VACUUM {name}")


def last_number(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {name}")  # noqa: S608
        return cursor.fetchone()[0]


def seconds(client, listed, page):
    """Ask for a page; return what it took."""
    began = time.monotonic()
    answer = client.get(listed.url, {**dict(listed.query), listed.key: page})
    took = time.monotonic() - began
    assert answer.status_code in {200, 302, 404}, (listed.name, answer.status_code)
    return took


def slowest_of(taken):
    """Return the milliseconds within which 95 of a hundred were answered."""
    return 1000 * statistics.quantiles(taken, n=20, method="inclusive")[-1]


def measured(listed, world, made):
    """Return what the pages of a list took by place, in milliseconds."""
    client: Client = world.clients[listed.reader]
    made.clear()
    client.get(listed.url, dict(listed.query))
    last = made[-1].num_pages
    assert listed.table in BOUNDED or last >= ROWS / 100, (listed.name, last)
    asked = {
        "last": (last, TIMES),
        "beyond": (BEYOND, TIMES),
        "halfway": (max(1, last // 2), TIMES_HALFWAY),
    }
    return {
        place: slowest_of([seconds(client, listed, page) for _ in range(times)])
        for place, (page, times) in asked.items()
    }


@pytest.mark.assure(id="S40")
@pytest.mark.django_db(transaction=True)
def test_the_last_page_of_a_million_rows_comes_as_quickly_as_any(made, figure):
    world = World()
    fill_own(world, 0)  # the first rows
    first_rows(world)
    found = {*lists_of_pages(world, made), *lists_of_the_desk(world, made)}
    grown = {*OWNED, *AT_THE_DESK} - UNLISTED
    assert {one.table for one in found} - {*BOUNDED} == grown - {*BOUNDED}

    took = {}
    for name in sorted(grown):
        last = last_number(name)
        fill(name, world)
        for listed in found:
            if listed.table == name:
                took[listed.name] = measured(listed, world, made)
        empty(name, last)

    said = [f"{place} {worst(took, place)}" for place in PLACES]
    figure(
        f"{len(took)} lists of {len(grown)} tables with {ROWS:,} rows each; slowest"
        f" p95: {', '.join(said)}"
    )
    assert {
        (name, place): places[place]
        for name, places in took.items()
        for place in ("last", "beyond")
        if places[place] > MOST
    } == {}


def worst(took, place):
    """Say which list was the slowest at a place."""
    taken, name = max((places[place], name) for name, places in took.items())
    return f"{taken:.0f} ms ({name})"
