"""Texts that would run, in every field in which somebody writes freely."""

from dataclasses import dataclass

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tests.browser.payloads import SHORT, chain

APPS = ("roles", "profiles", "roadmaps")
# What a table says of its own rows: a section that is missing has no text.
ROWS = {"GuideSection": "NOT is_missing"}
# Written by triggers alone: each change of a text below leaves its words there.
WRITTEN_BY_OTHERS = {"ContentEvent"}
# A table holds as many texts at a time as it has rows, up to so many, and others in
# each round; one row alone takes more rounds to hold a hundred payloads.
TEXTS, ENOUGH, ROUNDS, ROUNDS_OF_ONE, KEY_ROOM = 25, 100, 12, 40, 8
# What is no free text: written by the site alone, or checked by its form.
NO_TEXT = (models.SlugField, models.URLField, models.EmailField, models.UUIDField)
NO_WORDS = {
    *("password", "token_hash", "key_hash", "digest", "session_key", "time_zone"),
    *("url", "handle", "files_hash", "object_key", "code", "color", "currency"),
    *("task_name", "password_mark", "key", "page", "model_label"),
    *("from_status", "to_status", "from_state", "to_state", "file_name"),
}


@dataclass
class Plan:
    """What a table holds round by round: for each field a list of texts a round."""

    count: int
    rounds: int
    texts: dict
    held: dict


def text_fields(model):
    """Yield the fields of a model in which somebody writes freely, with their room."""
    for one in model._meta.local_concrete_fields:
        base = one.base_field if isinstance(one, ArrayField) else one
        is_text = isinstance(base, models.CharField | models.TextField)
        length = base.max_length or 2000 if is_text else 0
        if (
            is_text
            and not isinstance(base, NO_TEXT)
            and not (base.choices or one.primary_key or one.generated)
            and one.name not in NO_WORDS
            and length >= 40
        ):
            yield one, min(length, 10_000)


def plans_of_all():
    """Return for each table in which people write what it will hold."""
    return {
        model: _plan(model)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if any(text_fields(model))
        and model.__name__ not in WRITTEN_BY_OTHERS
        and model._meta.default_manager.exists()
    }


def _plan(model):
    """Spread the payloads over the rows of a table and over the rounds."""
    rows = list(model._meta.default_manager.values_list("pk", flat=True))
    made = _spread(model, rows, ROUNDS)
    if min(map(len, made.held.values())) < ENOUGH:
        made = _spread(model, rows, ROUNDS_OF_ONE)
    return made


def _spread(model, rows, rounds):
    count = min(len(rows), TEXTS)
    made = Plan(count, rounds, {}, {})
    there = {pk % count for pk in rows}
    for written, length in text_fields(model):
        apart = len(SHORT) // count + 1
        chains = [
            chain(length - KEY_ROOM, number * apart, rounds) for number in range(count)
        ]
        made.texts[written] = [texts for texts, _ in chains]
        made.held[written] = set().union(*(chains[number][1] for number in there))
    return made


def fill_all(plans, number):
    """Put the texts of one round everywhere."""
    for model, made in plans.items():
        if number < made.rounds:
            _fill(model, made, number)


def _fill(model, made, number):
    """Put the texts of one round into all rows of a table."""
    key = model._meta.pk.column
    text = f"(%s::text[])[1 + {key} %% {made.count}] || {key}"
    changes = [
        f'"{written.column}" = '
        + (f"ARRAY[{text}]" if isinstance(written, ArrayField) else text)
        for written in made.texts
    ]
    values = [[texts[number] for texts in chains] for chains in made.texts.values()]
    table = model._meta.db_table
    closed = [
        f"{model._meta.label}:{one.name}"
        for one in getattr(model._meta, "triggers", ())
        if one.name == "append_only"
    ]
    with pgtrigger.ignore(*closed), connection.cursor() as cursor:
        changed = f'UPDATE "{table}" SET {", ".join(changes)}'  # noqa: S608
        cursor.execute(f"{changed} WHERE {ROWS.get(model.__name__, True)}", values)
