"""A dump as a file, and a database made of one."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.errors import DuplicateDatabase, InsufficientPrivilege
from psycopg.sql import SQL, Identifier

from careersite.backup import BackupError
from careersite.backup.address import address_of, direct_url, major_version
from careersite.backup.programs import client, run

# What the dumped database was made with: encoding and collation.
MADE_WITH = re.compile(
    r'^CREATE DATABASE (?:"(?:[^"]|"")*"|\S+) WITH (TEMPLATE = .*);$', re.MULTILINE
)


def dump(path: Path, *, url: str | None = None, snapshot: str = "") -> None:
    """Write the database to a file in PostgreSQL's custom format.

    The file has its name only once it is whole, and only its owner may read it.
    `snapshot` is one that another session exported. Raises BackupError.
    """
    source = url or direct_url()
    fresh = path.with_name(f"{path.name}.part")
    options = [f"--snapshot={snapshot}"] if snapshot else []
    try:
        fresh.touch(mode=0o600)
        fresh.chmod(0o600)
        run(
            _client_for(source, "pg_dump"),
            "--format=custom",
            "--no-owner",
            f"--file={fresh}",
            f"--dbname={source}",
            *options,
        )
        _write_through(fresh)
        fresh.replace(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        fresh.unlink(missing_ok=True)


def restore(path: Path, *, into: str) -> None:
    """Make the database `into` of a dump; it must not exist.

    Half a database is never left behind. Raises BackupError.
    """
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    pg_restore = _client_for(address_of("postgres"), "pg_restore")
    _create(into, made_with=_made_with(pg_restore, path))
    try:
        run(
            pg_restore,
            "--exit-on-error",
            "--no-owner",
            f"--jobs={min(os.cpu_count() or 1, 4)}",
            f"--dbname={address_of(into)}",
            str(path),
        )
        with server_heard(), psycopg.connect(address_of(into), autocommit=True) as made:
            made.execute("ANALYZE")
    except (BackupError, KeyboardInterrupt):
        drop(into)
        raise


def drop(name: str) -> None:
    """Remove a database, whoever is connected to it. Raises BackupError."""
    drop_it = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name))
    with server_heard(), _maintenance() as server:
        server.execute(drop_it)


@contextmanager
def server_heard() -> Iterator[None]:
    """Turn what the server, or the way to it, says no to into a BackupError."""
    try:
        yield
    except psycopg.Error as error:
        raise BackupError(f"The database server said: {error}") from error


def _client_for(url: str, name: str) -> str:
    """Return the program that suits the server at this address."""
    with server_heard(), psycopg.connect(url) as session:
        return client(name, major=major_version(session))


def _made_with(pg_restore: str, path: Path) -> str:
    """Return what CREATE DATABASE is told, as the file has it."""
    said = run(pg_restore, "--create", "--section=pre-data", "--file=-", str(path))
    found = MADE_WITH.search(said)
    return found[1] if found else "TEMPLATE = template0"


def _create(name: str, *, made_with: str) -> None:
    create = SQL("CREATE DATABASE {} WITH ").format(Identifier(name))
    with server_heard(), _maintenance() as server:
        try:
            server.execute(create.as_bytes(server) + made_with.encode())
        except DuplicateDatabase as error:
            message = f"A database {name} exists. Name a new one."
            raise BackupError(message) from error
        except InsufficientPrivilege as error:
            role = server.info.user
            message = (
                f"The role {role} may not create databases."
                f' As a superuser of PostgreSQL: ALTER ROLE "{role}" CREATEDB'
            )
            raise BackupError(message) from error


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    """Connect to the server's own database, from which others are made."""
    return psycopg.connect(address_of("postgres"), autocommit=True)


def _write_through(path: Path) -> None:
    """Have the file on the disk before anything is told of it."""
    with path.open("rb") as written:
        os.fsync(written.fileno())
