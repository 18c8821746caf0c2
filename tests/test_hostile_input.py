"""Whatever a client sends is answered; nothing of it is a failure of ours."""

import json

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access import table
from tests.access.world import World

pytestmark = pytest.mark.django_db

NUL, LONE_SURROGATE = "\\u0000", "\\ud800"
HUGE = "9" * 5000
TEXTS = [
    "a\0b",
    "\x00",
    "%00",
    "\ufffe\uffff",
    "\u202e\u200b\u0130\u0131\u00df",
    "\U0001f469\u200d\U0001f4bb" * 50,
    "e\u0301" * 500,
    "a" * 100_000,
    "' OR 1=1 --",
    "'; SELECT pg_sleep(5) --",
    "{{ 7*7 }}{% debug %}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "line\r\nX-Injected: yes",
    "-1",
    "0",
    "1e309",
    "NaN",
    "Infinity",
    "0x10",
    "\u0664\u0662",
    "9" * 25,
    HUGE,
    "[]",
    "null",
    "true",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
]
QUERIES = [
    "q=%00",
    "q=%ff%fe",
    "q=%ED%A0%80",
    "page=0",
    "page=-1",
    f"page={HUGE}",
    "page=last%00",
    "page_size=0",
    f"page_size={HUGE}",
    "ordering=user__password",
    "ordering=%00",
    "role__slug__startswith=a",
    "published_in__family__pk=1",
    "q=" + "a" * 7000,
    "&".join(f"a{number}=1" for number in range(1500)),
    "[]=1&a[b]=2&=&&&",
    "format=xml",
    "theme=%F0%9F%92%A9",
]
BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"1",
    b"NaN",
    b'{"level": NaN}',
    b'{"level": Infinity}',
    b'{"level": 1e999}',
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"[" * 100 + b"]" * 100,
    f'{{"title": "{NUL}"}}'.encode(),
    f'{{"{NUL}": 1}}'.encode(),
    f'{{"title": "{LONE_SURROGATE}"}}'.encode(),
    f'{{"level": {HUGE}}}'.encode(),
    b'{"title": ' + b'"' + b"a" * 1_100_000 + b'"}',
    b'{"title": {"title": ["title"]}}',
    b'{"title": null, "title": 1}',
]
TYPES = [
    "application/json",
    "application/json; charset=utf-16",
    "application/json; charset=nonsense",
    "text/plain",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded; charset=utf-16",
    "\u00e9",
    "",
]
SLUGS = ["%00", "a%00b", "%ff", "%2e%2e", "a" * 6000, "%F0%9F%92%A9", "-1", HUGE[:200]]


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


READABLE = [row for row in table.ROWS if "GET" in row.methods]
WRITABLE_API = [
    row
    for row in table.ROWS
    if row.name.startswith("api:") and {"POST", "PUT", "PATCH"} & {*row.methods}
]
FORMS = [
    row
    for row in table.ROWS
    if "POST" in row.methods and not row.name.startswith("api:")
]


def name_of(row):
    return row.name


def test_there_are_enough_inputs():
    inputs = [*TEXTS, *QUERIES, *BODIES, *TYPES, *SLUGS]

    assert len({str(one) for one in inputs}) >= 43


@pytest.mark.parametrize("row", READABLE, ids=name_of)
def test_no_query_breaks_a_page(world, row):
    url, client = address(row, world), client_for(row, world)

    statuses = {
        query[:60]: status(client, "GET", f"{url}?{query}") for query in QUERIES
    }

    assert not {query: code for query, code in statuses.items() if code >= 500}


@pytest.mark.parametrize(
    "row",
    [row for row in READABLE if {"slug", "key", "pk", "token"} & {*row.path}],
    ids=name_of,
)
def test_no_address_breaks_a_page(world, row):
    url, client = address(row, world), client_for(row, world)
    parent = url.rstrip("/").rpartition("/")[0]

    statuses = {slug[:60]: status(client, "GET", f"{parent}/{slug}/") for slug in SLUGS}

    assert not {slug: code for slug, code in statuses.items() if code >= 500}


@pytest.mark.parametrize("row", WRITABLE_API, ids=name_of)
def test_no_body_breaks_an_endpoint(world, row):
    url, client = address(row, world), client_for(row, world)
    method = next(one for one in ("POST", "PUT", "PATCH") if one in row.methods)

    statuses = {
        body[:60]: status(
            client, method, url, data=body, content_type="application/json"
        )
        for body in BODIES
    }
    statuses |= {
        content_type: status(client, method, url, data=b"{}", content_type=content_type)
        for content_type in TYPES
        if content_type
    }

    assert not {body: code for body, code in statuses.items() if code >= 500}


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


@pytest.mark.parametrize("row", FORMS, ids=name_of)
def test_no_text_breaks_a_form(world, row):
    url, client = address(row, world), client_for(row, world)
    names = fields_of(client, url)

    statuses = {}
    for text in TEXTS:
        with transaction.atomic():
            answer = client.post(url, dict.fromkeys(names, text))
            transaction.set_rollback(True)
        statuses[text[:60]] = answer.status_code

    assert not {text: code for text, code in statuses.items() if code >= 500}


@pytest.mark.parametrize("row", FORMS, ids=name_of)
def test_no_encoding_breaks_a_form(world, row):
    url, client = address(row, world), client_for(row, world)

    statuses = {
        content_type: status(
            client, "POST", url, data=b"a=%00&b=%ff", content_type=content_type
        )
        for content_type in TYPES
        if content_type
    }

    assert not {kind: code for kind, code in statuses.items() if code >= 500}


ACCOUNT_FORMS = ["account_login", "account_signup", "account_reset_password"]


@pytest.mark.parametrize("name", ACCOUNT_FORMS)
def test_no_text_breaks_signing_in(world, name):
    client = world.clients["nobody"]

    statuses = {
        text[:60]: client.post(
            reverse(name), {"login": text, "email": text, "password": text}
        ).status_code
        for text in TEXTS
    }

    assert not {text: code for text, code in statuses.items() if code >= 500}


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


@pytest.mark.parametrize("name", ["roles_role", "roles_salaryband", "roadmaps_step"])
def test_no_query_breaks_the_desk(world, name):
    url, client = reverse(f"admin:{name}_changelist"), world.clients["operator"]

    queries = [*QUERIES, "o=999", "p=9999999", "all=1", "status__exact=%F0%9F%92%A9"]
    statuses = {
        query[:60]: status(client, "GET", f"{url}?{query}") for query in queries
    }

    assert not {query: code for query, code in statuses.items() if code >= 500}


def test_no_text_breaks_a_form_of_the_desk(world):
    url, client = reverse("admin:roles_salaryband_add"), world.clients["operator"]
    names = client.get(url).context["adminform"].form.fields

    statuses = {}
    for text in TEXTS:
        with transaction.atomic():
            answer = client.post(url, dict.fromkeys(names, text))
            transaction.set_rollback(True)
        statuses[text[:60]] = answer.status_code

    assert not {text: code for text, code in statuses.items() if code >= 500}
