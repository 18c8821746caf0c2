"""The supervisor keeps its parts running, and stops all of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from careersite.dev.supervisor import Part, PartFailedError, Supervisor
from tests.platform.conftest import ROOT

SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"

# Faults on purpose: long, and at home among the measurements.
pytestmark = pytest.mark.assure(id="supervisor")

# A part that starts a program of its own and tells its number.
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""


def part(code, *arguments):
    return Part("A part", [sys.executable, "-c", code, *arguments], dict(os.environ))


def test_a_part_that_was_killed_is_started_again():
    killed = part(SLEEPER)
    supervisor = Supervisor([killed])
    supervisor.start(is_up=lambda: True)
    before = killed.process
    before.kill()
    before.wait()

    look_until(supervisor, lambda: not killed.has_ended())

    assert killed.process.pid != before.pid
    supervisor.stop()
    assert killed.has_ended()


def test_a_part_that_keeps_failing_is_started_at_growing_intervals():
    failing = part("raise SystemExit(3)")
    failing.start()
    pauses = []
    while len(pauses) < 3:
        failing.process.wait()
        failing.look_after()
        pauses.append(failing.pause)
        failing.due_at = 0.0
        failing.look_after()
    failing.process.wait()

    assert pauses == [1.0, 2.0, 4.0]


def test_a_site_whose_part_fails_at_once_does_not_start():
    supervisor = Supervisor([part("raise SystemExit(3)")])

    with pytest.raises(PartFailedError, match="A part did not start"):
        supervisor.start(is_up=lambda: False)
    supervisor.stop()


def test_what_a_part_started_is_stopped_with_it(tmp_path):
    told = tmp_path / "child"
    supervisor = Supervisor([part(PARENT, str(told))])
    supervisor.start(is_up=lambda: told.exists() and bool(told.read_text()))

    supervisor.stop()

    wait_until_gone(int(told.read_text()))


def test_a_part_that_does_not_listen_is_killed(monkeypatch):
    monkeypatch.setattr("careersite.dev.supervisor.STOP_WITHIN", 0.5)
    stubborn = part(STUBBORN)
    supervisor = Supervisor([stubborn])
    supervisor.start(is_up=lambda: True)
    time.sleep(0.5)

    supervisor.stop()

    assert stubborn.has_ended()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans")
def test_parts_end_when_the_supervisor_is_killed():
    code = (
        "import sys, time; from tests.platform.test_supervisor import *;"
        "it = part(SLEEPER); it.start(); print(it.process.pid, flush=True);"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as supervising:
        pid = int(supervising.stdout.readline())
        supervising.send_signal(signal.SIGKILL)

    wait_until_gone(pid)


def look_until(supervisor, is_so, seconds=60):
    """Let the supervisor look after its parts until `is_so`."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        for one in supervisor.parts:
            one.look_after()
        time.sleep(0.05)


def wait_until_gone(pid, seconds=60):
    deadline = time.monotonic() + seconds
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid):
    """Return whether a process runs; a dead one nobody asked about does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"
