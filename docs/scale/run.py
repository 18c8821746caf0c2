#!/usr/bin/env python3
"""careersite as a larger installation runs it, all on this machine, until Ctrl-C.

    var/venv/bin/python docs/scale/run.py [--port 8100]

README.md beside it says what stands where. Everything it writes is in var/scale/
(and, where the database's user cannot reach that, in /var/lib/careersite/).
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
try:
    import psycopg
except ImportError:
    sys.exit("Run `./dev run` once: it makes var/venv. Then use var/venv/bin/python.")

from careersite.dev.environment import site_environment
from careersite.dev.prepare import PreparationError, prepare
from careersite.dev.run import (
    ACCOUNTS,
    GUNICORN,
    WORKER,
    DataLostError,
    Guard,
    port_problem,
)
from careersite.dev.supervisor import Part, PartFailedError, Supervisor
from careersite.dev.terminal import complain, say
from careersite.localdb import LocalDatabase, LocalDatabaseError
from careersite.localdb.home import make_home, program
from careersite.localdb.place import Owner, clean_environment

HERE = Path(__file__).resolve().parent
FOLDER = ROOT / "var" / "scale"
PROGRAMS = {"nginx": "nginx-light", "pgbouncer": "pgbouncer"}
SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"
# Connections of the pooler to each server; README.md says how many are right.
POOL = 4
WORKERS, THREADS = 1, 4  # of each web service
SLOT = "replica_1"
# What the original keeps at most for a replica that is away, before it is let go.
KEPT_FOR_REPLICA = "1GB"
PORT_FREE_WITHIN = 15.0  # seconds: what a killed start left behind is just ending


class ScaleError(Exception):
    """It cannot start here; the text says what to do."""


PROBLEMS = (
    ScaleError,
    LocalDatabaseError,
    PreparationError,
    PartFailedError,
    DataLostError,
)


def main() -> int:
    """Start everything, and keep it running until somebody asks to stop."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--port",
        type=int,
        default=8100,
        help="of the proxy; the web services take the next two (8100 unless given)",
    )
    port = parser.parse_args().port
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        with ExitStack() as stack:
            run(port, stack)
    except KeyboardInterrupt:
        pass
    except PROBLEMS as error:
        complain(str(error))
        return 1
    say("Stopped.")
    return 0


def run(port: int, stack: ExitStack) -> None:
    """Start databases, then all else; what is in `stack` is stopped in the end."""
    programs = find_programs()
    wait_for_ports(range(port, port + 3))
    for name in ("original", "replica"):
        (FOLDER / name / "var").mkdir(parents=True, exist_ok=True)
    original, replica = (
        LocalDatabase(FOLDER / "original"),
        LocalDatabase(FOLDER / "replica"),
    )
    guards = [stack.enter_context(closing(Guard(original.use())))]
    limit_what_is_kept(original)
    environment = settings_of(original, port)
    prepare(direct(environment), original)
    if not replica.place.data.exists():
        copy(original, replica)
    guards.append(stack.enter_context(closing(Guard(replica.use()))))
    parts = [
        pooler(programs["pgbouncer"], original, replica),
        web("The first web service", port + 1, environment),
        web("The second web service", port + 2, environment),
        worker(environment),
        proxy(programs["nginx"], original, port),
    ]
    supervisor = Supervisor(parts)
    supervisor.listen()
    try:
        if supervisor.start(is_up=lambda: all(map(answers, range(port, port + 3)))):
            announce(port, original, replica)
            supervisor.watch(lambda: [guard.look_after() for guard in guards])
    finally:
        say("\nStopping ...")
        supervisor.stop()


def find_programs() -> dict[str, str]:
    """Return where the system's programs are.

    Raises ScaleError that names the packages of those that are missing.
    """
    found = {name: shutil.which(name, path=SYSTEM_PATH) for name in PROGRAMS}
    missing = [PROGRAMS[name] for name, path in found.items() if path is None]
    if missing:
        message = (
            f"Missing here: {', '.join(missing)}. On Debian and Ubuntu:"
            f" apt-get install {' '.join(missing)}"
        )
        raise ScaleError(message)
    return {name: str(path) for name, path in found.items()}


def wait_for_ports(ports: range) -> None:
    """Wait until the ports are free, for a start that was killed is still ending."""
    until = time.monotonic() + PORT_FREE_WITHIN
    while problem := next(filter(None, map(port_problem, ports)), ""):
        if time.monotonic() > until:
            raise ScaleError(problem)
        time.sleep(0.5)


