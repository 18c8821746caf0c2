"""A new machine with nothing but Python: a clone and two words give a page.

The machine is a minimal Debian in a directory. Where package sources can only
be reached with configuration of this machine, that is named by variables:
CAREERSITE_CLEAN_MACHINE_FILES   files to copy, apart by spaces: FROM or FROM=TO
CAREERSITE_CLEAN_MACHINE_ENV     variables to set, apart by spaces: NAME=VALUE
"""

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.platform.conftest import ROOT, needs_root

DEBOOTSTRAP = shutil.which("debootstrap")
SUITE = "bookworm"  # its Python is 3.11, the oldest that we support
PORT = 8642
PAGE_WITHIN = 60  # seconds after the packages are there
AGAIN_WITHIN = 5

pytestmark = [
    needs_root,
    pytest.mark.assure(id="clean-machine"),
    pytest.mark.skipif(not DEBOOTSTRAP, reason="debootstrap is not installed"),
]


def test_a_clone_and_dev_run_give_a_page(machine, figure):
    clone(machine / "srv" / "careersite", "root")
    clone(machine / "home" / "someone", "games")

    assert "apt-get install" in refusal(machine, "/home/someone")
    with running(machine, "/srv/careersite") as first:
        assert first.status == 200
    with running(machine, "/srv/careersite") as again:
        assert again.status == 200
    with running(machine, "/home/someone", user="games") as ordinary:
        assert ordinary.status == 200

    figure(
        f"root: {first.seconds:.0f} s in all, {first.after_download:.0f} s after the"
        f" download, second start {again.seconds:.1f} s; ordinary user:"
        f" {ordinary.after_download:.0f} s after the download"
    )
    assert max(first.after_download, ordinary.after_download) < PAGE_WITHIN
    assert again.seconds < AGAIN_WITHIN


@pytest.fixture(scope="module")
def machine():
    """A Debian with python3 and nothing else."""
    path = Path(tempfile.mkdtemp(prefix="careersite-machine-"))
    path.chmod(0o755)
    build = [DEBOOTSTRAP, "--variant=minbase", "--include=python3", SUITE, str(path)]
    subprocess.run(build, check=True)
    for name in os.environ.get("CAREERSITE_CLEAN_MACHINE_FILES", "").split():
        source, _, target = name.partition("=")
        copy = path / (target or source).lstrip("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    with contextlib.ExitStack() as mounts:
        for name in ("proc", "dev"):
            mount = ["/bin/mount", "--bind", f"/{name}", str(path / name)]
            subprocess.run(mount, check=True)
            unmount = ["/bin/umount", "--lazy", str(path / name)]
            mounts.callback(subprocess.run, unmount, check=True)
        yield path
    shutil.rmtree(path)


def clone(target, owner):
    """Clone what is committed, as its user would have."""
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(target)]
    subprocess.run(command, check=True)
    subprocess.run(["/bin/chown", "-R", owner, str(target)], check=True)


def inside(machine, checkout, user="root"):
    """Return the command and the environment of `./dev run` in the machine."""
    extra = os.environ.get("CAREERSITE_CLEAN_MACHINE_ENV", "").split()
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": checkout,
        **dict(pair.split("=", 1) for pair in extra),
    }
    run = f"cd {checkout} && exec ./dev run --port {PORT}"
    command = ["chroot", f"--userspec={user}", str(machine), "/bin/sh", "-c", run]
    return {"args": command, "env": environment, "text": True}


def refusal(machine, checkout):
    """Return what an ordinary user is told while something is missing."""
    return subprocess.run(
        **inside(machine, checkout, user="games"), capture_output=True, check=False
    ).stderr


class Start:
    """How a start went: `status` of the page, and how long it took."""

    def __init__(self, machine, checkout):
        self.begun_at = time.time()
        self.stamp = machine / checkout.lstrip("/") / "var/venv/careersite.json"

    def arrived(self):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", PORT)) as site:
            site.request("GET", "/")
            self.status = site.getresponse().status
        self.seconds = time.time() - self.begun_at
        self.after_download = time.time() - self.stamp.stat().st_mtime


@contextlib.contextmanager
def running(machine, checkout, user="root"):
    """Run the site until it has answered; stop it by Ctrl-C's signal."""
    start = Start(machine, checkout)
    with subprocess.Popen(
        **inside(machine, checkout, user),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if re.search(rf"http://127.0.0.1:{PORT}/", line):
                break
        else:
            pytest.fail("".join(said))
        start.arrived()
        try:
            yield start
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
    assert process.returncode == 0
