"""A new machine with nothing but Python: a clone and two words give a page.

The machine is a minimal Debian in a directory. What it needs to reach its
package sources (certificates, configuration of pip or apt) comes from this
machine: CAREERSITE_CLEAN_MACHINE_FILES lists such files, separated by colons,
and CAREERSITE_CLEAN_MACHINE_ENV the names of variables to pass on.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.platform.conftest import ROOT, needs_root

DEBOOTSTRAP = shutil.which("debootstrap")
PORT = 8642
CHECKOUT = "srv/careersite"
PREPARED_WITHIN = 60  # seconds from the end of the downloads to a page
SECOND_START_WITHIN = 5

pytestmark = [
    needs_root,
    pytest.mark.assure(id="clean-machine"),
    pytest.mark.skipif(not DEBOOTSTRAP, reason="debootstrap is not installed"),
]


@pytest.fixture(scope="module")
def machine():
    """A Debian with python3 and nothing else, and a clone in it."""
    path = Path(tempfile.mkdtemp(prefix="careersite-machine-"))
    path.chmod(0o755)
    build = [DEBOOTSTRAP, "--variant=minbase", "--include=python3", "stable", path]
    mirror = os.environ.get("CAREERSITE_CLEAN_MACHINE_MIRROR")
    subprocess.run([*build, *([mirror] if mirror else [])], check=True)
    for name in filter(None, os.environ.get("CAREERSITE_CLEAN_MACHINE_FILES", "").split(":")):
        target = path / name.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(name, target) if Path(name).is_dir() else shutil.copy(name, target)
    clone = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), path / CHECKOUT]
    subprocess.run(clone, check=True)
    for name in ("proc", "dev"):
        subprocess.run(["mount", "--bind", f"/{name}", path / name], check=True)
    yield path
    for name in ("proc", "dev"):
        subprocess.run(["umount", path / name], check=True)
    shutil.rmtree(path)
