"""Load the content of `fixtures/` without touching what an editor changed.

For each natural key a hash is kept of what was last written. A row that is
missing and was never seen is created; a row equal to its last hash is updated;
a row that an editor changed or removed is left alone and listed, and so is one
that another row stands in the way of.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.db import IntegrityError, connection, models, transaction
from psycopg.errors import UniqueViolation

from careersite.common.columns import (
    blank_value,
    canonical,
    field_of,
    parsed,
    plain_many_to_many,
    related_model,
    tracked_names,
)
from careersite.common.models import Keyed
from careersite.fixtures import Record, fixture_files, hash_files, read_file
from roles.models import SeededRow, SeedRun

LOCK = 730_211

CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept"


# Hears the name of a file, its number from 1, and how many there are.
Tell = Callable[[str, int, int], object]


class Outcome(NamedTuple):
    """What became of a record, and why where it was left alone."""

    word: str
    reason: str = ""
    may_come_later: bool = False


class MissingRowError(Exception):
    """Raised where a record names a row that does not exist."""


@dataclass
class Report:
    """What one run did: counts for each file, and what it left alone."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    is_skipped: bool = False

    def total(self, outcome: str) -> int:
        """How many records had `outcome`, over all files."""
        return sum(counter[outcome] for counter in self.counts.values())


