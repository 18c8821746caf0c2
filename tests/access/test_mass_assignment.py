"""Whatever a program sends, it never sets what only the site sets."""

import json

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from profiles.models import User
from profiles.services.exporting import NAMING, OWNING
from tests.access.test_access import API_ROWS, address

pytestmark = pytest.mark.django_db

SITES_OWN = {
    *("id", "created_at", "password", "is_staff", "is_superuser", "is_active"),
    *(
        "verified_level",
        "verified_on",
        "verifier_name",
        "published_at",
        "password_mark",
    ),
    *("token_hash", "mailed_at", "answered_at", "effective_at", "actor_id", "round"),
}
PROTECTED = SITES_OWN | OWNING | NAMING
# What these calls are for.
MEANT = {
    "api:mentor_link": {"profiles.MentorLink"},
    "api:my_calendar": {"roadmaps.CalendarFeed"},
    "api:mentor_send_now": {"roadmaps.Review"},
}
VALID = {
    "api:my_profile": {"name": "Amara"},
    "api:my_skill-list": {"levels": {}},
    "api:my_skill-detail": {"claimed_level": 2},
    "api:my_project-list": {"title": "A project"},
    "api:my_project-detail": {"title": "A project"},
    "api:my_work-list": {"employer": "Shop"},
    "api:my_work-detail": {"employer": "Shop"},
    "api:my_education-list": {"institution": "School"},
    "api:my_education-detail": {"institution": "School"},
    "api:my_share_links": {"sections": ["about"], "days": 9},
    "api:my_personal-list": {"title": "Read", "hours": 2},
    "api:my_personal-detail": {"title": "Read", "hours": 2},
    "api:my_note-detail": {"text": "A word"},
    "api:my_time-list": {"minutes": 20},
    "api:my_time-detail": {"minutes": 20},
    "api:my_step_comment": {"text": "A word"},
    "api:my_step_log_time": {"minutes": 20},
    "api:my_mentorship_report": {"text": "Unkind."},
    "api:mentor_reply-list": {"title": "Well done", "text": "Well done."},
    "api:mentor_reply-detail": {"title": "Well done", "text": "Well done."},
    "api:mentor_mentee_note": {"note": "Likes puzzles."},
    "api:mentor_decide": {"decision": "comment"},
}
APPS = ("roles", "profiles", "roadmaps")


def tables():
    return [one for one in apps.get_models() if one._meta.app_label in APPS]


def hostile(stranger):
    """Return a value for the name of every field of every table."""
    by_kind = {
        models.BooleanField: True,
        models.DateTimeField: "2001-01-01T00:00:00Z",
        models.DateField: "2001-01-01",
        models.CharField: "published",
        models.TextField: "x",
    }
    values = {}
    for field in (field for one in tables() for field in one._meta.concrete_fields):
        kind = next((kind for kind in by_kind if isinstance(field, kind)), None)
        value = by_kind[kind] if kind else stranger.pk
        values.setdefault(field.name, value)
        values.setdefault(field.attname, value)
    return values


def columns(table):
    return [
        field.attname
        for field in table._meta.concrete_fields
        if field.name in PROTECTED or (table is User and field.name == "email")
    ]


def prepare_protected_rows():
    """Let the database plan once what is asked after each request."""
    each = " UNION ALL ".join(
        f"SELECT '{table._meta.label}', {table._meta.pk.column}::text, "  # noqa: S608
        f"json_build_array({', '.join(columns(table))})::text "
        f'FROM "{table._meta.db_table}"'
        for table in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE protected_rows AS {each}")


def protected_rows():
    """Return of every row what only the site sets: (table, key) -> values."""
    with connection.cursor() as cursor:
        cursor.execute("EXECUTE protected_rows")
        return {(label, pk): json.loads(row) for label, pk, row in cursor}


def send(client, method, url, body, valid):
    """Send all of `body` that is not refused by name, and what must be there."""
    for _ in range(3):
        answer = client.generic(
            method, url, json.dumps({**body, **valid}), content_type="application/json"
        )
        if answer.status_code != 400:
            break
        body = {name: body[name] for name in body if name not in answer.json()}
    return answer.status_code

    return json.dumps(body)


def changed(before, after, allowed):
    return [
        (key, row, after[key])
        for key, row in before.items()
        if key in after and after[key] != row and key[0] not in allowed
    ]


def given_away(before, after, stranger):
    """Return new rows that belong to whom was named in the request."""
    owned = {
        table._meta.label: [
            place
            for place, name in enumerate(columns(table))
            if name.removesuffix("_id") in OWNING
        ]
        for table in tables()
    }
    return [
        key
        for key, row in after.items()
        if key not in before and stranger.pk in [row[place] for place in owned[key[0]]]
    ]


def test_no_program_sets_what_only_the_site_sets(world, figure):
    prepare_protected_rows()
    stranger = world.people["stranger"]
    body, before = hostile(stranger), protected_rows()
    wrong, taken = [], 0

    for row in API_ROWS:
        actor = "mentor" if row.name.startswith("api:mentor_") else "owner"
        for method in {"POST", "PUT", "PATCH"} & set(row.methods):
            with transaction.atomic():
                valid = VALID.get(row.name, {})
                client, url = world.clients[actor], address(row, world)
                taken += send(client, method, url, body, valid) < 300
                after = protected_rows()
                transaction.set_rollback(True)
            found = changed(before, after, MEANT.get(row.name, ()))
            found += given_away(before, after, stranger)
            if found:
                wrong.append((row.name, method, found))

    figure(
        f"{len(body)} fields sent to each endpoint that writes, {taken} requests taken:"
        f" {len(wrong)} changed a protected column"
    )
    assert taken > 40
    assert not wrong
