"""Load the content of `fixtures/` without touching what an editor changed.

For each natural key a hash is kept of what was last written. A row that is
missing and was never seen is created; a row equal to its last hash is updated;
a row that an editor changed or removed is left alone and listed.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import connection, models, transaction

from careersite.common.models import Keyed
from roles.models import SeededRow, SeedRun

# The order in which apps build on each other.
FOLDERS = ("roles", "profiles", "roadmaps")
LOCK = 730_211
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept"


class MissingRowError(Exception):
    """Raised where a record names a row that does not exist."""


@dataclass(frozen=True)
class Record:
    """One record of a fixture file."""

    file: str
    model: type[Keyed]
    values: dict[str, Any]

    @property
    def natural_key(self) -> tuple[object, ...]:
        """The values of the model's natural fields, read from the record alone."""
        return tuple(self._value_at(path) for path in self.model.natural_fields)

    def __str__(self) -> str:
        return f"{self.model._meta.label} {json.dumps(self.natural_key)}"

    def _value_at(self, path: str) -> object:
        name, _, rest = path.partition("__")
        if not rest:
            return self.values[name]
        place = related_model(self.model, name).natural_fields.index(rest)
        return self.values[name][place]


@dataclass
class Report:
    """What one run did: counts for each file, and what it left alone."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    is_skipped: bool = False

    def total(self, outcome: str) -> int:
        """How many records had `outcome`, over all files."""
        return sum(counter[outcome] for counter in self.counts.values())


def fixture_files(directory: Path) -> list[Path]:
    """Fixture files in the order in which they build on each other."""
    return [
        path
        for folder in FOLDERS
        for path in sorted((directory / folder).glob("*.yaml"))
    ]


def read_records(directory: Path) -> Iterator[Record]:
    """Yield every record of the fixtures, in order."""
    for path in fixture_files(directory):
        name = f"{path.parent.name}/{path.name}"
        for entry in yaml.load(path.read_text(), Loader):  # noqa: S506 (safe loader)
            yield Record(name, apps.get_model(entry["model"]), entry["fields"])


def hash_files(directory: Path) -> str:
    """One hash over the names and bytes of all fixture files."""
    digest = hashlib.sha256()
    for path in fixture_files(directory):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@transaction.atomic
def seed(*, directory: Path, now: datetime, again: bool = False) -> Report:
    """Bring the database up to the fixtures in one transaction.

    With files that the last run has already read nothing is done, unless
    `again` asks for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    files_hash = hash_files(directory)
    last = SeedRun.objects.first()
    if last and last.files_hash == files_hash and not again:
        return Report(is_skipped=True)
    seeder = Seeder(now=now)
    for record in read_records(directory):
        seeder.apply(record)
    seeder.remember()
    report = seeder.report
    SeedRun.objects.create(
        finished_at=now,
        files_hash=files_hash,
        created=report.total(CREATED),
        updated=report.total(UPDATED),
        kept=report.total(KEPT),
    )
    return report


