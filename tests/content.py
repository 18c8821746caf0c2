"""The real content, for tests that read it."""

import fcntl
import pickle
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from careersite.common.columns import plain_many_to_many
from careersite.fixtures import Record, read_records
from careersite.seeding import Report, seed
from roles.models import ContentStamp

FIXTURES = Path(settings.FIXTURE_DIRS[0])
STAMP = ContentStamp._meta.db_table


@cache
def fixture_records() -> tuple[Record, ...]:
    """Return every record of the fixtures, in order; each process reads them once."""
    return tuple(read_records(FIXTURES))


def load_content() -> Report:
    """Load every fixture into the database of the running test."""
    return load_content_of(FIXTURES)


def load_content_of(directory: Path) -> Report:
    """Load the fixtures of another directory."""
    return seed(directory=directory, now=timezone.now())


def references(record: Record) -> list[tuple[str, tuple[object, ...]]]:
    """Return the rows that a record points to, by field and natural key."""
    single = {
        column.name
        for column in record.model._meta.concrete_fields
        if column.remote_field
    }
    several = {column.name for column in plain_many_to_many(record.model)}
    return [
        (name, tuple(key))
        for name, value in record.values.items()
        if name in single | several
        for key in (value if name in several else [value])
        if key is not None
    ]


def bring_back_content(keep: Path) -> Report:
    """Fill the empty database with what `load_content` loads, but faster.

    Whoever comes first loads and keeps the rows in the file `keep`; later tests,
    those of other processes too, copy them in as they are. All get the one report.
    """
    with keep.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not keep.exists():
            empty = _empty_tables()
            report = load_content()
            filled = {STAMP} | empty - _empty_tables()
            rows = {name: _rows(name) for name in filled}
            keep.write_bytes(pickle.dumps((report, rows)))
            return report
    report, rows = pickle.loads(keep.read_bytes())  # noqa: S301 - written above
    _fill(rows)
    return report


def _empty_tables() -> set[str]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}' WHERE NOT EXISTS (SELECT FROM \"{name}\")"  # noqa: S608
                for name in names
            )
        )
        return {name for (name,) in cursor.fetchall()}


def _rows(table: str) -> bytes:
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" TO STDOUT') as out,
    ):
        return b"".join(bytes(block) for block in out)


def _fill(tables: dict[str, bytes]) -> None:
    with connection.cursor() as cursor:
        # The rows were checked when they were loaded, triggers included.
        cursor.execute("SET session_replication_role = replica")
        # Migrations leave a stamp, a flush takes it away.
        cursor.execute(f'DELETE FROM "{STAMP}"')  # noqa: S608
        for table, rows in tables.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                into.write(rows)
        cursor.execute("SET session_replication_role = origin")
    _move_sequences_past(tables)


def _move_sequences_past(tables: dict[str, bytes]) -> None:
    """Let new rows come after those filled in.

    Never backwards: no rollback takes a sequence back, and what a process keeps by the
    number of a row must not meet the same number for another one.
    """
    with connection.cursor() as cursor:
        for row in connection.introspection.sequence_list():
            table, column = row["table"], row["column"]
            if table in tables:
                newest = f'SELECT max("{column}") FROM "{table}"'  # noqa: S608
                own = "SELECT pg_get_serial_sequence(%s, %s)::regclass"
                cursor.execute(
                    "SELECT setval(own, greatest(newest, pg_sequence_last_value(own)))"  # noqa: S608
                    f" FROM ({own}) AS a (own), ({newest}) AS b (newest)",
                    [f'"{table}"', column],
                )
