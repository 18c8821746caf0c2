"""A dump as a file, and a database made of one."""

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg.errors import DuplicateDatabase
from psycopg.sql import SQL, Identifier

from careersite.backup.address import address_of, client, direct_url


class BackupError(Exception):
    """The dump or the restore did not come to its end; the text says why."""


def dump(path: Path, *, url: str | None = None, snapshot: str = "") -> None:
    """Write the database to a file in PostgreSQL's custom format.

    The file has its name only once it is whole, and only its owner may read it.
    `snapshot` is one that another session exported. Raises BackupError.
    """
    fresh = path.with_name(f"{path.name}.part")
    options = [f"--snapshot={snapshot}"] if snapshot else []
    try:
        fresh.touch(mode=0o600)
        fresh.chmod(0o600)
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            f"--file={fresh}",
            f"--dbname={url or direct_url()}",
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
    _create(into)
    try:
        _run(
            "pg_restore",
            "--exit-on-error",
            "--no-owner",
            f"--jobs={min(os.cpu_count() or 1, 4)}",
            f"--dbname={address_of(into)}",
            str(path),
        )
        with psycopg.connect(address_of(into), autocommit=True) as fresh:
            fresh.execute("ANALYZE")
    except BackupError:
        drop(into)
        raise


def drop(name: str) -> None:
    """Remove a database, whoever is connected to it."""
    with _maintenance() as server:
        drop_it = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        server.execute(drop_it.format(Identifier(name)))


def _create(name: str) -> None:
    with _maintenance() as server:
        try:
            create = SQL("CREATE DATABASE {} TEMPLATE template0")
            server.execute(create.format(Identifier(name)))
        except DuplicateDatabase as error:
            message = f"A database {name} exists. Name a new one."
            raise BackupError(message) from error


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    """Connect to the server's own database, from which others are made."""
    return psycopg.connect(address_of("postgres"), autocommit=True)


def _run(name: str, *arguments: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603
            [client(name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        message = f"{name} is not installed; CAREERSITE_PG_BIN names its directory."
        raise BackupError(message) from error
    if done.returncode:
        raise BackupError(f"{name} failed.\n{done.stderr.strip()}")


def _write_through(path: Path) -> None:
    """Have the file on the disk before anything is told of it."""
    with path.open("rb") as written:
        os.fsync(written.fileno())
