"""Whatever a client sends is answered; nothing of it is a failure of ours.

Every fifth address of each kind is tried, with a share of the inputs, another share
than its neighbors; the measurement S35 tries every input everywhere.
"""

import json
from io import BytesIO

import pytest
from django.db import transaction
from django.urls import reverse
from rest_framework.exceptions import ParseError

from careersite.common.api_guards import DEPTH_MAX, StrictJSONParser
from tests.access import table
from tests.access.world import World
from tests.hostile_inputs import BODIES, NUL, QUERIES, SLUGS, TEXTS, TYPES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def status(client, method, url, **body):
    """Return the status; what was written is undone."""
    with transaction.atomic():
        answer = client.generic(method, url, **body)
        transaction.set_rollback(True)
    return answer.status_code


def address(row, world):
    values = {
        name: value[1:] if value.startswith("=") else world.values[value]
        for name, value in row.path.items()
    }
    return reverse(row.name, kwargs=values)


def client_for(row, world):
    return world.clients["mentor" if row.who == table.MENTOR else "owner"]


EACH = 5  # of so many addresses one is tried here
# How many inputs each address gets.
QUERIES_EACH, SLUGS_EACH, BODIES_EACH, TEXTS_EACH, TYPES_EACH = 1, 1, 2, 2, 1
READABLE = [row for row in table.ROWS if "GET" in row.methods]
WRITABLE_API = [
    row
    for row in table.ROWS
    if row.name.startswith("api:") and {"POST", "PUT", "PATCH"} & {*row.methods}
]
NAMED = [row for row in READABLE if {"slug", "key", "pk", "token"} & {*row.path}]
FORMS = [
    row
    for row in table.ROWS
    if "POST" in row.methods and not row.name.startswith("api:")
]


def shared_out(inputs, rows, number):
    """Return every fifth row with some inputs, the same in each run.

    All of them together meet every input.
    """
    return [
        (row, [inputs[(place * number + step) % len(inputs)] for step in range(number)])
        for place, row in enumerate(rows[::EACH])
    ]


def tried(inputs, rows, number):
    """Let a test run for every fifth row, with its share of the inputs."""
    cases = shared_out(inputs, rows, number)
    return pytest.mark.parametrize(
        ("row", "share"), cases, ids=[row.name for row, _ in cases]
    )


def failures(statuses):
    return {what: code for what, code in statuses.items() if code >= 500}


def try_queries(row, world, queries):
    url, client = address(row, world), client_for(row, world)
    return {query[:60]: status(client, "GET", f"{url}?{query}") for query in queries}


def try_addresses(row, world, slugs):
    url, client = address(row, world), client_for(row, world)
    parent = url.rstrip("/").rpartition("/")[0]
    return {slug[:60]: status(client, "GET", f"{parent}/{slug}/") for slug in slugs}


def try_bodies(row, world, bodies, types):
    url, client = address(row, world), client_for(row, world)
    method = next(one for one in ("POST", "PUT", "PATCH") if one in row.methods)
    json_type = "application/json"
    sent = [(body, json_type) for body in bodies] + [(b"{}", kind) for kind in types]
    return {
        (body[:60], kind): status(client, method, url, data=body, content_type=kind)
        for body, kind in sent
    }


def try_texts(row, world, texts):
    url, client = address(row, world), client_for(row, world)
    return try_fields(client, url, fields_of(client, url), texts)


def try_fields(client, url, names, texts):
    """Put each text into all fields at once; what was written is undone."""
    statuses = {}
    for text in texts:
        with transaction.atomic():
            answer = client.post(url, dict.fromkeys(names, text))
            transaction.set_rollback(True)
        statuses[text[:60]] = answer.status_code
    return statuses


def try_encodings(row, world, types):
    url, client = address(row, world), client_for(row, world)
    data = b"a=%00&b=%ff"
    return {
        kind: status(client, "POST", url, data=data, content_type=kind)
        for kind in types
    }


def fields_of(client, url):
    """Return the names that a form's page asks for, and some that views know."""
    answer = client.get(url)
    context = answer.context or {}
    form = context.get("form") if answer.status_code == 200 else None
    return [
        *(form.fields if form else ()),
        "text",
        "level",
        "minutes",
        "reason",
        "next",
    ]


def test_there_are_enough_inputs():
    inputs = [*TEXTS, *QUERIES, *BODIES, *TYPES, *SLUGS]

    assert len({str(one) for one in inputs}) >= 43


@pytest.mark.parametrize(
    ("inputs", "rows", "number"),
    [
        (QUERIES, READABLE, QUERIES_EACH),
        (SLUGS, NAMED, SLUGS_EACH),
        (BODIES, WRITABLE_API, BODIES_EACH),
        (TEXTS, FORMS, TEXTS_EACH),
        (TYPES, FORMS, TYPES_EACH),
    ],
)
def test_every_input_is_sent_to_some_address(inputs, rows, number):
    sent = [one for _, share in shared_out(inputs, rows, number) for one in share]

    assert all(one in sent for one in inputs)


