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
from pathlib import Path
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

DATABASE = "careersite_bench"
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


def main(arguments: list[str]) -> int:
    """Measure all subjects, print the table and keep the result."""
    options = _options(arguments)
    if os.environ.get("DATABASE_URL") or sys.platform != "linux":
        complain("The bench measures the embedded database, on Linux.")
        return 1
    # However it is stopped, its server stops with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with database():
        environment = _bench_environment(fresh=options.fresh)
        found = _prepare(environment, options.learners)
        if not found:
            return 1
        result = _measure(found, environment, options)
    _show(result, options.against)
    LAST.write_text(json.dumps(result, indent=2) + "\n")
    say(f"Kept in {LAST.relative_to(ROOT)}.")
    if options.record:
        _record(result)
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
    parser.add_argument("--against", type=Path, help="an older result to compare with")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument(
        "--fresh", action="store_true", help="begin with an empty database"
    )
    parser.add_argument(
        "--record", action="store_true", help="write the table of docs/performance.md"
    )
    return parser.parse_args(arguments)


def _bench_environment(*, fresh: bool) -> dict[str, str]:
    """Make the bench's database where it is missing; return how to reach it."""
    address = localdb.database_url()
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        if fresh:
            drop = SQL("DROP DATABASE IF EXISTS {}").format(Identifier(DATABASE))
            server.execute(drop)
        known = server.execute(
            "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if known is None:
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(DATABASE)))
    return {
        **site_environment(),
        "CAREERSITE_DEMO": "True",
        "DATABASE_URL": address.replace("/careersite?", f"/{DATABASE}?", 1),
        "DJANGO_SETTINGS_MODULE": "careersite.bench.settings",
    }


def _prepare(environment: dict[str, str], learners: int) -> list[Subject]:
    """Return what is to be measured; nothing where preparing failed."""
    say("Making content and people ready ...")
    path = VAR / "bench-subjects.json"
    program = [sys.executable, "-m", "careersite.bench.preparing"]
    if call([*program, str(path), str(learners)], environment):
        return []
    found = [Subject.from_json(one) for one in json.loads(path.read_text())]
    path.unlink()
    return found


def _measure(
    found: list[Subject], environment: dict[str, str], options: argparse.Namespace
) -> dict[str, Any]:
    by_name = {one.name: one for one in found}
    wanted = [one for one in found if one.reference and options.only in one.name]
    rows = []
    with (
        psycopg.connect(environment["DATABASE_URL"], autocommit=True) as watcher,
        _served(environment, options.port) as master,
        closing(
            Site(
                options.port,
                lambda: [*children(master), *_backends(watcher)],
                web=children(master)[0],
            )
        ) as site,
    ):
        for number, subject in enumerate(wanted, start=1):
            say(f"  {number}/{len(wanted)} {subject.name}")
            rows.append(_row(site, subject, by_name))
        if options.requests:
            say(f"  {options.requests:,} mixed requests")
            calls = [call for one in found if not one.unit for call in one.calls]
            held = site.hold(calls, options.requests)
            rows += report.held_rows(options.requests, *held)
        memory = sum(memory_mb(pid) for pid in children(master))
    today = datetime.datetime.now(tz=datetime.UTC).date()  # noqa: TID251
    return {
        "date": today.isoformat(),
        "learners": options.learners,
        "machine": machine(),
        "load": round(os.getloadavg()[1], 1),
        "memory_mb": round(memory, 1),
        "rows": rows,
    }


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


def _show(result: dict[str, Any], against: Path | None) -> None:
    rows = list(result["rows"])
    if against:
        old = {row["name"]: row for row in json.loads(against.read_text())["rows"]}
        rows += [found for row in rows if (found := report.grown(row, old))]
    say("\n" + report.as_text(rows))
    say(f"\nThe web process held {result['memory_mb']:.0f} MB at the end.")


def _record(result: dict[str, Any]) -> None:
    """Keep the result for its number of learners and write the table anew."""
    known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    known[str(result["learners"])] = result
    KEPT.write_text(json.dumps(known, indent=2) + "\n")
    table = report.as_markdown(known)
    DOCUMENT.write_text(report.put_into(DOCUMENT.read_text(), table))
    say(f"Written to {DOCUMENT.relative_to(ROOT)}.")
