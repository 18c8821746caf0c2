"""Each text field takes as many characters as it says, and not one more."""

import json

import pytest
from django.db import transaction
from django.urls import resolve
from rest_framework import serializers

from tests.access import table
from tests.access.test_access import address
from tests.access.test_mass_assignment import VALID

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S37")]

DAYS = {"started", "ended"}  # a year, a month or a day, written as text
# They take another body than what they show.
OTHERWISE = {"api:my_skill-list", "api:my_skill-detail"}
# One character that takes four bytes, and one that stands on the letter before it.
EMOJI, COMBINED = "\U0001f469", "e\u0301"


def text_of(length, piece):
    return (piece * length)[:length]


def serializer_at(row, world):
    found = resolve(address(row, world)).func
    view = getattr(found, "cls", None) or found.view_class
    return getattr(view, "serializer_class", None)


def limited_fields(kind):
    """Return the plain text fields of a serializer, with their limit."""
    return {
        name: field.max_length
        for name, field in kind().get_fields().items()
        if type(field) is serializers.CharField
        and name not in DAYS
        and not field.read_only
        and field.max_length
    }


def limits(world):
    """Yield row, method, name and limit of every text that an endpoint takes."""
    for row in table.ROWS:
        if row.name in OTHERWISE:
            continue
        methods = [one for one in ("PATCH", "PUT", "POST") if one in row.methods]
        kind = serializer_at(row, world) if row.name in VALID and methods else None
        for name, limit in (limited_fields(kind) if kind else {}).items():
            yield row, methods[0], name, limit


def test_endpoints_take_texts_up_to_their_limit_and_keep_them(world, figure):
    tried = list(limits(world))
    for row, method, name, limit in tried:
        for piece in (EMOJI, COMBINED):
            fits = send(world, row, method, name, text_of(limit, piece))
            over = send(world, row, method, name, text_of(limit + 1, piece))

            assert fits.status_code in {200, 201}, (row.name, name, fits.content)
            assert fits.json().get(name, text_of(limit, piece)) == text_of(limit, piece)
            assert (over.status_code, set(over.json())) == (400, {name}), row.name

    figure(f"{len(tried)} text fields of endpoints at their limit and one above it")
    assert len(tried) > 10


def send(world, row, method, name, text):
    actor = "mentor" if row.name.startswith("api:mentor_") else "owner"
    with transaction.atomic():
        answer = world.clients[actor].generic(
            method,
            address(row, world),
            json.dumps({**VALID[row.name], name: text}),
            content_type="application/json",
        )
        transaction.set_rollback(True)
    return answer
