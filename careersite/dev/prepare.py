"""Bringing database and static files up to date before the site starts.

As a program it does the work: django's start costs a second, so all commands
share one process. Where nothing changed since the last time it is skipped.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from careersite.dev.terminal import ROOT, call, complain, say
from careersite.localdb import LocalDatabase

# What the prepared state depends on.
SOURCES = ("careersite", "fixtures", "profiles", "roadmaps", "roles")
STEPS = {
    "migrate": ("Bringing the database up to date", {"interactive": False}),
    "createcachetable": ("", {}),
    "collectstatic": ("Collecting static files", {"interactive": False}),
    "seed": ("Loading the content", {}),
    "make_demo": ("Making demonstration accounts", {}),
}


class PreparationError(Exception):
    """The site cannot start, for its database could not be brought up to date."""


def prepare(environment: dict[str, str], database: LocalDatabase | None) -> None:
    """Prepare where needed; an embedded database remembers for what.

    Any other (`None`) may have been changed by others: it is always prepared.
    """
    if database is None:
        _work(environment)
        return
    stamp, wanted = _stamp(database), _fingerprint(environment, database)
    if not _is_prepared(stamp, wanted):
        stamp.unlink(missing_ok=True)
        _work(environment)
        stamp.write_text(wanted)


def _work(environment: dict[str, str]) -> None:
    if call([sys.executable, "-m", "careersite.dev.prepare"], environment):
        raise PreparationError("The site could not be prepared; see above.")


def _is_prepared(stamp: Path, wanted: str) -> bool:
    """Return whether nothing changed since the last time."""
    has_static_files = (ROOT / "staticfiles").is_dir()
    return has_static_files and stamp.exists() and stamp.read_text() == wanted


def forget_preparation() -> None:
    """Let the next start prepare again."""
    _stamp(LocalDatabase(ROOT)).unlink(missing_ok=True)


def _stamp(database: LocalDatabase) -> Path:
    return database.place.home / "prepared"


def _fingerprint(environment: dict[str, str], database: LocalDatabase) -> str:
    """Return what changes with code, content, requirements, mode and data."""
    inode = database.place.data.stat().st_ino
    lines = [environment["CAREERSITE_DEMO"], str(inode), sys.version]
    for path in sorted(_source_files()):
        info = path.stat()
        lines.append(f"{path.relative_to(ROOT)} {info.st_size} {info.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _source_files() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    for source in SOURCES:
        for directory, _, names in os.walk(ROOT / source):
            if not directory.endswith("__pycache__"):
                yield from (Path(directory, name) for name in names)


def main() -> None:
    """Run all steps that exist, one after the other."""
    import django
    from django.conf import settings
    from django.core.management import call_command, get_commands

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careersite.settings")
    django.setup()
    for name, (text, options) in STEPS.items():
        is_wanted = name != "make_demo" or settings.CAREERSITE_DEMO
        if name in get_commands() and is_wanted:
            if text:
                say(f"{text} ...")
            call_command(name, verbosity=0, **options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        complain("Stopped while preparing.")
        sys.exit(130)
