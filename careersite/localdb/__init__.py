"""The embedded PostgreSQL server: a real one, with nothing installed beforehand.

Only Python's standard library is used here, so that `./dev` can start the
database before anything of Django is imported. docs/running.md says how to
work with it, docs/decisions/0010-embedded-postgresql.md why it is built so.
"""

from pathlib import Path

from careersite.localdb.place import LocalDatabaseError, Place
from careersite.localdb.room import advice_on_room
from careersite.localdb.server import LocalDatabase, Use

__all__ = [
    "LocalDatabase",
    "LocalDatabaseError",
    "Place",
    "Use",
    "advice_on_room",
    "database_url",
]

CHECKOUT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """Return the address of this checkout's database; starts nothing."""
    return Place(CHECKOUT).url
