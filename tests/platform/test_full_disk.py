"""The whole site on a disk that is full: it says so, and loses nothing."""

import contextlib
import os
import secrets
import subprocess

import pytest

from tests.platform.conftest import IS_ROOT, remove_database
from tests.platform.visitors import Visitor
from tests.platform.whole_site import copy_of_this_checkout, environment, running

pytestmark = pytest.mark.assure(id="full-disk")

SIZE = 256_000_000  # bytes
MIDST = 50_000_000  # of room: enough for new data, and not for all that is put in
MAKE_ROOM = "The disk of the database is full, or nearly so: "
NOTHING_IS_SAVED = "The disk of the database is full: nothing is saved until"
PROJECTS = "/api/v1/me/projects/"
MOST_WRITES = 50  # each of 2 kB: by then no page has room for one more


class Disk:
    """A small disk that can be filled up."""

    def __init__(self, path):
        self.path = path
        self.filling = path / "filling"

    def fill(self, room=0):
        """Leave so many bytes, or nothing."""
        left = os.statvfs(self.path)
        with self.filling.open("wb") as file:
            for _ in range(left.f_bavail - room // left.f_frsize):
                file.write(bytes(left.f_frsize))

    def make_room(self):
        self.filling.unlink()


@contextlib.contextmanager
def mounted(path):
    """Have a disk in memory at `path`; skip the test where none may be mounted."""
    mount = ["/bin/mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", path]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield Disk(path)
    finally:
        remove_database(path.parent)
        subprocess.run(["/bin/umount", "--lazy", path], check=True)


@pytest.fixture
def site():
    with contextlib.contextmanager(copy_of_this_checkout)() as made:
        yield made


@pytest.fixture
def disk(site):
    with mounted(site.checkout / "var") as made:
        yield made


def start_in_vain(site):
    """Start the site where it cannot; return the last line that it says."""
    done = subprocess.run(
        site.command(0), env=environment(), capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def write(visitor, number):
    """Keep one more project; return the status."""
    body = {"title": f"Project {number}", "summary": secrets.token_hex(990)}
    return visitor.post(PROJECTS, body).status_code


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a small disk to fill it")
def test_a_full_disk_is_told_in_words_and_loses_nothing(site, disk, tmp_path, figure):
    log = tmp_path / "log"
    told = []
    for room in (0, MIDST):
        disk.fill(room)
        told.append(start_in_vain(site))
        disk.make_room()
    with log.open("w") as errors, running(site, errors=errors) as (_, port):
        learner = Visitor(f"http://127.0.0.1:{port}", "learner@example.org")
        disk.fill()
        written = [write(learner, number) for number in range(MOST_WRITES)]
        read = [learner.get(path).status_code for path in ("/roles/", "/me/", PROJECTS)]
        disk.make_room()
        written.append(write(learner, MOST_WRITES))
        kept = learner.get(PROJECTS).json()["count"]
    disk.fill()
    told.append(start_in_vain(site))
    disk.make_room()
    with running(site, errors=subprocess.DEVNULL) as (_, port):
        learner = Visitor(f"http://127.0.0.1:{port}", "learner@example.org")
        found = learner.get(PROJECTS).json()["count"]

    advised = sum(line.startswith(MAKE_ROOM) for line in told)
    said = log.read_text().count(NOTHING_IS_SAVED)
    figure(
        f"a full disk: {advised} of {len(told)} starts in vain ended with what to do;"
        f" {written.count(503)} of {MOST_WRITES} writes answered 503, each told in the"
        f" log; reads answered {read}; with room again {written[-1]}, and {found} of"
        f" {kept} projects are there after a restart"
    )
    assert advised == len(told), told
    assert set(written) == {201, 503}
    assert said >= written.count(503)
    assert read == [200] * len(read)
    assert written[-1] == 201
    assert found == kept