@transaction.atomic
def seed(
    *,
    directory: Path,
    now: datetime,
    again: bool = False,
    tell: Tell = lambda file, number, total: None,
) -> Report:
    """Bring the database up to the fixtures in one transaction.

    With files that the last run has already read nothing is done, unless
    `again` asks for it. `tell` hears of each file before it is read.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    files_hash = hash_files(directory)
    last = SeedRun.objects.first()
    if last and last.files_hash == files_hash and not again:
        return Report(is_skipped=True)
    seeder = Seeder(now=now)
    for _, records in groupby(_told(directory, tell), key=lambda one: one.model):
        seeder.apply(list(records))
    report = seeder.finish()
    SeedRun.objects.create(
        finished_at=now,
        files_hash=files_hash,
        created=report.total(CREATED),
        updated=report.total(UPDATED),
        kept=report.total(KEPT),
    )
    return report


def _told(directory: Path, tell: Tell) -> Iterator[Record]:
    """Yield every record, and tell of each file as it begins."""
    files = fixture_files(directory)
    for number, path in enumerate(files, start=1):
        tell(f"{path.parent.name}/{path.name}", number, len(files))
        yield from read_file(path)


def _has_deferred(model: type[Keyed]) -> bool:
    """Whether the database asks for a constraint of the model at the end only."""
    constraints = model._meta.constraints
    return any(getattr(one, "deferrable", None) for one in constraints)


class Seeder:
    """Applies records in order; holds each table in memory while it runs.

    New rows of one model wait together, and are written before anything else
    needs them.
    """

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.report = Report()
        self._tables: dict[type[Keyed], Table] = {}
        self._seen = {
            (row.model_label, row.natural_key): row for row in SeededRow.objects.all()
        }
        self._written: dict[tuple[str, str], SeededRow] = {}
        self._waiting: list[tuple[Record, Keyed]] = []

    def apply(self, records: Sequence[Record]) -> None:
        """Create, update or leave the rows of one model, and count the outcomes.

        They are written together; where the database refuses that, one by one.
        """
        try:
            outcomes = self._write(records)
        except IntegrityError:
            self._forget(records)
            outcomes = self._write_singly(records)
        for record, outcome in zip(records, outcomes, strict=True):
            self.report.counts.setdefault(record.file, Counter())[outcome.word] += 1
            if outcome.reason:
                self.report.kept.append(f"{record}: {outcome.reason}")

    def finish(self) -> Report:
        """Store the hashes, and say what was done."""
        SeededRow.objects.bulk_create(
            self._written.values(),
            update_conflicts=True,
            unique_fields=["model_label", "natural_key"],
            update_fields=["fields", "content_hash"],
        )
        return self.report

    @transaction.atomic
    def _write(self, records: Sequence[Record]) -> list[Outcome]:
        """Write all of it or nothing; constraints that can wait wait for the last."""
        outcomes = [self._outcome(record) for record in records]
        self._write_waiting()
        if _has_deferred(records[0].model):
            connection.check_constraints()
        return outcomes

    def _write_singly(self, records: Sequence[Record]) -> list[Outcome]:
        """Write what can be written; what another row hindered is tried again."""
        outcomes: dict[int, Outcome] = {}
        left, before = list(range(len(records))), -1
        while len(left) != before:
            outcomes |= {at: self._write_one(records[at]) for at in left}
            left, before = [at for at in left if outcomes[at].may_come_later], len(left)
        return list(outcomes.values())

    def _write_one(self, record: Record) -> Outcome:
        try:
            return self._write([record])[0]
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation):
                error.add_note(f"While loading {record} of {record.file}")
                raise
            self._forget([record])
            detail = error.__cause__.diag.message_detail
            reason = f"collides with another row: {detail}"
            return Outcome(KEPT, reason, may_come_later=True)

    def _forget(self, records: Sequence[Record]) -> None:
        """Know the table as it is again, after what was written is taken back."""
        self._waiting.clear()
        self._tables.pop(records[0].model, None)
        for record in records:
            self._written.pop(record.identity, None)

    def _outcome(self, record: Record) -> Outcome:
        try:
            return self._apply(record)
        except MissingRowError as error:
            reason = f"needs {error}, which is not there"
            return Outcome(KEPT, reason, may_come_later=True)
        except IntegrityError:
            # Whose fault it is shows when each record is written alone.
            raise
        except Exception as error:
            error.add_note(f"While loading {record} of {record.file}")
            raise

    def _apply(self, record: Record) -> Outcome:
        row = self._table(record.model).row(record.natural_key)
        seen = self._seen.get(record.identity)
        if row is None and seen:
            return Outcome(KEPT, "removed by an editor")
        if row is None:
            # Filling may write what waits, so it comes before joining the queue.
            row = self._filled(record, record.model())
            self._waiting.append((record, row))
            return Outcome(CREATED)
        wanted = {name: self._wanted(record, name) for name in record.values}
        has_all = self._content(row, wanted) == wanted
        if self._was_changed(row, seen) and not (
            has_all and self._is_bare(record, row)
        ):
            return Outcome(KEPT, "changed by an editor")
        if has_all:
            self._note(record, row)
            return Outcome(UNCHANGED)
        self._filled(record, row).save()
        self._settle(record, row)
        return Outcome(UPDATED)

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        objects = waiting[0][0].model.objects  # type: ignore[attr-defined]
        objects.bulk_create([row for _, row in waiting])
        for record, row in waiting:
            self._settle(record, row)

    def _was_changed(self, row: Keyed, seen: SeededRow | None) -> bool:
        """Whether somebody else wrote what `row` holds now."""
        return seen is None or self._hash(row, seen.fields) != seen.content_hash

    def _is_bare(self, record: Record, row: Keyed) -> bool:
        """Whether `row` holds nothing in the fields that `record` does not name."""
        names = [
            name for name in tracked_names(record.model) if name not in record.values
        ]
        blank = {name: blank_value(field_of(record.model, name)) for name in names}
        return self._content(row, names) == blank

    def _filled(self, record: Record, row: Keyed) -> Keyed:
        for name in record.values:
            self._set(record, row, name)
        if getattr(row, "status", "") == "published" and not row.published_at:  # type: ignore[attr-defined]
            row.published_at = self.now  # type: ignore[attr-defined]
        # The database itself answers for keys, uniqueness and constraints.
        keys = [column.name for column in row._meta.fields if column.is_relation]
        row.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
        return row

    def _settle(self, record: Record, row: Keyed) -> None:
        self._table(record.model).add(record.natural_key, row)
        for column in plain_many_to_many(record.model):
            if column.name in record.values:
                keys = record.values[column.name]
                pks = [self._pk(record, column.name, key) for key in keys]
                getattr(row, column.name).set(pks)
        self._note(record, row)

    def _set(self, record: Record, row: Keyed, name: str) -> None:
        column, value = field_of(record.model, name), record.values[name]
        if isinstance(column, models.ForeignKey):
            setattr(row, column.attname, self._pk(record, name, value))
        elif not column.many_to_many:
            setattr(row, name, parsed(column, value))
        else:
            # They are set once the row is written, which is too late to miss one.
            for key in value:
                self._pk(record, name, key)

    def _note(self, record: Record, row: Keyed) -> None:
        names = tracked_names(record.model)
        label, key = record.identity
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
        if record.model is related:
            self._write_waiting()
        row = self._table(related).row(tuple(key))
        if row is None:
            raise MissingRowError(f"{related._meta.label} {json.dumps(key)}")
        return row.pk

    def _wanted(self, record: Record, name: str) -> object:
        value = record.values[name]
        column = field_of(record.model, name)
        if column.many_to_many:
            return sorted(value)
        if isinstance(column, models.ForeignKey):
            return value
        return canonical(parsed(column, value))

    def _content(self, row: Keyed, names: Iterable[str]) -> dict[str, object]:
        return {name: self._held(row, name) for name in names}

    def _held(self, row: Keyed, name: str) -> object:
        column = field_of(type(row), name)
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
