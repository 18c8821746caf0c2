"""What was written to a piece of content, row by row: who, when, why, before, after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from careersite.common.branches import (
    child_relations,
    every_row,
    parent_field,
)
from careersite.common.columns import field_of, plain_many_to_many
from careersite.common.content_diff import as_text
from roles.models import ContentEvent

SHOWN_MAX = 200
# Told by the acts of a life already.
LIFE = ("id", "published_at", "scheduled_for", "draft_of_id")


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One column, with both values as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Noted:
    """One row that was written."""

    at: datetime
    action: str
    what: str
    fields: tuple[ChangedField, ...]
    actor_name: str
    reason: str


def changes_of(row: Any) -> list[Noted]:
    """Return the newest writes to `row`, its draft, and everything below them."""
    live = getattr(row, "draft_of", None) or row
    pks = [live.pk]
    if hasattr(live, "draft_of_id"):
        pks += type(live).everything.filter(draft_of=live).values_list("pk", flat=True)
    found = {event.pk: (event, model) for event, model in _events(type(live), pks)}
    born = {event.at for event, model in found.values() if _is_new(event, model, live)}
    newest = [
        found[pk]
        for pk in sorted(found, reverse=True)
        if not _came_with_the_whole(*found[pk], live, born)
    ][:SHOWN_MAX]
    words = _Words(newest)
    return [words.noted(event, model) for event, model in newest]


def _is_new(event: ContentEvent, model: Any, live: Any) -> bool:
    return event.action == ContentEvent.Action.INSERT and model is type(live)


def _came_with_the_whole(
    event: ContentEvent, model: Any, live: Any, born: set[datetime]
) -> bool:
    """Tell whether a row was written with its root, such as a copied version."""
    is_new = event.action == ContentEvent.Action.INSERT
    return is_new and model is not type(live) and event.at in born


def _events(model: Any, pks: list[int]) -> Iterator[tuple[ContentEvent, Any]]:
    for event in ContentEvent.objects.of_rows(model, pks)[:SHOWN_MAX]:
        yield event, model
    yield from _events_below(model, pks)


def _events_below(model: Any, pks: list[int]) -> Iterator[tuple[ContentEvent, Any]]:
    """Yield writes to what belongs to rows of `model`, and to what belongs to that."""
    children = [child for _, child in child_relations(model)]
    for kind in [*children, *_throughs(model)]:
        for event in ContentEvent.objects.below(kind, pks)[:SHOWN_MAX]:
            yield event, kind
    for child in children:
        if any(child_relations(child)) or plain_many_to_many(child):
            known = every_row(child).filter(**{f"{child.parent_field}__in": pks})
            gone = ContentEvent.objects.below(child, pks).values_list("row_id")
            ids = {*known.values_list("pk", flat=True), *(pk for (pk,) in gone)}
            yield from _events_below(child, list(ids))


def _throughs(model: Any) -> list[Any]:
    return [column.remote_field.through for column in plain_many_to_many(model)]


class _Words:
    """Names rows and values of writes; each table that they name is asked once."""

    def __init__(self, events: Iterable[tuple[ContentEvent, Any]]) -> None:
        wanted: dict[Any, set[int]] = defaultdict(set)
        for event, model in events:
            if not model._meta.auto_created:
                wanted[model].add(event.row_id)
            for values in (event.before, event.after):
                for name, value in (values or {}).items():
                    column = _column(model, name)
                    if isinstance(column, models.ForeignKey) and value is not None:
                        wanted[column.related_model].add(value)
        self._rows = {
            model: {
                row.pk: str(row)
                for row in every_row(model).filter(pk__in=pks).select_related()
            }
            for model, pks in wanted.items()
        }

    def noted(self, event: ContentEvent, model: Any) -> Noted:
        """Return one write in words."""
        before, after = event.before or {}, event.after or {}
        hidden = {*LIFE, _above(model)}
        names = [
            name for name in dict.fromkeys([*before, *after]) if name not in hidden
        ]
        fields = tuple(
            ChangedField(
                self._name(model, name),
                self._value(model, name, before.get(name)),
                self._value(model, name, after.get(name)),
            )
            for name in names
        )
        return Noted(
            at=event.at,
            action=event.get_action_display(),
            what=self._what(event, model),
            fields=tuple(one for one in fields if one.before != one.after),
            actor_name=event.actor_name,
            reason=event.reason,
        )

    def _what(self, event: ContentEvent, model: Any) -> str:
        kind = str(model._meta.verbose_name)
        if model._meta.auto_created:
            return kind
        values = event.before or event.after or {}
        written = next((values[n] for n in NAMES if values.get(n)), event.row_id)
        return f"{kind} “{self._rows[model].get(event.row_id, written)}”"

    def _name(self, model: Any, name: str) -> str:
        column = _column(model, name)
        return str(column.verbose_name) if column is not None else name

    def _value(self, model: Any, name: str, value: Any) -> str:
        column = _column(model, name)
        if isinstance(column, models.ForeignKey) and value is not None:
            related: Any = column.related_model
            return self._rows[related].get(value, f"number {value}")
        choices = dict(getattr(column, "flatchoices", None) or ())
        # A list is no key: no column of lists has choices.
        word = None if isinstance(value, list) else choices.get(value)
        return str(word or as_text(value))


# What says which row it was, once the row is gone.
NAMES = ("title", "name", "text", "as_printed", "key", "slug")


def _above(model: Any) -> str:
    """Return the column that names the row above."""
    if model._meta.auto_created:
        keys = (c for c in model._meta.fields if isinstance(c, models.ForeignKey))
        return str(next(keys).attname)
    name = parent_field(model)
    return str(field_of(model, name).attname) if name else ""


def _column(model: Any, name: str) -> models.Field | None:
    """Return the field of a column; None where the table has it no more."""
    columns = (field for field in model._meta.concrete_fields if field.column == name)
    return next(columns, None)
