"""Migrations that let tables of content take part in the stamp of all content."""

from django.db.migrations import RunSQL


def stamped(*tables: str) -> RunSQL:
    """Return an operation after which any write to `tables` changes the stamp.

    Each new table whose rows readers see needs this in a migration after
    `roles.0003_stamp`.
    """
    return RunSQL(
        "".join(
            "CREATE TRIGGER content_stamp "
            f"BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION roles_stamp_content(); "
            for table in tables
        ),
        "".join(f"DROP TRIGGER content_stamp ON {table}; " for table in tables),
    )
