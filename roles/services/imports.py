"""Import with a plan: look at what a file would change, confirm it, undo it."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError

from careersite.common.actor import Actor
from careersite.common.branches import content_names
from careersite.common.columns import canonical, field_of, parsed
from careersite.common.models import ContentChild, ContentRoot, Keyed, Publishable
from roles.models import ImportBatch
from roles.services.problems import refusal_of
from roles.sheets import Fault, Row, SheetError

CREATE, UPDATE = "create", "update"
BETWEEN = "/"  # of the parts of a natural key; slugs hold none
NAME_MAX = 120


class ChangedSincePlanError(Exception):
    """Raised where rows are no longer as the plan, or the batch, left them."""


def is_flat(model: Any) -> bool:
    """Whether a kind of content is imported by itself: it has no drafts, no parent."""
    return issubclass(model, Keyed) and not issubclass(
        model, ContentRoot | ContentChild
    )


def columns_of(model: Any) -> list[str]:
    """Return the columns of a file: all that an editor writes, and the key."""
    return content_names(model)


def export_rows(model: Any) -> list[dict[str, Any]]:
    """Return every row as a file holds it, by natural key."""
    table = _Table(model)
    names = columns_of(model)
    return [{name: table.cell(row, name) for name in names} for row in table.rows()]


@transaction.atomic
def plan(
    *,
    model: Any,
    rows: Sequence[Row],
    file_name: str,
    by: Actor,
    now: datetime,
    may_publish: bool,
) -> ImportBatch:
    """Keep what `rows` would change, or raise SheetError with every fault.

    Nothing of the content is written. Who may not publish may not change what
    readers see.
    """
    planner = _Planner(model, may_publish=may_publish)
    planned = planner.plan(rows)
    return ImportBatch.objects.create(
        model_label=model._meta.label,
        file_name=file_name[-NAME_MAX:],
        rows=planned,
        unchanged=len(rows) - len(planned),
        actor_id=by.pk,
        actor_name=by.display_name,
        planned_at=now,
    )


@transaction.atomic
def apply(*, batch: ImportBatch, model: Any, by: Actor, now: datetime) -> ImportBatch:
    """Do exactly what the plan says, or nothing; raises ChangedSincePlanError."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.PLANNED:
        raise ImportBatch.WrongStateError("It was applied already.")
    table = _Table(model, lock=True)
    for one in locked.rows:
        row = _expected(table, one, "old")
        table.fill(row, one["new"])
        _save(row, one)
        one["pk"] = row.pk
    locked.mark_applied(by=by, now=now)
    return locked


