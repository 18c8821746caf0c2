"""Indexes of the largest tables, taken away for the time of filling them.

What was taken away is written down in the database itself, in the same
transaction, so that a filling cut short still ends with every index.
"""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Model
from psycopg.sql import SQL, Identifier

from careersite.population.filling import run
from roadmaps.models import PartTick, StepEvent, StepProgress

LARGE: tuple[type[Model], ...] = (StepProgress, StepEvent, PartTick)
MEMORY = "512MB"
# Primary keys stay: what points to a table needs its key.
FIND = """
SELECT index.indexrelid::regclass::text, con.conname,
  coalesce(pg_get_constraintdef(con.oid), pg_get_indexdef(index.indexrelid))
FROM pg_index AS index
LEFT JOIN pg_constraint AS con
  ON con.conindid = index.indexrelid AND con.conrelid = index.indrelid
WHERE index.indrelid = %(table)s::regclass AND NOT index.indisprimary
ORDER BY 1
"""


@transaction.atomic
def take_away() -> None:
    """Drop the indexes of the largest tables and write down what they were."""
    run(
        "CREATE TABLE IF NOT EXISTS population_index ("
        "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " table_name text NOT NULL, con_name text, definition text NOT NULL)"
    )
    for model in LARGE:
        table = model._meta.db_table
        for name, con_name, definition in run(FIND, {"table": table}):
            run(
                "INSERT INTO population_index (table_name, con_name, definition)"
                " VALUES (%(table)s, %(con_name)s, %(definition)s)",
                {"table": table, "con_name": con_name, "definition": definition},
            )
            if con_name:
                statement = SQL("ALTER TABLE {} DROP CONSTRAINT {}")
                run(statement.format(Identifier(table), Identifier(con_name)))
            else:
                run(SQL("DROP INDEX {}").format(SQL(name)))


def bring_back() -> Iterator[str]:
    """Make each missing index again, yielding before each what it is."""
    if "population_index" not in connection.introspection.table_names():
        return
    rows = run(
        "SELECT id, table_name, con_name, definition FROM population_index ORDER BY id"
    )
    for number, table, con_name, definition in rows:
        yield f"index {number - rows[0][0] + 1} of {len(rows)}"
        with transaction.atomic():
            run(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
            if con_name:
                statement = SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
                named = statement.format(
                    Identifier(table), Identifier(con_name), SQL(definition)
                )
            else:
                named = SQL("{}").format(SQL(definition))
            run(named)
            run("DELETE FROM population_index WHERE id = %(id)s", {"id": number})
    run("DROP TABLE population_index")
