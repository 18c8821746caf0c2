"""The larger installation of docs/scale/, in a checkout of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys

import psycopg
import pytest
import requests

from careersite.bench.processes import children, snapshot
from careersite.localdb import LocalDatabase
from careersite.localdb.processes import recorded_process
from tests.platform.conftest import ROOT, remove_database
from tests.platform.whole_site import (
    children_of,
    command,
    copy_of_this_checkout,
    wait_for,
)

NEEDED = {"nginx": "nginx-light", "pgbouncer": "pgbouncer"}
PLACES = f"{os.environ['PATH']}:/usr/local/sbin:/usr/sbin:/sbin"
READS = (
    "SELECT coalesce(sum(seq_scan + idx_scan), 0)::int FROM pg_stat_user_tables"
    " WHERE relname LIKE 'roles_%'"
)


class LargerSite:
    """What docs/scale/run.py runs: its process, its address and its databases."""

    def __init__(self, checkout):
        self.checkout = checkout
        self.process = None
        self.port = free_ports()
        self.address = f"http://127.0.0.1:{self.port}"
        folder = checkout / "var" / "scale"
        for name in ("original", "replica"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.original = LocalDatabase(folder / "original")
        self.replica = LocalDatabase(folder / "replica")

    @property
    def pooled(self):
        """Return the original's address through the pooler."""
        return self.original.place.url.replace("&port=5432", "/pooler&port=6432")

    def start(self):
        """Start it, and return once it says that it is up."""
        foreign = {"DATABASE_URL", "SECRET_KEY", "DEBUG", "CAREERSITE_DEMO"}
        kept = {key: os.environ[key] for key in os.environ if key not in foreign}
        free = "anonymous=1000000/min,reader=1000000/min,writer=1000000/min"
        script = str(self.checkout / "docs" / "scale" / "run.py")
        with (self.checkout / "var" / "errors").open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, script, "--port", str(self.port)],
                env={**kept, "API_RATES": free},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        for line in self.process.stdout:
            if f"{self.address}/" in line:
                return
        pytest.fail((self.checkout / "var" / "errors").read_text()[-2000:])

    def stop(self):
        """Ask it to end; return its exit status."""
        self.process.terminate()
        self.process.communicate(timeout=180)
        return self.process.returncode

    def kill(self):
        """End the script alone, as hard as can be."""
        self.process.kill()
        self.process.communicate()

    def part(self, word):
        """Return the process of the part whose command has `word` in it, or 0."""
        found = children_of(self.process.pid)
        return next((pid for pid in found if word in known_command(pid)), 0)

    def web(self, number):
        """Return the process of the first or second web service."""
        return self.part(f"--bind=127.0.0.1:{self.port + number}")

    def seconds_used(self):
        """Return the processor time that each kind of part has used, by process."""
        roots = {
            "web": [self.web(1), self.web(2)],
            "original": [recorded_process(self.original.place.data)],
            "replica": [recorded_process(self.replica.place.data)],
            "PgBouncer": [self.part("pgbouncer")],
            "nginx": [self.part("nginx")],
        }
        return {
            kind: snapshot(pid for root in pids for pid in (root, *children(root)))
            for kind, pids in roots.items()
        }

    def is_ready(self):
        """Return whether proxy and both web services say that they are ready."""
        ports = range(self.port, self.port + 3)
        return all(map(says_ready, ports)) and self.replica.is_ready()

    def manage(self, *arguments):
        """Run one of Django's commands, past the pooler."""
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env={
                **os.environ,
                "CAREERSITE_DEMO": "True",
                "DATABASE_URL": self.original.place.url,
            },
            cwd=self.checkout,
            check=True,
        )

    def ask(self, database, query):
        """Return the first value of the answer of one of the databases."""
        with psycopg.connect(database.place.url, autocommit=True) as connection:
            return connection.execute(query).fetchone()[0]

    def run(self, database, statement):
        """Have one of the databases do something."""
        with psycopg.connect(database.place.url, autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def larger_site():
    """Yield the running site; in the end it is stopped and removed."""
    missing = [NEEDED[name] for name in NEEDED if not shutil.which(name, path=PLACES)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with contextlib.contextmanager(copy_of_this_checkout)() as copied:
        shutil.copytree(ROOT / "docs" / "scale", copied.checkout / "docs" / "scale")
        site = LargerSite(copied.checkout)
        try:
            site.start()
            yield site
        finally:
            if site.process.poll() is None:
                site.stop()
            for database in (site.original, site.replica):
                remove_database(database.place.checkout)


def free_ports():
    """Return a port that is free, with the two after it."""
    while True:
        with contextlib.ExitStack() as taken:
            first = taken.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = first.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                for number in (port + 1, port + 2):
                    taken.enter_context(socket.create_server(("127.0.0.1", number)))
                return port


def known_command(pid):
    """Return the command of a process that may just have ended."""
    try:
        return command(pid)
    except StopIteration:
        return ""


def says_ready(port):
    try:
        answer = requests.get(f"http://127.0.0.1:{port}/readyz", timeout=10)
    except requests.RequestException:
        return False
    return answer.status_code == 200


# Who is killed, and how the process is found.
VICTIMS = {
    "a web service": lambda site: site.web(1),
    "the replica": lambda site: recorded_process(site.replica.place.data),
    "PgBouncer": lambda site: site.part("pgbouncer"),
    "the original": lambda site: recorded_process(site.original.place.data),
}


def kill(site, victim):
    """Kill a part and all it started, and return once another is in its place."""
    find = VICTIMS[victim]
    pid = find(site)
    assert pid, victim
    with contextlib.suppress(ProcessLookupError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: find(site) not in {0, pid} and site.is_ready())
