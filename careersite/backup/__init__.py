"""Taking the database away in one file, bringing it back, and proving it.

PostgreSQL's own `pg_dump` and `pg_restore` do the work; what is here decides what
is asked of them, and compares the two databases row by row.
"""


class BackupError(Exception):
    """The dump, the restore or the drill came to no end; the text says why."""
