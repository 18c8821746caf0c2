"""Finding the processes of one server, even after its directory was deleted."""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

# Larger than any process id: what stands here is never alive.
NO_PROCESS = 2_000_000_000
PROC = Path("/proc")


class Identity(NamedTuple):
    """A data directory, known by its number on the disk and not by its path."""

    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Identity":
        """Return the identity of the directory that now stands at `path`."""
        info = path.stat()
        return cls(info.st_dev, info.st_ino)


def recorded_process(data: Path) -> int:
    """Return the process id that the server in `data` left, dead or alive."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return NO_PROCESS


def server_processes(data: Path, identity: Identity | None = None) -> list[int]:
    """Return the processes at work in the data directory, lowest id first.

    One that was deleted counts as well: by `identity`, and at the same path,
    for its server removes the socket of a later one when it ends.

    A process id alone proves nothing, for the system gives it to others later:
    what counts is that the process is PostgreSQL's and works in this directory.
    """
    if not PROC.is_dir():
        return _server_process_without_proc(data)
    if identity is None and data.exists():
        identity = Identity.of(data)
    running = sorted(
        int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()
    )
    return [pid for pid in running if _works_in(PROC / str(pid), data, identity)]


def _works_in(process: Path, data: Path, identity: Identity | None) -> bool:
    try:
        if (process / "comm").read_text() != "postgres\n":
            return False
        directory = process / "cwd"
        is_deleted = os.fspath(directory.readlink()) == f"{data} (deleted)"
        return is_deleted or Identity.of(directory) == identity
    except OSError:  # it has ended, or is someone else's
        return False


def _server_process_without_proc(data: Path) -> list[int]:
    """Return the recorded process where `ps` says that it is this server."""
    pid = recorded_process(data)
    if pid == NO_PROCESS:
        return []
    asked = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    is_server = "postgres" in said.stdout and os.fspath(data) in said.stdout
    return [pid] if is_server else []