class Seeder:
    """Applies records one by one; holds each table in memory while it runs."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.report = Report()
        self._tables: dict[type[Keyed], Table] = {}
        self._seen = {
            (row.model_label, row.natural_key): row for row in SeededRow.objects.all()
        }
        self._written: dict[tuple[str, str], SeededRow] = {}

    def apply(self, record: Record) -> None:
        """Create, update or leave the row of `record`, and count the outcome."""
        try:
            outcome, reason = self._apply(record)
        except MissingRowError as error:
            outcome, reason = KEPT, f"needs {error}, which is not there"
        except Exception as error:
            error.add_note(f"While loading {record} of {record.file}")
            raise
        self.report.counts.setdefault(record.file, Counter())[outcome] += 1
        if reason:
            self.report.kept.append(f"{record}: {reason}")

    def remember(self) -> None:
        """Store the hash of everything that was written."""
        SeededRow.objects.bulk_create(
            self._written.values(),
            update_conflicts=True,
            unique_fields=["model_label", "natural_key"],
            update_fields=["fields", "content_hash"],
        )

    def _apply(self, record: Record) -> tuple[str, str]:
        row = self._table(record.model).row(record.natural_key)
        seen = self._seen.get(identity(record))
        if row is None and seen:
            return KEPT, "removed by an editor"
        if row is None:
            self._write(record, record.model())
            return CREATED, ""
        wanted = {name: self._wanted(record, name) for name in record.values}
        has_all = self._content(row, wanted) == wanted
        if self._was_changed(row, seen) and not has_all:
            return KEPT, "changed by an editor"
        if has_all:
            self._note(record, row)
            return UNCHANGED, ""
        self._write(record, row)
        return UPDATED, ""

    def _was_changed(self, row: Keyed, seen: SeededRow | None) -> bool:
        """Whether somebody else wrote what `row` holds now."""
        return seen is None or self._hash(row, seen.fields) != seen.content_hash

    def _write(self, record: Record, row: Keyed) -> None:
        for name in record.values:
            self._set(record, row, name)
        if getattr(row, "status", "") == "published" and not row.published_at:  # type: ignore[attr-defined]
            row.published_at = self.now  # type: ignore[attr-defined]
        row.save()
        for column in plain_many_to_many(record.model):
            keys = record.values.get(column.name, ())
            pks = [self._pk(record, column.name, key) for key in keys]
            getattr(row, column.name).set(pks)
        self._table(record.model).add(record.natural_key, row)
        self._note(record, row)

    def _set(self, record: Record, row: Keyed, name: str) -> None:
        column, value = record.model._meta.get_field(name), record.values[name]
        if isinstance(column, models.ForeignKey):
            setattr(row, column.attname, self._pk(record, name, value))
        elif not column.many_to_many:
            setattr(row, name, column.to_python(value))  # type: ignore[union-attr]

    def _note(self, record: Record, row: Keyed) -> None:
        names = tracked_names(record.model)
        label, key = identity(record)
        self._written[label, key] = SeededRow(
            model_label=label,
            natural_key=key,
            fields=names,
            content_hash=self._hash(row, names),
        )

    def _pk(self, record: Record, name: str, key: list[object] | None) -> object:
        if key is None:
            return None
        related = related_model(record.model, name)
        row = self._table(related).row(tuple(key))
        if row is None:
            raise MissingRowError(f"{related._meta.label} {json.dumps(key)}")
        return row.pk

    def _wanted(self, record: Record, name: str) -> object:
        value = record.values[name]
        column = record.model._meta.get_field(name)
        if column.many_to_many:
            return sorted(value)
        if isinstance(column, models.ForeignKey):
            return value
        return canonical(column.to_python(value))  # type: ignore[union-attr]

    def _content(self, row: Keyed, names: Iterator[str] | Any) -> dict[str, object]:
        return {name: self._held(row, name) for name in names}

    def _held(self, row: Keyed, name: str) -> object:
        column = row._meta.get_field(name)
        if column.many_to_many:
            table = self._table(related_model(type(row), name))
            pks = getattr(row, name).values_list("pk", flat=True)
            return sorted(table.key(pk) for pk in pks)
        if isinstance(column, models.ForeignKey):
            pk = getattr(row, column.attname)
            return pk and self._table(related_model(type(row), name)).key(pk)
        return canonical(getattr(row, name))

    def _hash(self, row: Keyed, names: list[str]) -> str:
        text = json.dumps(self._content(row, names), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def _table(self, model: type[Keyed]) -> "Table":
        if model not in self._tables:
            self._tables[model] = Table(model)
        return self._tables[model]


class Table:
    """The rows of one model by natural key, read once."""

    def __init__(self, model: type[Keyed]) -> None:
        objects = model.objects  # type: ignore[attr-defined]
        self._rows = {row.pk: row for row in objects.all()}
        pairs = objects.values_list("pk", *model.natural_fields)
        self._pks = {tuple(key): pk for pk, *key in pairs}
        self._keys = {pk: list(key) for key, pk in self._pks.items()}

    def row(self, key: tuple[object, ...]) -> Keyed | None:
        """Return the row with this natural key, or None."""
        return self._rows.get(self._pks.get(key))

    def key(self, pk: object) -> list[object]:
        """Return the natural key of a row."""
        return self._keys[pk]

    def add(self, key: tuple[object, ...], row: Keyed) -> None:
        """Take in a row that was just written."""
        self._rows[row.pk] = row
        self._pks[key] = row.pk
        self._keys[row.pk] = list(key)


def identity(record: Record) -> tuple[str, str]:
    """The label and natural key under which a record is remembered."""
    return record.model._meta.label, json.dumps(record.natural_key)


def related_model(model: type[models.Model], name: str) -> type[Keyed]:
    """The model to which the foreign key or many-to-many field `name` points."""
    return model._meta.get_field(name).related_model  # type: ignore[return-value]


def plain_many_to_many(model: type[models.Model]) -> list[models.ManyToManyField]:
    """Many-to-many fields whose rows are not content of their own."""
    return [
        column
        for column in model._meta.many_to_many
        if column.remote_field.through._meta.auto_created  # type: ignore[union-attr]
    ]


def tracked_names(model: type[models.Model]) -> list[str]:
    """Fields that an editor can change; time stamps and computed ones are not."""
    own = [
        column.name
        for column in model._meta.concrete_fields
        if column.editable and not column.primary_key and not column.generated
    ]
    return own + [column.name for column in plain_many_to_many(model)]


def canonical(value: object) -> object:
    """A value as JSON can hold it, the same before and after the database."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
