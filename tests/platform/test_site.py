"""The whole site starts, stops and comes back after faults."""

import os
import shutil
import signal
import socket
import subprocess
from urllib.request import urlopen

import pytest

from tests.platform.conftest import ask, postmaster
from tests.platform.whole_site import (
    answers,
    children_of,
    command,
    copy_of_this_checkout,
    dev,
    processes_of,
    running,
    status,
    wait_for,
)

# Faults on purpose: long, and at home among the measurements.
pytestmark = pytest.mark.assure(id="whole-site")


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


def test_the_site_starts_keeps_its_data_and_leaves_nothing_running(site):
    with running(site) as (process, port):
        home = f"http://127.0.0.1:{port}/"
        with urlopen(home) as answer:
            # What leads to the site from outside names the port that it is on.
            assert f'rel="canonical" href="{home}"' in answer.read().decode()
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


def test_the_database_is_left_on_for_programs_until_it_is_told_to_stop(site):
    started = dev(site, "db", "start")
    status_when_on = dev(site, "db", "status")
    answer = dev(site, "db", "psql", "--tuples-only", "--command=SELECT 6 * 7")
    shown = dev(site, "manage", "showmigrations", "roles", "--plan")
    stopped = dev(site, "db", "stop")

    assert site.database.place.url in started
    assert "The database is running.\n" in status_when_on
    assert answer.strip() == "42"
    assert "roles.0001" in shown
    assert stopped == "Stopped.\n"
    assert processes_of(site.checkout) == []
