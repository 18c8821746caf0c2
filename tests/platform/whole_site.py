"""The whole site, as `./dev run` runs it, in a checkout of its own."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from careersite.localdb import LocalDatabase
from tests.platform.conftest import ROOT, remove_database

# Settings under which no program is asked to wait.
FREE = {"API_RATES": "anonymous=1000000/min,reader=1000000/min,writer=1000000/min"}


class Site:
    """A copy of this checkout, so that its var/ is its own."""

    def __init__(self, checkout):
        self.checkout = checkout
        self.database = LocalDatabase(checkout)

    def command(self, port):
        dev = str(self.checkout / "dev")
        return [sys.executable, dev, "--prepared", "run", "--port", str(port)]


def environment(**settings):
    """Return environment variables of the demonstration, with `settings` beside."""
    foreign = {"DATABASE_URL", "SECRET_KEY", "DEBUG", "CAREERSITE_DEMO"}
    kept = {key: os.environ[key] for key in os.environ if key not in foreign}
    return {**kept, **settings}


def dev(site, *arguments):
    """Run one of the commands of `./dev` in the site, and return what it printed."""
    program = str(site.checkout / "dev")
    return subprocess.run(
        [sys.executable, program, "--prepared", *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def manage(site, *arguments):
    """Run one of Django's commands in the site, and return what it printed."""
    return dev(site, "manage", *arguments)


def copy_of_this_checkout():
    """Make a site with a database of its own; yield it, and remove it in the end."""
    return site_of(copy_files)


def site_of(fill):
    """Make a site of the files that `fill` puts in its place; remove it in the end."""
    checkout = Path(tempfile.mkdtemp(prefix="careersite-test-"))
    checkout.chmod(0o755)
    fill(checkout)
    (checkout / "var").mkdir()
    try:
        yield Site(checkout)
    finally:
        remove_database(checkout)
        shutil.rmtree(checkout)


def copy_files(checkout):
    """Copy what the site is made of, as it stands here."""
    for name in ("careersite", "roles", "profiles", "roadmaps", "fixtures"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
    for name in ("dev", "manage.py", "requirements.txt"):
        shutil.copy(ROOT / name, checkout / name)


@contextlib.contextmanager
def running(site, *, errors=subprocess.PIPE, **settings):
    """Run the site until it says that it is up; in the end it is stopped.

    `errors` is where its complaints go, `settings` are environment variables beside
    those of the demonstration.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        site.command(port),
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    ) as process:
        process.said = []
        for line in process.stdout:
            process.said.append(line)
            if f"http://127.0.0.1:{port}/" in line:
                break
        else:
            pytest.fail(process.stderr.read())
        try:
            yield process, port
        finally:
            process.terminate()
            process.communicate(timeout=180)


def status(port):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as client:
        client.request("GET", "/")
        return client.getresponse().status


def answers(port):
    try:
        return status(port) < 400
    except OSError:
        return False


def listed(*columns):
    options = [f"--format={','.join(columns)}", "--no-headers"]
    return subprocess.run(
        ["/bin/ps", "-e", "-ww", *options], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def processes_of(checkout):
    return [line for line in listed("pid", "args") if str(checkout) in line]


def children_of(pid):
    found = (line.split() for line in listed("pid", "ppid"))
    return [int(child) for child, parent in found if int(parent) == pid]


def command(pid):
    return next(line for line in listed("pid", "args") if line.split()[0] == str(pid))


def web_workers(process):
    """Return the processes that answer: children of the web server."""
    web = next(pid for pid in children_of(process.pid) if "gunicorn" in command(pid))
    return children_of(web)


def wait_for(is_so, seconds=180):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
