# ruff: noqa: S608 - all names and values come from our own database
"""Rows that many tests begin with: made once in a process, copied into each test."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection, models, transaction
from psycopg.sql import Literal

from roles.models import ContentStamp

STAMP = ContentStamp._meta.db_table
# Up to here numbers are left to the rows kept: these come before all others.
RESERVED = 1_000
# As the trigger on each table of content does, which copied rows pass by.
CHANGE_STAMP = f"""
INSERT INTO "{STAMP}" AS stamp (id, number)
VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000)
ON CONFLICT (id) DO UPDATE SET number = greatest(stamp.number + 1, excluded.number)
"""
COLUMNS = """
SELECT relname, string_agg(quote_ident(attname), ', ' ORDER BY attnum),
    (SELECT attname FROM pg_index JOIN pg_attribute AS part
        ON part.attrelid = indrelid AND part.attnum = indkey[0]
     WHERE indrelid = pg_class.oid AND indisprimary)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND attnum > 0 AND attgenerated = '' AND NOT attisdropped
GROUP BY pg_class.oid, relname
"""
SEQUENCES = """
SELECT objid::regclass AS name FROM pg_depend JOIN pg_class ON pg_class.oid = objid
WHERE relkind = 'S' AND deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass
"""


@dataclass(frozen=True)
class KeptRow:
    """A row, and all others that were written to make it."""

    model: type[models.Model]
    pk: int
    statements: str

    def bring_back(self):
        """Write the rows again as they were, and read the one."""
        with connection.cursor() as cursor:
            cursor.execute(self.statements)
        return self.model._base_manager.get(pk=self.pk)  # noqa: SLF001


class Keeper:
    """Makes rows and keeps what the database then holds that it did not hold before."""

    def __init__(self):
        self._columns = {table: rest for table, *rest in _asked(COLUMNS)}
        self._before = self._all_rows()
        self.kept = {}

    def __call__(self, name, made):
        """Keep all rows written since the last one was kept; return the row `made`."""
        after = self._all_rows()
        statements = [
            statement
            for table in self._columns
            for statement in self._changes(table, self._before[table], after[table])
        ]
        # The rows were checked when they were made, triggers included.
        self.kept[name] = KeptRow(
            type(made),
            made.pk,
            ";".join(
                [
                    "SET session_replication_role = replica",
                    *statements,
                    "SET session_replication_role = origin",
                    CHANGE_STAMP,
                ]
            ),
        )
        self._before = after
        return made

    def _all_rows(self):
        """Return table -> key -> row as JSON."""
        found = {table: {} for table in self._columns}
        tables = " UNION ALL ".join(
            f'SELECT \'{table}\', "{key}"::text, row_to_json(t)::text FROM "{table}" t'
            for table, (_, key) in self._columns.items()
            if table != STAMP
        )
        for table, key, row in _asked(tables):
            found[table][key] = row
        return found

    def _changes(self, table, before, after):
        """Yield statements that turn the rows before into those after."""
        columns, key = self._columns[table]
        changed = {
            number
            for number in before.keys() | after.keys()
            if before.get(number) != after.get(number)
        }
        if changed:
            # A queue of jobs is not flushed: there rows may be left of another test.
            numbers = ", ".join(map(_quoted, sorted(changed)))
            yield f'DELETE FROM "{table}" WHERE "{key}"::text IN ({numbers})'
            rows = ",".join(after[number] for number in changed & after.keys())
            listed = _quoted(f"[{rows}]")
            yield (
                f'INSERT INTO "{table}" ({columns}) SELECT {columns}'
                f' FROM json_populate_recordset(NULL::"{table}", {listed})'
            )


@contextmanager
def keeper():
    """Yield a keeper of rows with reserved numbers; take all rows back."""
    with transaction.atomic():
        for (sequence,) in _asked(SEQUENCES):
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER SEQUENCE {sequence} RESTART 1")
        yield Keeper()
        transaction.set_rollback(True)


def kept_row(name, *others):
    """Return a fixture that copies the row kept as `name`, once `others` are there."""

    def bring_back(request, db, kept):
        for other in others:
            request.getfixturevalue(other)
        return kept[name].bring_back()

    return pytest.fixture(bring_back, name=name)


def reserve_numbers():
    """Let every other row have a number above the reserved ones."""
    _asked(f"SELECT setval(name, {RESERVED}) FROM ({SEQUENCES})")


def _asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _quoted(text):
    return Literal(text).as_string(connection.connection)
