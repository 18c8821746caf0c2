"""./dev bench: our pages against the least they could cost (docs/performance.md)."""

import argparse
import datetime
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from careersite import localdb
from careersite.bench import report
from careersite.bench.measuring import Site
from careersite.bench.processes import children, machine, memory_mb
from careersite.bench.subjects import Subject
from careersite.dev.environment import database, site_environment
from careersite.dev.terminal import ROOT, VAR, call, complain, say

DATABASE = "careersite_bench_{}"  # one for each number of learners
PORT = 8121
LAST = VAR / "bench.json"
KEPT = ROOT / "docs" / "performance.json"
DOCUMENT = ROOT / "docs" / "performance.md"
# One process whose threads keep their connections: what works is known by number.
SERVER = (
    "--config=python:careersite.serving --workers=1 --max-requests=0"
    " --log-level=error --no-control-socket"
)
UP_WITHIN = 60.0

# What is measured, and the environment of the site that shows it.
Prepared = tuple[list[Subject], dict[str, str]]


def main(arguments: list[str]) -> int:
    """Measure all subjects, print the table and keep the result."""
    options = _options(arguments)
    if os.environ.get("DATABASE_URL") or sys.platform != "linux":
        complain("The bench measures the embedded database, on Linux.")
        return 1
    # However it is stopped, its server stops with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with database():
        measured = _prepared(options.learners, fresh=options.fresh)
        smaller = _prepared(options.since) if options.since else None
        result = _measure(*measured, options)
        if smaller:
            result["rows"] += _growth(measured, smaller, options)
    _show(result)
    LAST.write_text(json.dumps(result, indent=2) + "\n")
    say(f"Kept in {LAST.relative_to(ROOT)}.")
    if options.record:
        _record(result, is_part=bool(options.only))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument(
        "--learners", type=int, default=1000, help="how many, 1,000 unless given"
    )
    parser.add_argument(
        "--only", default="", help="measure only what has this in its name"
    )
    parser.add_argument(
        "--requests", type=int, default=0, help="also hold this many mixed ones"
    )
    parser.add_argument(
        "--since", type=int, default=0, help="also compare with so many learners"
    )
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument(
        "--fresh", action="store_true", help="begin with an empty database"
    )
    parser.add_argument(
        "--record", action="store_true", help="write the table of docs/performance.md"
    )
    return parser.parse_args(arguments)


def _prepared(learners: int, *, fresh: bool = False) -> Prepared:
    """Return what is to be measured with so many learners, and where."""
    environment = _bench_environment(DATABASE.format(learners), fresh=fresh)
    return _subjects(environment, learners), environment


