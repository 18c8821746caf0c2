"""./dev db: the embedded database, and PostgreSQL's own programs on it."""

import os
import sys

from careersite.dev.environment import claim_database
from careersite.dev.prepare import forget_preparation
from careersite.dev.terminal import ROOT, complain, say
from careersite.localdb import LocalDatabase
from careersite.localdb.home import program

CLIENTS = ("psql", "pg_dump", "pg_restore")
USAGE = "usage: ./dev db start|stop|status|psql|pg_dump|pg_restore [ARGUMENT ...]"


def main(arguments: list[str]) -> int:
    """Do what is asked of the database."""
    asked, *rest = arguments or [""]
    if asked in CLIENTS:
        return become_client(asked, rest)
    if asked not in ACTIONS or rest:
        complain(USAGE)
        return 2
    if os.environ.get("DATABASE_URL"):
        complain("DATABASE_URL names another server: start and stop that yourself.")
        return 1
    return ACTIONS[asked](LocalDatabase(ROOT))


def start(database: LocalDatabase) -> int:
    """Start the server and leave it on."""
    database.stay()
    say(f"The database is on until ./dev db stop. Its address:\n{database.place.url}")
    return 0


def stop(database: LocalDatabase) -> int:
    """Stop the server, even where the site uses it."""
    say("Stopped." if database.stop() else "It was not running.")
    return 0


def status(database: LocalDatabase) -> int:
    """Say whether it runs, and where everything is; 3 where it does not run."""
    is_ready = database.is_ready()
    place = database.place
    say("The database is running." if is_ready else "The database is not running.")
    say(f"  address  {place.url}\n  data     {place.data}\n  log      {database.log}")
    return 0 if is_ready else 3


def become_client(name: str, arguments: list[str]) -> int:
    """Become one of PostgreSQL's programs, connected to the database."""
    use = claim_database()
    if use:
        use.outlive_exec()
    place = LocalDatabase(ROOT).place
    if name != "pg_dump":
        forget_preparation()  # the next start looks whether all is up to date
    url = os.environ.get("DATABASE_URL") or place.url
    sys.stdout.flush()
    path = program(place, name)
    os.execv(path, [path, f"--dbname={url}", *arguments])  # noqa: S606


ACTIONS = {"start": start, "stop": stop, "status": status}
