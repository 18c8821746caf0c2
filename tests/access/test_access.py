"""Who gets in where: every address, every actor, every method.

The table is in table.py; whoever adds a route adds a row.
"""

import itertools
import re
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.access import table
from tests.access.world import ACTORS, NOBODY

pytestmark = pytest.mark.django_db

SAFE = ["GET", "HEAD", "OPTIONS"]
UNSAFE = ["POST", "PUT", "PATCH", "DELETE"]
METHODS = [*SAFE, *UNSAFE]
SIDE = ["HEAD", "OPTIONS"]
REFUSED = {401, 403, 404, 405}
# What a look at a page may write: who is signed in since when, and rate counters.
VOLATILE = ("django_session", "usersessions_usersession", "shared_cache")
# Puts a draft in its place, reads, and takes all of it back, which its own test shows.
UNDONE = {"roles:preview"}
ALL = set(ACTORS)
WHO = {
    table.EVERYBODY: ALL,
    table.GUESTS: {NOBODY},
    table.SIGNED_IN: ALL - {NOBODY},
    table.OWNER: {"owner"},
    table.OWNER_AND_MENTOR: {"owner", "mentor"},
    table.PARTIES: {"owner", "former"},
    table.UNBLOCKED: ALL - {"former"},
    table.INVITED: {NOBODY, "owner", "invited"},
    table.ASKED: {"owner", "invited"},
    table.UNBLOCKED_PERSON: ALL - {NOBODY, "former"},
    table.MENTOR: {"mentor"},
    table.EDITORS: {"editor", "operator"},
    table.OPERATORS: {"operator"},
}


def routes(resolver=None, prefix=""):
    """Yield the name of every route, namespaces included."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry, prefix + inner)


def named(values, world):
    return {
        name: value[1:] if value.startswith("=") else world.values[value]
        for name, value in values.items()
    }


def address(row, world):
    return reverse(row.name, kwargs=named(row.path, world))


def answer_to(row, world, client, method):
    """Return the answer; what a write changes is undone."""
    url = address(row, world)
    with transaction.atomic():
        if method == "POST" and row.body:
            answer = client.post(url, named(row.body, world))
        else:
            answer = client.generic(method, url)
        transaction.set_rollback(method in UNSAFE)
    return answer


def rows_written():
    """Return table -> rows inserted, changed or deleted so far in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del"
            " FROM pg_stat_xact_user_tables WHERE relname <> ALL(%s)",
            [list(VOLATILE)],
        )
        return dict(cursor.fetchall())


def expected(row, actor, method, url):
    """Return the status that the table declares; None where several will do."""
    offered = method in row.methods
    is_api = url.startswith("/api/")
    if actor not in WHO[row.who]:
        if actor == NOBODY:
            return 401 if is_api else 302
        if is_api and method == "OPTIONS":
            return 200  # describes the address, not what is kept there
        return 404 if offered else {404, 405}
    if not offered:
        return {405}
    return None


def answers_as_declared(status, wanted):
    if wanted is None:
        return status < 500 and status not in REFUSED
    return status in wanted if isinstance(wanted, set) else status == wanted


def always(row, method, actor=None):
    """Ask everybody for everything; pages know no OPTIONS."""
    return method != "OPTIONS" or method in row.methods


def turn_of(asked, many):
    """Return one of `many`, the same in each run, another from row to row."""
    return many[crc32(asked.encode()) % len(many)]


def in_turn(row, method, actor):
    """Ask some in turn for what many are answered alike; turns go from row to row.

    Where more than three may, a visitor and one more speak for them; those refused are
    a visitor, a stranger and one more. HEAD is answered as GET is, OPTIONS tells of
    the address, and what is not offered is refused to all: of these each address is
    asked for one, by one. S14 asks everybody for everything.
    """
    turn = f"{row.name} {method}"
    if method in SIDE or method not in row.methods:
        rest = [one for one in METHODS if one in SIDE or one not in row.methods]
        return method == turn_of(row.name, rest) and actor == turn_of(turn, ACTORS)
    alike = [one for one in ACTORS if (one in WHO[row.who]) == (actor in WHO[row.who])]
    if actor in WHO[row.who] and len(alike) <= 3:
        return True
    near = {NOBODY} if actor in WHO[row.who] else {NOBODY, "stranger"}
    others = [one for one in alike if one not in near]
    return actor in near or actor == turn_of(turn, others)


def strays(row, world, methods, clients, is_asked=in_turn):
    """Return what was answered otherwise than the table says."""
    url = address(row, world)
    found = []
    for actor, client in clients.items():
        for method in methods:
            if not is_asked(row, method, actor):
                continue
            answer = answer_to(row, world, client, method)
            wanted = expected(row, actor, method, url)
            if not answers_as_declared(answer.status_code, wanted):
                found.append((actor, method, answer.status_code, wanted))
    return found


def by_parts(rows):
    """Run a test for each part of the site: the start of the names of its routes."""
    parts = {}
    for row in rows:
        parts.setdefault(re.match("(api:)?[a-z]+", row.name)[0], []).append(row)
    return pytest.mark.parametrize("rows", parts.values(), ids=parts)