@tried(QUERIES, READABLE, QUERIES_EACH)
def test_no_query_breaks_a_page(world, row, share):
    assert not failures(try_queries(row, world, share))


@tried(SLUGS, NAMED, SLUGS_EACH)
def test_no_address_breaks_a_page(world, row, share):
    assert not failures(try_addresses(row, world, share))


@tried(BODIES, WRITABLE_API, BODIES_EACH)
def test_no_body_breaks_an_endpoint(world, row, share):
    assert not failures(try_bodies(row, world, share, TYPES[:1]))


@tried(TEXTS, FORMS, TEXTS_EACH)
def test_no_text_breaks_a_form(world, row, share):
    assert not failures(try_texts(row, world, share))


@tried(TYPES, FORMS, TYPES_EACH)
def test_no_encoding_breaks_a_form(world, row, share):
    assert not failures(try_encodings(row, world, share))


ACCOUNT_FORMS = ["account_login", "account_signup", "account_reset_password"]
DESK_LISTS = ["roles_role", "roles_salaryband", "roadmaps_step"]
DESK_QUERIES = ["o=999", "p=9999999", "all=1", "status__exact=%F0%9F%92%A9"]
DESK_FORM = "roles_salaryband"


def try_signing_in(name, world, texts):
    url, client = reverse(name), world.clients["nobody"]
    return {
        text[:60]: client.post(
            url, {"login": text, "email": text, "password": text}
        ).status_code
        for text in texts
    }


def try_desk_queries(name, world, queries):
    url, client = reverse(f"admin:{name}_changelist"), world.clients["operator"]
    return {query[:60]: status(client, "GET", f"{url}?{query}") for query in queries}


def try_desk_texts(world, texts):
    url, client = reverse(f"admin:{DESK_FORM}_add"), world.clients["operator"]
    names = client.get(url).context["adminform"].form.fields
    return try_fields(client, url, names, texts)


@pytest.mark.parametrize("turn", range(3), ids=ACCOUNT_FORMS)
def test_no_text_breaks_signing_in(world, turn):
    assert not failures(try_signing_in(ACCOUNT_FORMS[turn], world, TEXTS[turn::3]))


@pytest.mark.parametrize("turn", range(3), ids=DESK_LISTS)
def test_no_query_breaks_the_desk(world, turn):
    queries = [*QUERIES[turn::3], *DESK_QUERIES]

    assert not failures(try_desk_queries(DESK_LISTS[turn], world, queries))


def test_no_text_breaks_a_form_of_the_desk(world):
    assert not failures(try_desk_texts(world, TEXTS[::3]))


@pytest.mark.assure(id="S35")
def test_no_input_breaks_any_address(world, figure):
    found = {}
    for row in table.ROWS:
        tries = [
            *([try_queries(row, world, QUERIES)] if row in READABLE else ()),
            *([try_addresses(row, world, SLUGS)] if row in NAMED else ()),
            *([try_bodies(row, world, BODIES, TYPES)] if row in WRITABLE_API else ()),
            *([try_texts(row, world, TEXTS)] if row in FORMS else ()),
            *([try_encodings(row, world, TYPES)] if row in FORMS else ()),
        ]
        found[row.name] = {what: code for one in tries for what, code in one.items()}
    for name in ACCOUNT_FORMS:
        found[name] = try_signing_in(name, world, TEXTS)
    for name in DESK_LISTS:
        found[name] = try_desk_queries(name, world, [*QUERIES, *DESK_QUERIES])
    found[DESK_FORM] = try_desk_texts(world, TEXTS)

    broken = {name: bad for name, one in found.items() if (bad := failures(one))}
    figure(f"{sum(map(len, found.values()))} requests, {len(broken)} addresses broken")
    assert not broken


def test_refused_json_says_so_in_the_shape(world):
    url = reverse("api:my_project-list")

    answer = world.clients["owner"].post(
        url, f'{{"title": "{NUL}"}}', content_type="application/json"
    )

    assert answer.status_code == 400
    assert list(answer.json()) == ["non_field_errors"]


def test_large_body_is_refused_as_too_large(world):
    answer = world.clients["owner"].post(
        reverse("api:my_project-list"),
        json.dumps({"title": "a" * 1_100_000}),
        content_type="application/json",
    )

    assert answer.status_code == 413
    assert answer.json()["code"] == "body_too_large"


def test_form_for_the_api_is_refused_as_no_json(world):
    answer = world.clients["owner"].post(reverse("api:my_project-list"), {"title": "x"})

    assert answer.status_code == 415


def test_json_nests_as_deep_as_the_limit_and_no_deeper():
    def parse(depth):
        return StrictJSONParser().parse(BytesIO(b"[" * depth + b"]" * depth))

    assert json.dumps(parse(DEPTH_MAX)) == "[" * DEPTH_MAX + "]" * DEPTH_MAX
    with pytest.raises(ParseError, match=f"at most {DEPTH_MAX} deep"):
        parse(DEPTH_MAX + 1)
