"""Migrations that let a table of content take part in the stamp of all content."""

from django.db.migrations import RunSQL


def stamped(*tables: str) -> list[RunSQL]:
    """Return operations after which any write to `tables` changes the stamp.

    Each new table whose rows readers see needs this in a migration after
    `roles.0016_stamp_content`.
    """
    return [
        RunSQL(
            "CREATE TRIGGER content_stamp "
            f"BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION roles_stamp_content();",
            f"DROP TRIGGER content_stamp ON {table};",
        )
        for table in tables
    ]