@transaction.atomic
def undo(*, batch: ImportBatch, model: Any, now: datetime) -> ImportBatch:
    """Take a whole batch back, unless a row was changed since; then nothing."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.APPLIED:
        raise ImportBatch.WrongStateError("It is not applied.")
    table = _Table(model, lock=True)
    for one in reversed(locked.rows):
        row = _expected(table, one, "new")
        if one["action"] == CREATE:
            _delete(row, one)
        else:
            table.fill(row, one["old"])
            _save(row, one)
    locked.mark_undone(now=now)
    return locked


def _expected(table: "_Table", one: dict[str, Any], state: str) -> Any:
    """Return the row of one line, if it still holds what it should."""
    row = table.row(one["pk"]) if one["pk"] else table.find(tuple(one["key"]))
    is_new = one["action"] == CREATE and state == "old"
    if is_new != (row is None):
        raise ChangedSincePlanError(f"Line {one['line']}: the row came or went since.")
    if row is None:
        return table.model()
    if any(table.cell(row, name) != value for name, value in one[state].items()):
        raise ChangedSincePlanError(f"Line {one['line']}: the row was changed since.")
    return row


def _save(row: models.Model, one: dict[str, Any]) -> None:
    try:
        row.save()
    except DatabaseError as error:
        text = f"Line {one['line']}: {refusal_of(error)}"
        raise ChangedSincePlanError(text) from error


def _delete(row: models.Model, one: dict[str, Any]) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise ChangedSincePlanError(
            f"Line {one['line']}: it is used by now."
        ) from error


class _Table:
    """The rows of one kind, with foreign keys written as natural keys."""

    def __init__(self, model: Any, *, lock: bool = False) -> None:
        self.model = model
        found = model.objects.order_by("pk")
        self._rows = {
            row.pk: row for row in (found.select_for_update() if lock else found)
        }
        pairs = model.objects.values_list("pk", *model.natural_fields)
        self._pks = {tuple(map(str, key)): pk for pk, *key in pairs}
        self._names: dict[Any, tuple[dict[Any, str], dict[str, Any]]] = {}

    def rows(self) -> list[Any]:
        """Return every row, oldest first."""
        return list(self._rows.values())

    def row(self, pk: Any) -> Any:
        """Return a row by id."""
        return self._rows.get(pk)

    def find(self, key: tuple[str, ...]) -> Any:
        """Return the row with a natural key."""
        return self._rows.get(self._pks.get(key))

    def cell(self, row: Any, name: str) -> Any:
        """Return what a file holds of one column."""
        column = field_of(self.model, name)
        value = getattr(row, column.attname)
        if isinstance(column, models.ForeignKey):
            return None if value is None else self._keys(column)[0].get(value, "")
        return canonical(value)

    def fill(self, row: Any, cells: dict[str, Any]) -> None:
        """Set columns of a row; raises ValidationError by the name of the column."""
        faults: dict[str, Any] = {}
        for name, value in cells.items():
            try:
                setattr(
                    row, field_of(self.model, name).attname, self._value(name, value)
                )
            except ValidationError as error:
                faults[name] = error.messages
        if faults:
            raise ValidationError(faults)

    def _value(self, name: str, value: Any) -> Any:
        column: Any = field_of(self.model, name)
        if value in ("", None):
            return (
                None
                if column.null
                else column.get_default()
                if column.has_default()
                else ""
            )
        if isinstance(column, models.ForeignKey):
            found = self._keys(column)[1].get(str(value))
            if found is None:
                kind = column.related_model._meta.verbose_name
                raise ValidationError(f"There is no {kind} “{value}”.")
            return found
        return _plain(column, value)

    def _keys(self, column: Any) -> tuple[dict[Any, str], dict[str, Any]]:
        model = column.related_model
        if model not in self._names:
            rows = model.objects.values_list("pk", *model.natural_fields)
            names = {pk: BETWEEN.join(map(str, key)) for pk, *key in rows}
            self._names[model] = (names, {name: pk for pk, name in names.items()})
        return self._names[model]


def _plain(column: Any, value: Any) -> Any:
    if column.get_internal_type() in {"JSONField", "ArrayField"} and isinstance(
        value, str
    ):
        try:
            return json.loads(value)
        except ValueError:
            raise ValidationError('Write it as JSON, such as ["a", "b"].') from None
    if isinstance(value, list | dict) and column.get_internal_type() not in {
        "JSONField",
        "ArrayField",
    }:
        raise ValidationError("Write one value, not several.")
    if isinstance(column, models.BooleanField) and isinstance(value, str):
        value = value.capitalize()
    try:
        return parsed(column, value)
    except (ValueError, OverflowError, ArithmeticError):
        raise ValidationError("This value cannot be read.") from None


class _Planner:
    """Finds what each line would change, and everything that is wrong."""

    def __init__(self, model: Any, *, may_publish: bool) -> None:
        self.model, self.may_publish = model, may_publish
        self.table = _Table(model)
        self.names = columns_of(model)
        self.keys = [path.partition("__")[0] for path in model.natural_fields]
        self.faults: list[Fault] = []
        self._changed: list[tuple[int, Any]] = []
        self._lines: dict[tuple[str, ...], list[int]] = defaultdict(list)

    def plan(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Return the lines that change something; raises SheetError."""
        self._check_columns(rows)
        planned = [one for row in rows if (one := self._plan(row))]
        for key, lines in self._lines.items():
            if len(lines) > 1:
                text = f"“{BETWEEN.join(key)}” stands in line {lines[0]} already."
                self.faults += [Fault(line, self.keys[0], text) for line in lines[1:]]
        if not self.faults:
            self._try()
        if self.faults:
            raise SheetError(sorted(self.faults, key=lambda fault: fault.line))
        return planned

    def _try(self) -> None:
        """Write all of it and take it back: the database knows what no check sees."""
        with transaction.atomic():
            for line, content in self._changed:
                try:
                    with transaction.atomic():
                        content.save()
                except DatabaseError as error:
                    self.faults.append(Fault(line, "", refusal_of(error)))
            transaction.set_rollback(True)

    def _check_columns(self, rows: Sequence[Row]) -> None:
        given = dict.fromkeys(name for row in rows for name in row.cells)
        unknown = [name for name in given if name not in self.names]
        faults = [Fault(1, name, "There is no such column.") for name in unknown]
        faults += [
            Fault(1, name, "This column is needed to find the row.")
            for name in self.keys
            if name not in given
        ]
        if faults:
            raise SheetError(faults)

    def _plan(self, row: Row) -> dict[str, Any] | None:
        key = self._key(row)
        if not all(key):
            self.faults.append(Fault(row.line, self.keys[0], "The key is empty."))
            return None
        self._lines[key].append(row.line)
        found = self.table.find(key)
        content = found if found is not None else self.model()
        old = {name: self.table.cell(content, name) for name in row.cells}
        if not self._fills(row, content):
            return None
        new = {name: self.table.cell(content, name) for name in row.cells}
        changed = [name for name in new if found is None or new[name] != old[name]]
        if not changed:
            return None
        self._check(row, content, is_known=found is not None)
        self._changed.append((row.line, content))
        return {
            "line": row.line,
            "action": UPDATE if found is not None else CREATE,
            "key": list(key),
            "pk": found.pk if found is not None else None,
            "old": {name: old[name] for name in changed} if found is not None else {},
            "new": {name: new[name] for name in changed},
        }

    def _key(self, row: Row) -> tuple[str, ...]:
        """Return the natural key; a foreign key's cell holds all its parts."""
        names = dict.fromkeys(self.keys)
        return tuple(
            part
            for name in names
            for part in str(row.cells.get(name) or "").split(
                BETWEEN if _leads_on(self.model, name) else "\0"
            )
        )

    def _fills(self, row: Row, content: Any) -> bool:
        try:
            self.table.fill(content, row.cells)
        except ValidationError as error:
            self._note(row, error)
            return False
        return True

    def _check(self, row: Row, content: Any, *, is_known: bool) -> None:
        published = Publishable.Status.PUBLISHED
        seen = is_known and getattr(content, "status", published) == published
        if seen and isinstance(content, Publishable) and not self.may_publish:
            text = "It is published: only a publisher may change it."
            self.faults.append(Fault(row.line, self.keys[0], text))
        relations = _relations(self.model)
        self.faults += [
            Fault(row.line, column.name, "This column is needed.")
            for column in relations
            if not column.null and getattr(content, column.attname) is None
        ]
        try:
            content.clean_fields(exclude=[column.name for column in relations])
            content.clean()
        except ValidationError as error:
            self._note(row, error)

    def _note(self, row: Row, error: ValidationError) -> None:
        for name, messages in error.message_dict.items():
            column = "" if name == NON_FIELD_ERRORS else name
            self.faults += [Fault(row.line, column, text) for text in messages]


def _leads_on(model: Any, name: str) -> bool:
    return isinstance(field_of(model, name), models.ForeignKey)


def _relations(model: Any) -> list[Any]:
    """Foreign keys were found among live rows: asking again costs a query each."""
    return [column for column in model._meta.concrete_fields if column.is_relation]
