"""What a database holds, in a form that two databases can be compared by."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

Session = psycopg.Connection[tuple[Any, ...]]

TABLES = SQL(
    """
    SELECT n.nspname, c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1, 2
    """
)
# The order of rows is no content: sums of hashes do not depend on it. Two halves of
# 64 bits, so that rows that differ do not meet by chance.
HASH = SQL(
    """
    SELECT count(*)::text
        || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)
        || ' ' || coalesce(sum(hashtextextended(t::text, 1)::numeric), 0)
    FROM {} t
    """
)
# A column's sequence, and the largest value in the column.
SEQUENCES = SQL(
    """
    SELECT n.nspname, t.relname, a.attname, s.relname
    FROM pg_depend d
    JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    ORDER BY 1, 2, 3
    """
)


@dataclass(frozen=True)
class SpentSequence:
    """A sequence that would hand out a number which its column already holds."""

    name: str
    handed_out: int
    held: int


def table_hashes(session: Session) -> dict[str, str]:
    """Return of each table how many rows it has and what they add up to."""
    for setting in ("TimeZone = 'UTC'", "DateStyle = 'ISO'", "extra_float_digits = 1"):
        session.execute(f"SET LOCAL {setting}".encode())
    return {
        f"{schema}.{name}": _single(session, HASH.format(Identifier(schema, name)))
        for schema, name in session.execute(TABLES).fetchall()
    }


def spent_sequences(session: Session) -> list[SpentSequence]:
    """Return the sequences whose next number is taken; this draws one from each."""
    found = []
    for schema, table, column, sequence in session.execute(SEQUENCES).fetchall():
        largest = SQL("SELECT coalesce(max({}), 0) FROM {}").format(
            Identifier(column), Identifier(schema, table)
        )
        following = SQL("SELECT nextval({})").format(f'"{schema}"."{sequence}"')
        held, drawn = _single(session, largest), _single(session, following)
        if drawn <= held:
            found.append(SpentSequence(f"{schema}.{sequence}", drawn, held))
    return found


def _single(session: Session, query: Any) -> Any:
    row = session.execute(query).fetchone()
    return row[0] if row else None
