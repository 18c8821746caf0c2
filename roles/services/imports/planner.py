"""What each line of a file would change, and everything that is wrong with it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction

from careersite.common.branches import content_names
from careersite.common.columns import field_of
from careersite.common.models import Publishable
from roles.services.imports.table import BETWEEN, Table
from roles.services.problems import refusal_of
from roles.sheets import Fault, Row, SheetError

CREATE, UPDATE = "create", "update"
DECIDED = {Publishable.Status.PUBLISHED, Publishable.Status.SCHEDULED}


class Planner:
    """Finds what each line would change, and everything that is wrong."""

    def __init__(self, model: Any, *, may_publish: bool) -> None:
        self.model, self.may_publish = model, may_publish
        self.table = Table(model)
        self.names = content_names(model)
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
        if not self._fills(row, content, old):
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

    def _fills(self, row: Row, content: Any, old: dict[str, Any]) -> bool:
        cells = {
            name: old[name] if _is_same_text(old[name], value) else value
            for name, value in row.cells.items()
        }
        try:
            self.table.fill(content, cells)
        except ValidationError as error:
            self._note(row, error)
            return False
        return True

    def _check(self, row: Row, content: Any, *, is_known: bool) -> None:
        text = publisher_needed(content) if is_known and not self.may_publish else ""
        if text:
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


def publisher_needed(content: Any) -> str:
    """Say why only a publisher may change this row: readers see it, or soon will."""
    if not isinstance(content, Publishable) or content.status not in DECIDED:
        return ""
    status = Publishable.Status(content.status).label.lower()
    return f"It is {status}: only a publisher may change it."


def _leads_on(model: Any, name: str) -> bool:
    return isinstance(field_of(model, name), models.ForeignKey)


def _is_same_text(old: Any, new: Any) -> bool:
    """Spreadsheets write the ends of lines anew: that is no change."""
    if not (isinstance(old, str) and isinstance(new, str)):
        return False
    return old.replace("\r\n", "\n") == new.replace("\r\n", "\n")


def _relations(model: Any) -> list[Any]:
    """Foreign keys were found among live rows: asking again costs a query each."""
    return [column for column in model._meta.concrete_fields if column.is_relation]
