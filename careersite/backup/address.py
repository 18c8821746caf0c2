"""Where the database is, past a pooler that stands between."""

import os

from psycopg.conninfo import make_conninfo

from careersite import localdb
from careersite.localdb import LocalDatabase
from careersite.localdb.home import program
from careersite.localdb.place import LocalDatabaseError


def direct_url() -> str:
    """Return the address of the server itself.

    DATABASE_DIRECT_URL goes before DATABASE_URL: a dump needs one session from its
    beginning to its end, which a pooler in transaction mode does not give.
    """
    named = os.environ.get("DATABASE_DIRECT_URL") or os.environ.get("DATABASE_URL")
    return named or localdb.database_url()


def address_of(name: str) -> str:
    """Return the address of another database of the same server."""
    return make_conninfo(direct_url(), dbname=name)


def client(name: str) -> str:
    """Return one of PostgreSQL's programs: the installed one, else the system's.

    CAREERSITE_PG_BIN names a directory where the server is newer than both.
    """
    try:
        return program(LocalDatabase(localdb.CHECKOUT).place, name)
    except LocalDatabaseError:
        return name
