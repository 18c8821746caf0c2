"""The rows of one kind of content, as a file holds them."""

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from careersite.common.columns import canonical, field_of, parsed

BETWEEN = "/"  # of the parts of a natural key; slugs hold none
LISTS = {"JSONField", "ArrayField"}


class Table:
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

    def shown(self, row: Any, name: str) -> Any:
        """Return what an exported file shows of one column; numbers are numbers."""
        value = self.cell(row, name)
        column = field_of(self.model, name)
        is_number = column.get_internal_type() == "DecimalField" and value is not None
        return Decimal(value) if is_number else value

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
    is_list = column.get_internal_type() in LISTS
    if is_list and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            raise ValidationError('Write it as JSON, such as ["a", "b"].') from None
    if isinstance(value, list | dict) and not is_list:
        raise ValidationError("Write one value, not several.")
    if isinstance(column, models.BooleanField) and isinstance(value, str):
        value = value.capitalize()
    try:
        return parsed(column, value)
    except (ValueError, OverflowError, ArithmeticError):
        raise ValidationError("This value cannot be read.") from None
