"""Where the database is, past a pooler that stands between."""

import os
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from careersite import localdb


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


def major_version(session: psycopg.Connection[Any]) -> int:
    """Return the major version of the server that was connected to: 15 of 15.18."""
    return session.info.server_version // 10_000
