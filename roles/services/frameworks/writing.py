"""Write the rows of a framework's plan into drafts, and find them again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction

from careersite.common.actor import Actor
from careersite.common.branches import every_row, parent_field
from careersite.common.columns import canonical, field_of, parsed, related_model
from careersite.common.models import ContentRoot
from roles.services import drafts
from roles.services.imports import CREATE, ChangedSincePlanError
from roles.services.problems import refusal_of

Json = dict[str, Any]


class RefusedRowError(Exception):
    """Raised where a row cannot be written, or is no longer as the plan saw it."""


def held(row: Any, name: str) -> Any:
    """Return one column as a plan holds it: rows elsewhere by their natural key."""
    column = field_of(type(row), name)
    if column.many_to_many:
        key = related_model(type(row), name).natural_fields[0]
        return sorted(getattr(row, name).values_list(key, flat=True))
    if isinstance(column, models.ForeignKey):
        found = getattr(row, name)
        return found and getattr(found, found.natural_fields[0])
    return canonical(getattr(row, name))


def place_to_write(root: ContentRoot) -> ContentRoot:
    """Return the draft of `root` where there is one, else itself."""
    return drafts.draft_of(root) or root


def find(model: Any, parent: Any, key: Json) -> Any:
    """Return the row with this key, below `parent` where the kind has parents."""
    where: Json = {}
    for name, value in key.items():
        column = field_of(model, name)
        if isinstance(column, models.ForeignKey):
            name = f"{name}__{related_model(model, name).natural_fields[0]}"
        where[name] = value
    if parent_field(model):
        rows = every_row(model).filter(**{parent_field(model): parent})
    else:
        rows = model.objects.all()
    return rows.filter(**where).first()


class Writer:
    """Writes rows in their order; makes a draft where the parent is published."""

    def __init__(self, *, by: Actor, now: datetime) -> None:
        self.by, self.now = by, now
        self.opened: list[tuple[str, int]] = []
        self._targets: dict[tuple[Any, str], ContentRoot] = {}

    def write(self, rows: Iterable[Json]) -> None:
        """Write all of it; raises RefusedRowError. Each row learns its id."""
        for one in rows:
            try:
                with transaction.atomic():
                    one["pk"] = self._write(one)
            except ValidationError as error:
                text = " ".join(error.messages)
                raise RefusedRowError(f"{one['line']}: {text}") from error
            except DatabaseError as error:
                raise RefusedRowError(f"{one['line']}: {refusal_of(error)}") from error
            except ObjectDoesNotExist as error:
                text = f"{one['line']}: what it belongs to is gone."
                raise RefusedRowError(text) from error

    def unchanged(self, one: Json) -> Any:
        """Return the row that was written, as it still is.

        Raises ChangedSincePlanError where it holds anything else, or is gone.
        """
        model: Any = apps.get_model(one["model"])
        row = every_row(model).filter(pk=one["pk"]).first()
        if row is None or _differs(row, one["new"]):
            raise ChangedSincePlanError(f"{one['line']}: the row was changed since.")
        return row

    def draft(self, label: str, pk: int) -> Any:
        """Return a draft that was made, if it is still there."""
        model: Any = apps.get_model(label)
        return model.everything.exclude(draft_of=None).filter(pk=pk).first()

    def fill(self, row: Any, values: Json) -> None:
        """Set columns of a row; rows elsewhere are found by their natural key."""
        for name, value in values.items():
            column: Any = field_of(type(row), name)
            if column.many_to_many:
                getattr(row, name).set(_found(type(row), name, value))
            elif isinstance(column, models.ForeignKey):
                setattr(row, name, _found(type(row), name, [value])[0])
            else:
                setattr(row, name, parsed(column, value))

    def _write(self, one: Json) -> int:
        model: Any = apps.get_model(one["model"])
        parent = self._target(model, one["parent"]) if one["parent"] else None
        row = find(model, parent, one["key"])
        is_new = one["action"] == CREATE
        if is_new != (row is None) or (row and _differs(row, one["old"])):
            raise RefusedRowError(f"{one['line']}: the row was changed since.")
        if row is None:
            row = model(**({parent_field(model): parent} if parent else {}))
        links = {name for name in one["new"] if field_of(type(row), name).many_to_many}
        values = {name: v for name, v in one["new"].items() if name not in links}
        self.fill(row, values)
        row.clean_fields(
            exclude=[field.name for field in row._meta.fields if field.is_relation]
        )
        row.save()
        self.fill(row, {name: one["new"][name] for name in links})
        return int(row.pk)

    def _target(self, model: Any, slug: str) -> ContentRoot:
        """Return where children of a root are written; never what readers see."""
        parent: Any = related_model(model, parent_field(model))
        if (parent, slug) not in self._targets:
            live = parent.objects.get(**{parent.natural_fields[0]: slug})
            target = live
            if live.status == ContentRoot.Status.PUBLISHED:
                target, is_new = drafts.open_draft(root=live, by=self.by, now=self.now)
                if is_new:
                    self.opened.append((parent._meta.label, target.pk))
            if target.status != ContentRoot.Status.DRAFT:
                text = f"“{live}” is {target.get_status_display().lower()} by now."
                raise RefusedRowError(text)
            self._targets[parent, slug] = target
        return self._targets[parent, slug]


def _differs(row: Any, values: Json) -> bool:
    return any(held(row, name) != value for name, value in values.items())


def _found(model: Any, name: str, keys: list[Any]) -> list[Any]:
    related: Any = related_model(model, name)
    field = related.natural_fields[0]
    return [key and related.objects.get(**{field: key}) for key in keys]
