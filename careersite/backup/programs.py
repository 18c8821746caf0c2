"""PostgreSQL's own programs, of the version that the server has."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from careersite.backup import BackupError
from careersite.localdb.place import LocalDatabaseError, installed_binaries

# Where Debian keeps the programs of each version; its /usr/bin holds a wrapper.
SYSTEM_BINARIES = "/usr/lib/postgresql/{major}/bin"


def client(name: str, *, major: int) -> str:
    """Return the path of one of PostgreSQL's programs, of just this major version.

    A newer pg_dump or pg_restore says what an older server does not know, and an
    older pg_restore cannot read what a newer pg_dump wrote. Raises BackupError.
    """
    for directory in _directories(major):
        found = shutil.which(name, path=directory)
        if found and _major_version(found) == major:
            return found
    message = (
        f"The server is PostgreSQL {major}, and there is no {name} of that version:"
        f" install postgresql-client-{major}, or name the directory in"
        " CAREERSITE_PG_BIN."
    )
    raise BackupError(message)


def run(path: str, *arguments: str) -> str:
    """Run one of the programs and return what it printed. Raises BackupError."""
    done = subprocess.run(  # noqa: S603
        [path, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{Path(path).name} failed.\n{done.stderr.strip()}")
    return done.stdout


def _directories(major: int) -> Iterator[str]:
    """Yield where programs may be: chosen or embedded, the system's, on the path."""
    with suppress(LocalDatabaseError):
        yield os.fspath(installed_binaries())
    yield SYSTEM_BINARIES.format(major=major)
    yield from os.get_exec_path()


def _major_version(path: str) -> int | None:
    """Return the version that a program tells: 15 of "(PostgreSQL) 15.18"."""
    try:
        told = re.search(r"\(PostgreSQL\) (\d+)", run(path, "--version"))
    except (BackupError, OSError):
        return None
    return int(told[1]) if told else None
