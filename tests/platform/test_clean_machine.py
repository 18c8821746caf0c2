"""A new machine with nothing but Python: a clone and two words give a page.

On another one the guide for operators is typed as it stands.

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
import textwrap
import time
from pathlib import Path

import pytest
import requests

from tests.platform.conftest import ROOT, needs_root

DEBOOTSTRAP = shutil.which("debootstrap")
SUITE = "bookworm"  # its Python is 3.11, the oldest that we support
PORT = 8642
PAGE_WITHIN = 60  # seconds after the packages are there
AGAIN_WITHIN = 5
SOME_HOST = {"Host": "careersite.example", "X-Forwarded-Proto": "https"}
MAKE_OPERATOR = "createsuperuser --noinput --email operator@careersite.example"
# Debian does this where systemd runs; without a port, which others may use.
START_POSTGRESQL = """
echo "listen_addresses = ''" >> /etc/postgresql/15/main/postgresql.conf
pg_ctlcluster 15 main start
"""
# The unit of the web processes, and what its ExecStart is given.
START_WEB = """
cd /srv/careersite/current && install -d -o careersite /run/careersite
exec runuser -u careersite -- sh -ac '. /etc/careersite.env
PROMETHEUS_MULTIPROC_DIR=/run/careersite/metrics exec {} --bind=127.0.0.1:{}'
"""

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


def test_the_guide_for_operators_gives_a_site_and_backups_when_typed(machine, figure):
    clone(machine / "root" / "careersite", "root")
    first, files, settings, manage, content, _ = steps_of_the_guide()
    packages, *database = first.splitlines(keepends=True)
    dump = "/var/backups/careersite/site.dump"

    type_in(machine, packages.replace("install", "install --yes"))
    type_in(machine, START_POSTGRESQL)
    try:
        type_in(machine, "".join(database))
        code = files.replace("ADDRESS", "/root/careersite")
        type_in(machine, code + settings + manage)
        type_in(machine, content.replace("createsuperuser", MAKE_OPERATOR))
        with web_processes(machine):
            answers = [asked(path) for path in ("/readyz", "/", "/roles/ai-engineer/")]
            sheet = re.search(r'"(/static/[^"]+\.css)"', answers[1].text)[1]
            answers.append(asked(sheet))
        type_in(machine, f"careersite-manage backup {dump}")
        type_in(machine, f"careersite-manage restore {dump} --into careersite_2")
        proven = type_in(machine, "careersite-manage restore_drill")
    finally:
        type_in(machine, "pg_ctlcluster 15 main stop --mode=immediate")

    assert [answer.status_code for answer in answers] == [200] * 4
    assert "tables equal, all sequences usable" in proven
    figure("pages, static files, a backup and a restore drill by the guide's own lines")


def steps_of_the_guide():
    """Return what *Install* has typed, one text for each indented block."""
    guide = (ROOT / "docs" / "operating.md").read_text()
    install = guide.partition("## Install")[2].partition("## Settings")[0]
    blocks = re.findall(r"(?:^ {7}.*\n)+", install, re.MULTILINE)
    return [textwrap.dedent(block) for block in blocks]


def type_in(machine, lines):
    """Type lines as root in the machine; return what was printed."""
    done = subprocess.run(
        **as_root(machine, lines),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, f"{lines}\n{done.stdout}"
    return done.stdout


def as_root(machine, lines):
    """Return the command and the environment of a shell in the machine."""
    shell = inside(machine, "/root")
    asked_for = {
        "PATH": f"/usr/local/sbin:/usr/local/bin:{shell['env']['PATH']}",
        "DEBIAN_FRONTEND": "noninteractive",
        "DJANGO_SUPERUSER_PASSWORD": "many words and 77",
    }
    command = ["chroot", str(machine), "/bin/sh", "-ec", lines]
    return {**shell, "args": command, "env": {**shell["env"], **asked_for}}


@contextlib.contextmanager
def web_processes(machine):
    """Run what the unit of the guide runs, until it has answered."""
    guide = (ROOT / "docs" / "operating.md").read_text()
    command = re.search(r"ExecStart=(\S+/gunicorn .+)", guide)[1]
    started = START_WEB.format(command, PORT)
    with subprocess.Popen(**as_root(machine, started)) as process:
        try:
            yield
        finally:
            process.terminate()


def asked(path):
    """Ask the site, again as long as it does not listen yet."""
    for _ in range(120):
        with contextlib.suppress(requests.ConnectionError):
            return requests.get(
                f"http://127.0.0.1:{PORT}{path}", headers=SOME_HOST, timeout=30
            )
        time.sleep(0.5)
    return pytest.fail("Nobody listens.")


@pytest.fixture
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
