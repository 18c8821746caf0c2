"""INSERT ... SELECT into a model's table, with the model's defaults for the rest."""

from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model
from psycopg.sql import SQL, Composable, Identifier, Literal

Values = dict[str, Any]


def fill(
    model: type[Model], *, source: str, values: Values, **expressions: str
) -> None:
    """Insert a row of `model` for each row of `source` (all after FROM).

    `expressions` are SQL by the name of a column, `values` what they name as
    `%(name)s`. A column without an expression takes its field's default.
    """
    columns: list[Composable] = []
    chosen: list[Composable] = []
    for field in model._meta.concrete_fields:
        expression = _expression(field, expressions)
        if expression is not None:
            columns.append(Identifier(str(field.column)))
            chosen.append(expression)
    statement = SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        Identifier(model._meta.db_table),
        SQL(", ").join(columns),
        SQL(", ").join(chosen),
        SQL(source),
    )
    run(statement, values)


def run(statement: Composable | str, values: Values | None = None) -> list[Any]:
    """Run a statement of this package; return the rows it yields, if it yields any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _expression(field: "Field[Any, Any]", given: dict[str, str]) -> Composable | None:
    """Return what goes into a column, or None where the database knows better."""
    if field.column in given:
        return SQL(given[field.column])
    if field.primary_key or field.generated or field.db_default is not NOT_PROVIDED:
        return None
    default = field.get_db_prep_save(field.get_default(), connection)
    # The text may hold a percent sign, and the statement has parameters of its own.
    text = Literal(default).as_string(None).replace("%", "%%")
    cast_to = field.db_type(connection) or "text"
    return SQL("CAST({} AS {})").format(
        SQL(text),
        SQL(cast_to),
    )