def closed(folder: Path, owner: Owner) -> Path:
    """Return a folder that only the user of the databases may enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, owner.uid, owner.gid)
    return folder


def filled(source: str, target: Path, **values: object) -> Path:
    """Write a configuration with the names between @ filled in."""
    text = (HERE / source).read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    target.write_text(text)
    return target


def pooled(original: LocalDatabase) -> str:
    """Return the address of the original through the pooler."""
    return original.place.url.replace("&port=5432", "/pooler&port=6432")


def settings_of(original: LocalDatabase, port: int) -> dict[str, str]:
    """Return the settings of web and worker: docs/operating.md has what each means."""
    address = pooled(original)
    return {
        "SITE_URL": f"http://127.0.0.1:{port}",
        **site_environment(),
        "DATABASE_DIRECT_URL": original.place.url,
        "DATABASE_URL": address,
        "DATABASE_REPLICA_URL": address.replace("/careersite?", "/careersite_replica?"),
        "TRUSTED_PROXY_COUNT": "1",
        "WEB_CONCURRENCY": str(WORKERS),
        "WEB_THREADS": str(THREADS),
    }


def direct(environment: dict[str, str]) -> dict[str, str]:
    """Return settings past the pooler, as migrations and the like need them."""
    kept = {**environment, "DATABASE_URL": environment["DATABASE_DIRECT_URL"]}
    del kept["DATABASE_REPLICA_URL"]
    return kept


def limit_what_is_kept(original: LocalDatabase) -> None:
    """Have the original keep what the replica lacks, but not fill the disk with it."""
    with psycopg.connect(original.place.url, autocommit=True) as connection:
        connection.execute(
            f"ALTER SYSTEM SET max_slot_wal_keep_size = '{KEPT_FOR_REPLICA}'"
        )
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(
            "SELECT pg_create_physical_replication_slot(%s, true) WHERE NOT EXISTS"
            " (SELECT FROM pg_replication_slots WHERE slot_name = %s)",
            [SLOT, SLOT],
        )


def copy(original: LocalDatabase, replica: LocalDatabase) -> None:
    """Make the replica: a copy that follows, all or nothing."""
    say("Copying the database to the replica ...")
    make_home(replica.place)
    fresh = replica.place.home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    follow = [f"--dbname={original.place.url}", "-R", "-S", SLOT, "--checkpoint=fast"]
    done = subprocess.run(
        [program(replica.place, "pg_basebackup"), "-D", os.fspath(fresh), *follow],
        env=clean_environment(),
        cwd="/",
        check=False,
        **replica.place.owner.run_as,
    )
    if done.returncode:
        raise ScaleError("The replica could not be made; see above.")
    fresh.rename(replica.place.data)


def pooler(path: str, original: LocalDatabase, replica: LocalDatabase) -> Part:
    """Return PgBouncer.

    Its socket has a folder of its own, for a server that starts again after it was
    killed removes all sockets beside its own.
    """
    place = original.place
    home = closed(place.sockets / "pooler", place.owner)
    configuration = filled(
        "pgbouncer.ini",
        home / "pgbouncer.ini",
        original=place.sockets,
        replica=replica.place.sockets,
        sockets=home,
        pool=POOL,
    )
    command = [path, "-q", os.fspath(configuration)]
    return Part("PgBouncer", command, clean_environment(), place.owner.run_as)


def web(name: str, port: int, environment: dict[str, str]) -> Part:
    """Return a web service: gunicorn on a port of its own."""
    counted = FOLDER / f"metrics-{port}"
    command = [sys.executable, "-m", "gunicorn", *GUNICORN.split()]
    return Part(
        name,
        [*command, f"--bind=127.0.0.1:{port}"],
        {**environment, "PROMETHEUS_MULTIPROC_DIR": str(counted)},
    )


def worker(environment: dict[str, str]) -> Part:
    """Return the task worker; manage.py takes it past the pooler."""
    command = [sys.executable, "manage.py", *WORKER.split()]
    return Part("The task worker", command, environment)


def proxy(path: str, original: LocalDatabase, port: int) -> Part:
    """Return nginx, which needs no right of root on a port like this."""
    home = closed(original.place.home / "proxy", original.place.owner)
    static = home / "static"
    static.unlink(missing_ok=True)
    static.symlink_to(ROOT / "staticfiles")
    configuration = filled(
        "nginx.conf",
        home / "nginx.conf",
        home=home,
        types="/etc/nginx/mime.types",
        port=port,
        first=port + 1,
        second=port + 2,
    )
    log = os.fspath(home / "error.log")
    command = [path, "-p", f"{home}/", "-c", os.fspath(configuration), "-e", log]
    return Part("nginx", command, clean_environment(), original.place.owner.run_as)


def answers(port: int) -> bool:
    """Return whether a site behind the port is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10):
            return True
    except OSError:
        return False


def announce(port: int, original: LocalDatabase, replica: LocalDatabase) -> None:
    """Say what is where."""
    say(ACCOUNTS)
    say(f"Web services on ports {port + 1} and {port + 2}; databases:")
    say(f"  original  {original.place.url}")
    say(f"  replica   {replica.place.url}")
    say(f"  PgBouncer {pooled(original)}, {POOL} connections to each server")
    say(f"careersite is on http://127.0.0.1:{port}/  (Ctrl-C stops it)")


if __name__ == "__main__":
    sys.exit(main())
