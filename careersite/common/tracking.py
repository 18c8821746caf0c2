"""Migrations that let each row of a table of content be noted when it changes."""

from collections.abc import Mapping

from django.db.migrations import RunSQL

ACTS = "current_setting('pghistory.context_metadata', true) <> ''"


def tracked(tables: Mapping[str, str]) -> list[RunSQL]:
    """Return operations after which rows of `tables` are noted with before and after.

    Each table goes with the column that names the row above, or with none. Each new
    table of content needs this in a migration after `roles.0023_add_content_events`.
    New rows are noted only where somebody acts: files that bring content name nobody.
    """
    return [
        RunSQL(
            f"CREATE TRIGGER content_noted AFTER UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION roles_note_content('{above}'); "
            f"CREATE TRIGGER content_noted_new AFTER INSERT ON {table} "
            f"FOR EACH ROW WHEN ({ACTS}) "
            f"EXECUTE FUNCTION roles_note_content('{above}');",
            f"DROP TRIGGER content_noted ON {table}; "
            f"DROP TRIGGER content_noted_new ON {table};",
        )
        for table, above in tables.items()
    ]