def _bench_environment(name: str, *, fresh: bool) -> dict[str, str]:
    """Make a database for the bench where it is missing; return how to reach it."""
    address = localdb.database_url()
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        if fresh:
            drop = SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name))
            server.execute(drop)
        known = server.execute(
            "SELECT FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if known is None:
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return {
        **site_environment(),
        "CAREERSITE_DEMO": "True",
        "DATABASE_URL": address.replace("/careersite?", f"/{name}?", 1),
        "DJANGO_SETTINGS_MODULE": "careersite.bench.settings",
    }


def _subjects(environment: dict[str, str], learners: int) -> list[Subject]:
    """Make content and people; return what is to be measured, or end the program."""
    say(f"Making content and {learners:,} people ready ...")
    path = VAR / "bench-subjects.json"
    program = [sys.executable, "-m", "careersite.bench.preparing"]
    if code := call([*program, str(path), str(learners)], environment):
        sys.exit(code)
    found = [Subject.from_json(one) for one in json.loads(path.read_text())]
    path.unlink()
    return found


def _measure(
    found: list[Subject], environment: dict[str, str], options: argparse.Namespace
) -> dict[str, Any]:
    by_name = {one.name: one for one in found}
    wanted = [one for one in found if one.reference and options.only in one.name]
    rows = []
    with _site(environment, options.port) as site:
        for number, subject in enumerate(wanted, start=1):
            say(f"  {number}/{len(wanted)} {subject.name}")
            rows.append(_row(site, subject, by_name))
        if options.requests:
            say(f"  {options.requests:,} mixed requests")
            calls = [call for one in found if not one.unit for call in one.calls]
            held = site.hold(calls, options.requests)
            rows += report.held_rows(options.requests, *held)
        memory = memory_mb(site.web)
    today = datetime.datetime.now(tz=datetime.UTC).date()  # noqa: TID251
    return {
        "date": today.isoformat(),
        "learners": options.learners,
        "machine": machine(),
        "load": round(os.getloadavg()[1], 1),
        "memory_mb": round(memory, 1),
        "database_gb": _database_gb(environment),
        "rows": rows,
    }


def _growth(
    measured: Prepared, smaller: Prepared, options: argparse.Namespace
) -> list[report.Row]:
    """Compare pages with the same pages of a smaller population, by turns."""
    pages, before = (
        {one.name: one for one in found} for found, _ in (measured, smaller)
    )
    names = [name for name in report.GROWING if options.only in f"growth: {name}"]
    rows = []
    with (
        _site(measured[1], options.port) as site,
        _site(smaller[1], options.port + 1) as other,
    ):
        for number, name in enumerate(names, start=1):
            say(f"  {number}/{len(names)} growth: {name}")
            compared = site.compare(pages[name], before[name], at=other)
            rows.append(report.growth_row(pages[name], compared, since=options.since))
    return rows


@contextmanager
def _site(environment: dict[str, str], port: int) -> Iterator[Site]:
    """Serve the site and hold a connection to it."""
    with (
        psycopg.connect(environment["DATABASE_URL"], autocommit=True) as watcher,
        _served(environment, port) as master,
        closing(
            Site(
                port,
                lambda: [*children(master), *_backends(watcher)],
                web=children(master)[0],
            )
        ) as site,
    ):
        yield site


def _database_gb(environment: dict[str, str]) -> float:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        size = connection.execute("SELECT pg_database_size(current_database())")
        (found,) = size.fetchone() or (0,)
    return float(round(found / 1e9, 1))


def _row(site: Site, subject: Subject, by_name: dict[str, Subject]) -> report.Row:
    """Measure one subject, unless it has nothing to call."""
    if subject.unit:
        more = site.peak_more(*subject.calls) if subject.calls else None
        return report.memory_row(subject, more)
    if not subject.calls:
        return report.row_of(subject, None)
    held = site.with_etags(subject)
    return report.row_of(subject, site.compare(held, by_name[subject.reference]))


@contextmanager
def _served(environment: dict[str, str], port: int) -> Iterator[int]:
    """Serve the site; yield the number of the server's first process."""
    command = [sys.executable, "-m", "gunicorn", *SERVER.split()]
    server = subprocess.Popen(  # noqa: S603
        [*command, f"--bind=127.0.0.1:{port}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(server, port)
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_until_up(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Return once the site answers; raises RuntimeError where it does not."""
    from careersite.bench.subjects import Call

    deadline = time.monotonic() + UP_WITHIN
    while server.poll() is None and time.monotonic() < deadline:
        with closing(Site(port, list)) as site:
            try:
                site.call(Call("/healthz"))
            except OSError:
                time.sleep(0.2)
            else:
                return
    raise RuntimeError("The server of the bench did not start; see above.")


def _backends(watcher: "psycopg.Connection[tuple[Any, ...]]") -> list[int]:
    """Return the database's processes that work for the site."""
    found = watcher.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    return [pid for (pid,) in found.fetchall()]


def _show(result: dict[str, Any]) -> None:
    say("\n" + report.as_text(result["rows"]))
    say(f"\nThe web process held {result['memory_mb']:.0f} MB at the end.")


def _record(result: dict[str, Any], *, is_part: bool) -> None:
    """Keep the result for its number of learners and write the table anew."""
    known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    size = str(result["learners"])
    known[size] = report.renewed(known.get(size), result) if is_part else result
    KEPT.write_text(json.dumps(known, indent=2) + "\n")
    table = report.as_markdown(known)
    DOCUMENT.write_text(report.put_into(DOCUMENT.read_text(), table))
    say(f"Written to {DOCUMENT.relative_to(ROOT)}.")
