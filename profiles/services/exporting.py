"""Everything held about one person, as JSON and as CSV.

Which tables those are follows from the models: every row that reaches the person
by a key of `OWNING` names, or hangs on such a row, is in the export. What is left
out stands in `LEFT_OUT` and `SECRETS`, with the reason.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, QuerySet

from profiles.models import User
from roles.sheets import marked

# Keys to a person that make a row theirs.
OWNING = frozenset({"user", "learner", "mentor", "author", "reporter", "blocker"})
# Keys to a person that only name somebody in a row of another's.
NAMING = frozenset({"verifier", "answered_by", "blocked", "reported"})
LEFT_OUT: dict[str, str] = {
    "contenttypes.ContentType": "names of tables, nobody's data",
    "auth.Permission": "what groups may do, nobody's data",
    "auth.Group": "named in the account itself",
    "careersite.KeptAnswer": "kept for a day, and legible to whoever sent it alone",
}
# Would let whoever finds the file act as the person, or says nothing about them.
SECRETS = frozenset(
    {
        "password",
        "token_hash",
        "password_mark",
        "digest",
        "token_key",
        "session_key",
        "data",
        "session_data",
        "key_hash",
    }
)
SECRET_DATA_OF = frozenset({"mfa.Authenticator"})


@dataclass(frozen=True, slots=True)
class Limit:
    """What a table holds back: rows not yet for this person, fields of another's.

    `instead` is what a row says in place of what the person may not know yet.
    """

    rows: Callable[[User], Q]
    hide: Callable[[User, models.Model], frozenset[str]]
    instead: Callable[[models.Model], Mapping[str, Any]]


UNLIMITED = Limit(lambda user: Q(), lambda user, row: frozenset(), lambda row: {})
_limits: dict[str, Limit] = {}


def limit(label: str, **held_back: Any) -> None:
    """Hand in what a table (`app.Model`) holds back; apps do so when ready.

    `held_back` are fields of `Limit`; what is not named is not limited.
    """
    _limits[label] = replace(UNLIMITED, **held_back)


def paths() -> dict[type[models.Model], tuple[str, ...]]:
    """Return for each model how its rows reach the person whose they are."""
    found: dict[type[models.Model], tuple[str, ...]] = {User: ("pk",)}
    waiting = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model is not User and model._meta.label not in LEFT_OUT
    ]
    grew = True
    while grew:
        before = sum(map(len, found.values()))
        for model in waiting:
            ways = _ways(model, found)
            if ways:
                found[model] = ways
        grew = sum(map(len, found.values())) > before
    del found[User]
    return found


def _ways(
    model: type[models.Model], found: Mapping[type[models.Model], tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the ways from a model to a person, by the models already found.

    A row that names its learner or user is theirs alone. Others, such as what a
    mentor wrote on a learner's work, belong to both: the one named, and the one on
    whose row they hang.
    """
    keys: list[Any] = [
        field for field in model._meta.concrete_fields if field.related_model
    ]
    own = tuple(
        field.name
        for field in keys
        if field.related_model is User and field.name in OWNING
    )
    if {"user", "learner"} & set(own):
        return own
    parents = tuple(
        f"{field.name}__{way}"
        for field in keys
        if field.related_model not in {User, model}
        and field.remote_field.on_delete is models.CASCADE
        for way in found.get(field.related_model, ())
    )
    return own + parents


def rows_of(user: User) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table's name with its rows; tables without rows too."""
    yield "profiles.User", [_row(user, user)]
    for model, ways in sorted(paths().items(), key=lambda pair: pair[0]._meta.label):
        label = model._meta.label
        mine = Q()
        for way in ways:
            mine |= Q(**{way: user})
        mine &= _limits.get(label, UNLIMITED).rows(user)
        rows: QuerySet[Any] = QuerySet(model)
        found = rows.filter(mine).distinct().order_by("pk")
        yield label, [_row(one, user) for one in found]


def as_json(user: User, *, now: datetime) -> dict[str, Any]:
    """Return everything as one document of plain values."""
    document = {
        "made_at": now.isoformat(),
        "tables": dict(rows_of(user)),
        "left_out": dict(LEFT_OUT),
    }
    return json.loads(json.dumps(document, cls=DjangoJSONEncoder))


def as_csv(user: User, *, now: datetime) -> bytes:
    """Return everything as a zip of one CSV file per table that holds something."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for label, rows in rows_of(user):
            if rows:
                archive.writestr(f"{label}.csv", _csv(rows))
    return packed.getvalue()


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    # What is held back differs by row: a review may be mine, or of my work.
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, fieldnames=names)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula; numbers stay."""
    if isinstance(value, (list, dict)):
        value = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return marked(value) if isinstance(value, str) else value


def _row(one: models.Model, user: User) -> dict[str, Any]:
    label = one._meta.label
    limits = _limits.get(label, UNLIMITED)
    hidden, instead = limits.hide(user, one), limits.instead(one)
    return {
        field.name: instead.get(field.name) or _value(one, field, user)
        for field in one._meta.concrete_fields
        if not _is_secret(label, field.name) and field.name not in hidden
    }


def _is_secret(label: str, name: str) -> bool:
    if name == "data":
        return label in SECRET_DATA_OF
    return name in SECRETS


def _value(one: models.Model, field: models.Field, user: User) -> Any:
    value = getattr(one, field.attname)
    if value is None or not field.is_relation:
        return value
    if field.related_model is User:
        return "you" if value == user.pk else str(getattr(one, field.name))
    if _is_content(field.related_model):
        return str(getattr(one, field.name))
    return value


def _is_content(model: Any) -> bool:
    return hasattr(model, "natural_key") and model is not User
