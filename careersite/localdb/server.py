"""Starting, sharing and stopping the embedded server.

Three locks, all dropped by the kernel when their holder dies:
  start.lock   held while somebody starts or stops the server, one at a time
  users.lock   shared by everyone who uses the server
  keeper.lock  held by the keeper, the server's parent (see keeper.py)
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from careersite.localdb.home import create_data, make_home, program
from careersite.localdb.place import LocalDatabaseError, Place, clean_environment
from careersite.localdb.processes import (
    NO_PROCESS,
    Identity,
    recorded_process,
    server_processes,
)
from careersite.localdb.room import advice_on_room

READY_WITHIN = 300  # seconds: after a crash the server first repairs itself
STOP_WITHIN = 20
STATUS_LINE = 7  # of postmaster.pid, counted from 0
LARGEST_LOG = 10_000_000  # bytes
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # The default is for turning disks: whole tables are read where an index is nearer.
    "random_page_cost": "1.1",
}


class LocalDatabase:
    """The embedded server of one checkout."""

    def __init__(self, checkout: Path) -> None:
        self.place = Place(checkout)
        self.log = self.place.home / "log"
        self.standing_order = self.place.home / "standing-order"
        self.stop_order = self.place.home / "stopped"

    def use(self) -> "Use":
        """Make sure that the server runs, and keep it running while used."""
        make_home(self.place)
        with _locked(self._open("start.lock")):
            self.stop_order.unlink(missing_ok=True)
            users, keeper = self._open("users.lock"), self._open("keeper.lock")
            fcntl.flock(users, fcntl.LOCK_SH)  # waits where a keeper just stops
            if not self.is_ready():
                create_data(self.place)
                self._clear_the_way()
                self._launch(keeper)
            return Use(self, users, keeper)

    def stay(self) -> None:
        """Start the server and leave it on until it is told to stop."""
        use = self.use()
        self.standing_order.touch()
        use.close()

    def stop(self) -> bool:
        """Stop the server, whoever uses it; return whether it ran."""
        if not self.place.data.exists():
            return False
        with _locked(self._open("start.lock")):
            was_running = bool(server_processes(self.place.data))
            self.stop_order.touch()
            self.standing_order.unlink(missing_ok=True)
            halt(self.place.data, Identity.of(self.place.data))
            with _locked(self._open("keeper.lock")):
                return was_running

    def is_ready(self) -> bool:
        """Return whether the server takes connections: it writes that down itself."""
        if not self.is_listening():
            return False
        said = (self.place.data / "postmaster.pid").read_text().split("\n")
        return said[STATUS_LINE : STATUS_LINE + 1] == ["ready   "]

    def is_listening(self) -> bool:
        """Return whether a server is behind the socket: cheap, asked often."""
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(os.fspath(self.place.socket)) == 0

    def _open(self, name: str) -> int:
        """Open a file of ours in a way that root and the owner can share it."""
        path = self.place.home / name
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        if os.geteuid() == 0:
            os.fchown(opened, self.place.owner.uid, self.place.owner.gid)
        return opened

    def _clear_the_way(self) -> None:
        """Remove what a killed server left, and a server nobody can reach."""
        data = self.place.data
        left = server_processes(data)
        if recorded_process(data) in left:
            _wait(self.is_ready, STOP_WITHIN / 4)  # another start was cut short
            if self.is_ready():
                return
            halt(data, Identity.of(data))
        for pid in server_processes(data):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if not _wait(lambda: not server_processes(data), STOP_WITHIN):
            raise LocalDatabaseError(f"Processes of {data} cannot be ended: {left}.")
        _void_process_number(data / "postmaster.pid")
        for stale in self.place.sockets.glob(".s.PGSQL.*"):
            stale.unlink()

    def _launch(self, keeper: int) -> None:
        """Start keeper and server; return when connections are taken."""
        if self.is_ready():
            return
        self.standing_order.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.unlink()
        with os.fdopen(self._open("log"), "ab") as log:
            begin = log.seek(0, os.SEEK_END)
            subprocess.run(  # noqa: S603
                self._keeper_command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=clean_environment(),
                start_new_session=True,
                check=False,
            )
        _wait(lambda: is_free(keeper) or self.is_ready(), READY_WITHIN)
        if not self.is_ready():
            said = self.log.read_bytes()[begin:].decode(errors="replace")
            advice = advice_on_room(self.place, said)
            raise LocalDatabaseError(
                f"The database did not start. It says:\n{said}{advice}"
            )

    def _keeper_command(self) -> list[str]:
        place = self.place
        quoted = '"' + os.fspath(place.sockets).replace('"', '""') + '"'
        settings = {**SETTINGS, "unix_socket_directories": quoted}
        keeper = [
            sys.executable,
            os.fspath(Path(__file__).with_name("keeper.py")),
            os.fspath(place.home),
            str(place.owner.uid),
            str(place.owner.gid),
        ]
        server = [program(place, "postgres"), "-D", os.fspath(place.data)]
        options = [f"--{name}={value}" for name, value in settings.items()]
        return keeper + server + options


class Use:
    """A claim on the server: it runs at least until the claim is given up."""

    def __init__(self, database: LocalDatabase, users: int, keeper: int) -> None:
        self.database = database
        self._data = database.place.data
        self._identity = Identity.of(self._data)
        self._users = users
        self._keeper = keeper

    def outlive_exec(self) -> None:
        """Pass the claim on to the program that replaces this one."""
        os.set_inheritable(self._users, True)  # noqa: FBT003

    def has_lost_data(self) -> bool:
        """Return whether the data directory was deleted or replaced."""
        try:
            return Identity.of(self._data) != self._identity
        except FileNotFoundError:
            return True

    def server_has_ended(self) -> bool:
        """Return whether the server is gone; cheap while its keeper lives."""
        return is_free(self._keeper) and not self.database.is_listening()

    def close(self) -> None:
        """Give the claim up; the last one stops the server and waits for it."""
        if self._is_last():
            halt(self._data, self._identity)
            fcntl.flock(self._keeper, fcntl.LOCK_EX)  # the keeper has left, too
        os.close(self._users)
        os.close(self._keeper)

    def _is_last(self) -> bool:
        if self.database.standing_order.exists():
            return False
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def halt(data: Path, identity: Identity) -> None:
    """Stop the server in a data directory and wait until it is gone."""
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        running = server_processes(data, identity)
        recorded = recorded_process(data)
        for pid in [recorded] if recorded in running else running:
            with suppress(ProcessLookupError):
                os.kill(pid, request)
        if _wait(lambda: not server_processes(data, identity), STOP_WITHIN):
            return


def is_free(lock: int) -> bool:
    """Return whether nobody holds the lock for himself."""
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(lock, fcntl.LOCK_UN)
    return True


def _void_process_number(pidfile: Path) -> None:
    """Name no process in a dead server's `postmaster.pid`.

    The system may have given the number to another program, and PostgreSQL
    would take that for itself. The file's other lines stay: by them the server
    checks that no process of the dead one still holds its shared memory.
    """
    if not pidfile.exists():
        return
    _, end_of_line, rest = pidfile.read_text().partition("\n")
    if not end_of_line:  # the machine stopped, or the disk was full, as it was written
        pidfile.unlink()
        return
    # In place, since a full disk has no room for another: no number is longer than it.
    with pidfile.open("r+") as file:
        file.write(f"{NO_PROCESS}\n{rest}")


@contextmanager
def _locked(lock: int) -> Iterator[None]:
    """Hold a lock file for oneself, and close it afterwards."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _wait(is_done: Callable[[], bool], seconds: float) -> bool:
    """Wait until `is_done`, at most so long; return whether it came about."""
    deadline, pause = time.monotonic() + seconds, 0.02
    while not is_done():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(1.5 * pause, 0.2)
    return True
