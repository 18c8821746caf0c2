"""The database that tests start from: migrated once, copied for every run.

As a program it makes the copy's original; django's start costs a second, so it is
started only where migrations or packages changed.
"""

import hashlib
import os
import sys

import psycopg
from psycopg.sql import SQL, Identifier

from careersite import localdb
from careersite.dev.terminal import ROOT, call, say, start, tool

PREFIX = "careersite_tests_"
# Modules of careersite/common that migrations use.
OF_MIGRATIONS = ("editors", "stamping", "tables", "tracking")


def template_database(environment: dict[str, str]) -> str:
    """Return the name of a migrated, empty database; make it where it is missing."""
    name = PREFIX + _fingerprint()
    if name not in _templates():
        say("Making the database that tests start from ...")
        demo = {**environment, "CAREERSITE_DEMO": "True"}
        # Meanwhile another core compiles the tests for all processes of the run.
        with start([tool("pytest"), "--collect-only", "-q"], environment) as finish:
            call([sys.executable, "-m", "careersite.dev.test_database", name], demo)
            finish()
    return name if name in _templates() else ""


def _fingerprint() -> str:
    """Return what changes with any migration, what they stand on, and any package."""
    files = [
        ROOT / "requirements.txt",
        *(ROOT / "careersite" / "common" / f"{name}.py" for name in OF_MIGRATIONS),
        *sorted(ROOT.glob("*/migrations/*.py")),
    ]
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _templates() -> list[str]:
    with _server() as server:
        found = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        )
        return [name for (name,) in found.fetchall()]


def _server() -> psycopg.Connection[tuple[str]]:
    """Connect to the server's own database, as django does to make others."""
    url = os.environ.get("DATABASE_URL") or localdb.database_url()
    return psycopg.connect(url, dbname="postgres", autocommit=True)


def main(name: str) -> None:
    """Make the database `name` and remove the ones that it follows."""
    import django
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careersite.settings")
    django.setup()
    made = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    with _server() as server:
        for old in _templates():
            server.execute(SQL("DROP DATABASE {}").format(Identifier(old)))
        rename = SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(Identifier(made), Identifier(name)))


if __name__ == "__main__":
    main(sys.argv[1])
