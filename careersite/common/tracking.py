"""Migrations that let each row of some tables be noted when it changes."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.migrations import RunSQL

ACTS = "current_setting('pghistory.context_metadata', true) <> ''"


def tracked(tables: Mapping[str, str]) -> RunSQL:
    """Return an operation after which rows of `tables` are noted with before and after.

    Each table goes with the column that names the row above, or with none. Each new
    table of content needs this in a migration after `roles.0004_changes`.
    New rows are noted only where somebody acts: files that bring content name nobody.
    """
    return RunSQL(
        "".join(
            f"CREATE TRIGGER content_noted AFTER UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION roles_note_content('{above}'); "
            f"CREATE TRIGGER content_noted_new AFTER INSERT ON {table} "
            f"FOR EACH ROW WHEN ({ACTS}) "
            f"EXECUTE FUNCTION roles_note_content('{above}'); "
            for table, above in tables.items()
        ),
        "".join(
            f"DROP TRIGGER content_noted ON {table}; "
            f"DROP TRIGGER content_noted_new ON {table}; "
            for table in tables
        ),
    )


class Whose(NamedTuple):
    """Whose row it is, and what of it is not noted, or not with its value."""

    owner: str = ""
    """The column with the person's number; where empty it is whoever writes."""
    left_out: str = ""
    """Columns, parted by a space, whose change is none."""
    hidden: str = ""
    """Columns, parted by a space, of which only is noted that they changed."""


# Erasing an account and what is over lift the triggers of rows that stay as they are.
IS_NO_ERASURE = "coalesce(current_setting('pgtrigger.ignore', true), '') IN ('', '{}')"


def traced(tables: Mapping[str, Whose]) -> RunSQL:
    """Return an operation after which writes to people's rows are noted in requests.

    Each new table that holds something of a person needs this in a migration after
    `profiles.0004_traces`, or a line in tests/privacy/test_traces.py that says why
    not. What time does by itself, in jobs, is told by events of their own.
    """
    return RunSQL(
        "".join(
            f"CREATE TRIGGER person_noted AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW WHEN ({ACTS} AND {IS_NO_ERASURE}) "
            f"EXECUTE FUNCTION profiles_note_act('{whose.owner}', "
            f"'{whose.left_out}', '{whose.hidden}'); "
            for table, whose in tables.items()
        ),
        "".join(f"DROP TRIGGER person_noted ON {table}; " for table in tables),
    )