@by_parts(table.ROWS)
def test_looking_is_allowed_as_declared_and_changes_nothing(world, rows):
    before = rows_written()
    for row in rows:
        assert not strays(row, world, SAFE, world.clients), row.name

        after = rows_written()
        assert row.name in UNDONE or after == before, row.name
        before = after


@by_parts(table.ROWS)
def test_writing_is_allowed_as_declared(world, rows):
    for row in rows:
        assert not strays(row, world, UNSAFE, world.clients), row.name


API_ROWS = [row for row in table.ROWS if row.name.startswith("api:")]


@by_parts(API_ROWS)
def test_a_token_opens_what_its_owner_may(world, rows):
    """Each address is asked for one method, by its owner and by somebody else."""
    for row in rows:
        method = turn_of(row.name, sorted({*row.methods} - {*SIDE}))
        names = ["owner", turn_of(row.name, ["stranger", "mentor"])]
        programs = {name: world.programs[name] for name in names}

        assert not strays(row, world, [method], programs, always), row.name


@by_parts(API_ROWS)
def test_a_token_that_reads_changes_nothing(world, rows):
    for row in rows:
        for method in {*row.methods} - {*SAFE}:
            answer = answer_to(row, world, world.reader, method)

            assert answer.status_code == 403, (row.name, method)
            assert answer.json()["code"] == "token_reads_only"


def asked_for(world, url, **query):
    """Return status and JSON of what an owner of everything reads there."""
    answer = world.clients["owner"].get(url, query)
    return answer.status_code, answer.json()


# compare needs its roles, the others are no lists of ours
OTHERWISE = {"api:front_door", "api:docs", "api:schema", "api:compare"}
READ = [
    row
    for row in API_ROWS
    if "GET" in row.methods and row.name not in OTHERWISE and "owner" in WHO[row.who]
]
BAD_NUMBERS = ("0", "-1", "x", "1.5", "٣", "")
BAD_PAGES = list(itertools.product(("page", "page_size"), BAD_NUMBERS))


def is_list(world, row):
    status, told = asked_for(world, address(row, world))
    return status == 200 and isinstance(told, dict) and "results" in told


def refusals(world, row, turn):
    """Yield (what was asked, whether it was answered as every list should).

    All lists read numbers alike: each is asked for one, by turns.
    """
    url = address(row, world)
    name, value = BAD_PAGES[turn % len(BAD_PAGES)]
    status, told = asked_for(world, url, **{name: value})
    yield {name: value}, status == 400 and list(told) == [name]
    yield "size 999", asked_for(world, url, page_size=999)[0] == 200
    yield "page 99", asked_for(world, url, page=99)[0] == 404
    status, told = asked_for(world, url, ordering="user__password")
    yield "order", status == 400 and "llowed are" in str(told.get("ordering"))


def test_every_endpoint_refuses_parameters_that_it_does_not_know(world):
    wrong = {}
    for row in READ:
        status, told = asked_for(world, address(row, world), user__password="x")
        if status != 400 or "allowed are" not in str(told.get("user__password")):
            wrong[row.name] = (status, told)

    assert not wrong


def test_every_list_has_pages_and_refuses_what_it_does_not_know(world):
    lists = [row for row in READ if is_list(world, row)]

    wrong = [
        (row.name, asked)
        for turn, row in enumerate(lists)
        for asked, is_right in refusals(world, row, turn)
        if not is_right
    ]

    assert len(lists) > 20
    assert not wrong


@pytest.mark.assure(id="S14")
def test_every_cell_is_answered_as_declared_by_session_and_token(world, figure):
    asked = [(row, world.clients) for row in table.ROWS]
    asked += [(row, world.programs) for row in API_ROWS]

    found = []
    for row, clients in asked:
        cache.clear()  # nobody asks so much in a minute that they are told to wait
        strays_here = strays(row, world, METHODS, clients, always)
        found += [(row.name, *stray) for stray in strays_here]

    cells = sum(
        always(row, method)
        for row, clients in asked
        for method in METHODS
        for _ in clients
    )
    figure(f"{cells} cells, {len(found)} answered otherwise than declared")
    assert not found


def test_every_route_is_declared():
    declared = {row.name for row in table.ROWS}

    undeclared = {
        name
        for name in routes()
        if not name.startswith((*table.TESTED_ELSEWHERE, "admin:"))
    } - declared

    assert not undeclared


def test_every_row_stands_for_a_route():
    assert {row.name for row in table.ROWS} <= set(routes())


DESK = sorted(
    name
    for name in set(routes())
    if name.endswith(("_changelist", "_add")) and name.startswith("admin:")
)


def is_content(name):
    return name.startswith(("admin:roles_", "admin:roadmaps_"))


@pytest.mark.parametrize("actor", ["nobody", "owner", "mentor"])
def test_desk_opens_for_staff_only(world, actor):
    statuses = {
        name: world.clients[actor].get(reverse(name)).status_code for name in DESK
    }

    assert statuses
    assert set(statuses.values()) <= ({302} if actor == "nobody" else {302, 403})


def test_desk_opens_only_content_for_editors(world, figure):
    statuses = {
        name: world.clients["editor"].get(reverse(name)).status_code
        for name in DESK
        if not is_content(name)
    }

    figure(f"{len(statuses)} pages of the desk that hold no content: all 403")
    assert statuses
    assert set(statuses.values()) == {403}
