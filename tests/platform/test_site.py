"""The whole site, as `./dev run` runs it, in a checkout of its own."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from careersite.localdb import LocalDatabase
from tests.platform.conftest import ROOT, ask, postmaster, remove_database

# Faults on purpose: long, and at home among the measurements.
pytestmark = pytest.mark.assure(id="whole-site")


def test_the_site_starts_keeps_its_data_and_leaves_nothing_running(site):
    with running(site) as (process, port):
        assert status(port) < 400
        ask(site.database, "CREATE TABLE kept AS SELECT 42 AS answer")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=180)[0]
    assert process.returncode == 0
    assert said.endswith("Stopped.\n")
    assert processes_of(site.checkout) == []

    with running(site) as (process, port):
        assert status(port) < 400
        assert ask(site.database, "SELECT answer FROM kept") == 42
        assert "Bringing the database up to date" not in "".join(process.said)
        process.send_signal(signal.SIGTERM)
        assert process.wait(180) == 0
    assert processes_of(site.checkout) == []


def test_killed_parts_come_back(site):
    with running(site) as (process, port):
        web = next(
            pid for pid in children_of(process.pid) if "gunicorn" in command(pid)
        )
        os.kill(web, signal.SIGKILL)
        os.kill(postmaster(site.database), signal.SIGKILL)

        wait_for(
            lambda: site.database.is_ready() and web not in children_of(process.pid)
        )
        wait_for(lambda: answers(port))
        assert status(port) < 400


def test_the_site_stops_when_its_database_is_deleted(site):
    with running(site) as (process, _):
        shutil.rmtree(site.database.place.home)

        _, complained = process.communicate(timeout=180)

    assert process.returncode == 1
    assert "deleted while it ran" in complained
    assert processes_of(site.checkout) == []


def test_a_port_in_use_is_named_with_the_way_out(site):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = subprocess.run(
            site.command(port), capture_output=True, text=True, check=False
        )

    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert f"--port {port + 1}" in refused.stderr


class Site:
    """A copy of this checkout, so that its var/ is its own."""

    def __init__(self, checkout):
        self.checkout = checkout
        self.database = LocalDatabase(checkout)

    def command(self, port):
        dev = str(self.checkout / "dev")
        return [sys.executable, dev, "--prepared", "run", "--port", str(port)]


@pytest.fixture(scope="module")
def site():
    checkout = Path(tempfile.mkdtemp(prefix="careersite-test-"))
    checkout.chmod(0o755)
    for name in ("careersite", "roles", "profiles", "roadmaps", "fixtures"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
    for name in ("dev", "manage.py", "requirements.txt"):
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "var").mkdir()
    yield Site(checkout)
    remove_database(checkout)
    shutil.rmtree(checkout)


@contextlib.contextmanager
def running(site):
    """Run the site until it says that it is up; in the end it is stopped."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    foreign = {"DATABASE_URL", "SECRET_KEY", "DEBUG", "CAREERSITE_DEMO"}
    environment = {key: os.environ[key] for key in os.environ if key not in foreign}
    with subprocess.Popen(
        site.command(port),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
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
        ["/bin/ps", "-e", *options], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def processes_of(checkout):
    return [line for line in listed("pid", "args") if str(checkout) in line]


def children_of(pid):
    found = (line.split() for line in listed("pid", "ppid"))
    return [int(child) for child, parent in found if int(parent) == pid]


def command(pid):
    return next(line for line in listed("pid", "args") if line.split()[0] == str(pid))


def wait_for(is_so, seconds=180):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
