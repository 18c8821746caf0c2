"""Whole pieces of content: a root with all that hangs on it, to copy and compare.

A branch is read from rows or from the JSON that a revision keeps, and written over
other rows: children that match by key keep their ids.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from careersite.common.columns import (
    canonical,
    field_of,
    parsed,
    plain_many_to_many,
    related_model,
    tracked_names,
)

Json = dict[str, Any]
# The life of a row is not its content.
LIFE = {"status", "published_at"}


@dataclass
class Branch:
    """One row and its children; foreign keys are ids of rows."""

    model: type[models.Model]
    values: dict[str, Any]
    links: dict[str, list[Any]] = field(default_factory=dict)
    children: dict[str, list["Branch"]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        """What finds the row among its siblings."""
        return tuple(self.values[name] for name in key_names(self.model))


@dataclass(frozen=True)
class Missing:
    """Something that a kept branch names and that is no longer there."""

    model: type[models.Model]
    key: tuple[Any, ...]

    def __str__(self) -> str:
        named = " / ".join(map(str, self.key))
        return f"The {self.model._meta.verbose_name} “{named}” is no longer there."


def parent_field(model: type[models.Model]) -> str:
    """The name of the key to the parent; empty for a root."""
    return getattr(model, "parent_field", "")


def key_names(model: type[models.Model]) -> list[str]:
    """The fields that tell a child from its siblings."""
    paths: tuple[str, ...] = getattr(model, "natural_fields", ())
    first = [path.partition("__")[0] for path in paths]
    return [name for name in dict.fromkeys(first) if name != parent_field(model)]


def child_relations(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    """Yield name and model of each kind of child, as they were declared."""
    for relation in model._meta.related_objects:
        child = relation.related_model
        if parent_field(child) == relation.field.name:
            yield str(relation.get_accessor_name()), child


def content_names(model: type[models.Model]) -> list[str]:
    """The columns that an editor writes."""
    links = {column.name for column in plain_many_to_many(model)}
    left_out = LIFE | links | {parent_field(model)}
    return [name for name in tracked_names(model) if name not in left_out]


def read_branch(row: Any) -> Branch:
    """Read a row and everything below it, as it stands now."""
    return _read_branches(type(row), [row])[0]


def _read_branches(model: type[models.Model], rows: Sequence[Any]) -> list[Branch]:
    """Read rows of one kind; each kind below and each column of links asks once."""
    names = {name: field_of(model, name).attname for name in content_names(model)}
    pks = [row.pk for row in rows]
    links = {column.name: _linked(column, pks) for column in plain_many_to_many(model)}
    children = {name: _below(child, pks) for name, child in child_relations(model)}
    return [
        Branch(
            model=model,
            values={name: getattr(row, attname) for name, attname in names.items()},
            links={name: found[row.pk] for name, found in links.items()},
            children={name: found[row.pk] for name, found in children.items()},
        )
        for row in rows
    ]


def _linked(column: Any, pks: list[Any]) -> dict[Any, list[Any]]:
    """Return what rows lead to by a column of many, by their id, in order."""
    through = column.remote_field.through
    own, other = column.m2m_field_name(), column.m2m_reverse_field_name()
    pairs = through.objects.filter(**{f"{own}__in": pks}) if pks else []
    found: dict[Any, list[Any]] = defaultdict(list)
    for pair in pairs:
        found[getattr(pair, f"{own}_id")].append(getattr(pair, f"{other}_id"))
    return defaultdict(list, {pk: sorted(linked) for pk, linked in found.items()})


def _below(child: Any, pks: list[Any]) -> dict[Any, list[Branch]]:
    """Return the children of one kind below many rows, drafts included."""
    attname = field_of(child, child.parent_field).attname
    found: dict[Any, list[Branch]] = defaultdict(list)
    if pks:
        where = {f"{child.parent_field}__in": pks}
        rows = list(every_row(child).filter(**where).order_by("pk"))
        for row, branch in zip(rows, _read_branches(child, rows), strict=True):
            found[getattr(row, attname)].append(branch)
    return found


def rows_below(row: models.Model, child: Any) -> models.QuerySet:
    """Return the children of one kind that belong to `row`, draft or not."""
    return child.everything.filter(**{child.parent_field: row}).order_by("pk")


def every_row(model: Any) -> models.Manager:
    """Return the manager that leaves nothing out, drafts included."""
    manager: models.Manager = getattr(model, "everything", model.objects)
    return manager


def write_branch(row: Any, branch: Branch) -> None:
    """Make `row` and what is below it hold what `branch` holds.

    Rows that do not change are not written. Raises IntegrityError or ProtectedError
    where the database refuses.
    """
    _fill(row, branch)
    for name, child in child_relations(branch.model):
        wanted = {below.key: below for below in branch.children.get(name, [])}
        held = {_key_of(below): below for below in rows_below(row, child)}
        gone = [below.pk for key, below in held.items() if key not in wanted]
        if gone:
            child.everything.filter(pk__in=gone).delete()
        for key, below in wanted.items():
            found = held.get(key) or child(**{child.parent_field: row})
            write_branch(found, below)


def _fill(row: Any, branch: Branch) -> None:
    names = {field_of(branch.model, name).attname: name for name in branch.values}
    is_new = row.pk is None
    changed = {
        attname: branch.values[name]
        for attname, name in names.items()
        if is_new or getattr(row, attname) != branch.values[name]
    }
    for attname, value in changed.items():
        setattr(row, attname, value)
    if changed:
        row.save()
    for name, pks in branch.links.items():
        getattr(row, name).set(pks)


def _key_of(row: Any) -> tuple[Any, ...]:
    model = type(row)
    return tuple(
        getattr(row, field_of(model, name).attname) for name in key_names(model)
    )


def to_json(branch: Branch) -> Json:
    """Return the branch with natural keys in place of ids."""
    return all_to_json([branch])[0]


def all_to_json(branches: Sequence[Branch]) -> list[Json]:
    """Return many branches as JSON; each table that they name is asked once."""
    names = _Names(branches)
    return [names.write(branch) for branch in branches]


def fingerprint(content: Json) -> str:
    """Return what differs whenever any content differs."""
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(model: type[models.Model], content: Json) -> tuple[Branch, list[Missing]]:
    """Read a kept branch; also return what it names and no longer exists.

    Fields that the table no longer has are left out, new ones take their default.
    A child that names something missing is left out.
    """
    reader = _Rows()
    return reader.read(model, content), reader.missing


class _Names:
    """Finds natural keys, asking once for each table."""

    def __init__(self, branches: Sequence[Branch]) -> None:
        self._wanted: dict[Any, set[Any]] = defaultdict(set)
        for branch in branches:
            self._collect(branch)
        self._keys = {
            model: {
                row[0]: list(row[1:])
                for row in every_row(model)
                .filter(pk__in=pks)
                .values_list("pk", *model.natural_fields)
            }
            for model, pks in self._wanted.items()
        }

    def _collect(self, branch: Branch) -> None:
        for name, value in branch.values.items():
            if _leads_on(branch.model, name) and value is not None:
                self._wanted[related_model(branch.model, name)].add(value)
        for name, pks in branch.links.items():
            self._wanted[related_model(branch.model, name)].update(pks)
        for below in _all_below(branch):
            self._collect(below)

    def write(self, branch: Branch) -> Json:
        fields = {
            name: self._value(branch.model, name, value)
            for name, value in branch.values.items()
        }
        links = {
            name: sorted(
                self._keys[related_model(branch.model, name)][pk] for pk in pks
            )
            for name, pks in branch.links.items()
        }
        children = {
            name: sorted((self.write(one) for one in below), key=json.dumps)
            for name, below in branch.children.items()
        }
        return {"fields": fields | links, "children": children}

    def _value(self, model: type[models.Model], name: str, value: Any) -> Any:
        if not _leads_on(model, name):
            return canonical(value)
        return None if value is None else self._keys[related_model(model, name)][value]


class _Rows:
    """Finds rows by the natural keys of a kept branch."""

    def __init__(self) -> None:
        self.missing: list[Missing] = []
        self._found: dict[tuple[Any, ...], Any] = {}

    def read(self, model: type[models.Model], content: Json) -> Branch:
        fields, links = content["fields"], plain_many_to_many(model)
        children = {
            name: list(self._read_all(child, content["children"].get(name, [])))
            for name, child in child_relations(model)
        }
        names = [name for name in content_names(model) if name in fields]
        return Branch(
            model=model,
            values={name: self._value(model, name, fields[name]) for name in names},
            links={
                column.name: self._pks(model, column.name, fields.get(column.name, []))
                for column in links
            },
            children=children,
        )

    def _read_all(self, child: Any, rows: list[Json]) -> Iterator[Branch]:
        for content in rows:
            before = len(self.missing)
            branch = self.read(child, content)
            if len(self.missing) == before:
                yield branch

    def _value(self, model: type[models.Model], name: str, value: Any) -> Any:
        if not _leads_on(model, name):
            return parsed(field_of(model, name), value)
        return None if value is None else self._pk(related_model(model, name), value)

    def _pks(self, model: type[models.Model], name: str, keys: list[Any]) -> list[Any]:
        pks = [self._pk(related_model(model, name), key) for key in keys]
        return sorted(pk for pk in pks if pk is not None)

    def _pk(self, model: Any, key: list[Any]) -> Any:
        place = (model, *key)
        if place not in self._found:
            try:
                self._found[place] = model.objects.get_by_natural_key(*key).pk
            except (model.DoesNotExist, TypeError, ValueError):
                self._found[place] = None
                self.missing.append(Missing(model, tuple(key)))
        return self._found[place]


def _leads_on(model: type[models.Model], name: str) -> bool:
    return isinstance(field_of(model, name), models.ForeignKey)


def _all_below(branch: Branch) -> Iterator[Branch]:
    for below in branch.children.values():
        yield from below
