"""./dev itself: its help, its environment, its pinned requirements."""

import ast
import base64
import hashlib
import os
import re
import subprocess
import sys
import zipfile

import pytest

from tests.platform.conftest import ROOT

PIN = re.compile(r"(?m)^([\w.-]+)==(\S+)(.*(?:\\\n    --hash=sha256:[0-9a-f]{64} ?)+)")


def dev(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, str(cwd / "dev"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_help_names_every_command():
    said = dev("help")

    assert said.returncode == 0
    for command in [
        "run",
        "test",
        "check",
        "fix",
        "assure",
        "manage",
        "db",
        "lock",
        "help",
    ]:
        assert re.search(rf"(?m)^  {command}\b", said.stdout)


def test_an_unknown_command_gets_help_and_status_2():
    refused = dev("rum")

    assert refused.returncode == 2
    assert "There is no command 'rum'." in refused.stderr
    assert "usage: ./dev" in refused.stderr


def test_old_pythons_can_read_the_file_that_refuses_them():
    source = (ROOT / "dev").read_text()

    assert ast.parse(source, feature_version=(3, 6))
    assert "from __future__" not in source


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes_and_names_no_host(name):
    text = (ROOT / name).read_text()
    named = re.findall(r"(?m)^[a-zA-Z]\S*", text)

    assert len(PIN.findall(text)) == len(named) > 40
    assert "://" not in text
    assert "index-url" not in text


def test_the_tools_requirements_agree_with_the_site_s():
    pins = {
        name: {pin[0]: pin[1] for pin in PIN.findall((ROOT / name).read_text())}
        for name in ("requirements.txt", "requirements-dev.txt")
    }

    assert pins["requirements.txt"].items() <= pins["requirements-dev.txt"].items()


@pytest.mark.assure(id="environment")
def test_the_environment_follows_the_pinned_requirements(tiny_checkout):
    require(tiny_checkout, "1.0")
    dev("db", cwd=tiny_checkout, **offline(tiny_checkout))

    unchanged = dev("db", cwd=tiny_checkout, **offline(tiny_checkout))
    require(tiny_checkout, "2.0")
    changed = dev("db", cwd=tiny_checkout, **offline(tiny_checkout))

    assert unchanged.stdout == "tiny 1.0 does db\n"
    assert changed.stdout == "Installing 1 packages ...\ntiny 2.0 does db\n"


@pytest.mark.assure(id="environment")
def test_a_package_that_is_not_the_one_pinned_is_refused(tiny_checkout):
    require(tiny_checkout, "3.0")
    pinned = tiny_checkout / "requirements.txt"
    pinned.write_text(re.sub("sha256:....", "sha256:0000", pinned.read_text()))

    refused = dev("db", cwd=tiny_checkout, **offline(tiny_checkout))

    assert refused.returncode == 1
    assert "could not be installed" in refused.stderr


@pytest.mark.assure(id="environment")
def test_the_environment_of_a_moved_checkout_is_made_anew(tiny_checkout):
    require(tiny_checkout, "1.0")
    dev("db", cwd=tiny_checkout, **offline(tiny_checkout))
    moved = tiny_checkout.rename(tiny_checkout.with_name("moved"))

    again = dev("db", cwd=moved, **offline(moved))

    moved.rename(tiny_checkout)
    assert "Making a virtual environment" in again.stdout
    assert again.stdout.endswith("tiny 1.0 does db\n")


def offline(checkout):
    """Let packages come from the checkout alone, and by pip."""
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(checkout / "wheels"),
        "PIP_CONFIG_FILE": os.devnull,
        "PATH": "/usr/bin:/bin",
    }


@pytest.fixture(scope="module")
def tiny_checkout(tmp_path_factory):
    """A checkout whose only requirement is a package of one line."""
    checkout = tmp_path_factory.mktemp("tiny") / "checkout"
    commands = checkout / "careersite" / "dev"
    commands.mkdir(parents=True)
    (checkout / "dev").write_text((ROOT / "dev").read_text())
    (commands.parent / "__init__.py").touch()
    (commands / "__init__.py").write_text(
        "import tiny\n"
        "def run_command(name, arguments):\n"
        "    print('tiny', tiny.VERSION, 'does', name)\n"
    )
    return checkout


def require(checkout, version):
    """Build the package and pin it."""
    wheel = checkout / "wheels" / f"tiny-{version}-py3-none-any.whl"
    wheel.parent.mkdir(exist_ok=True)
    about = f"tiny-{version}.dist-info"
    contents = {
        "tiny.py": f"VERSION = '{version}'\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n",
    }
    record = "".join(
        f"{name},sha256={digest(text)},{len(text)}\n" for name, text in contents.items()
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**contents, f"{about}/RECORD": record}.items():
            archive.writestr(name, text)
    hashed = hashlib.sha256(wheel.read_bytes()).hexdigest()
    pin = f"tiny=={version} \\\n    --hash=sha256:{hashed}\n"
    (checkout / "requirements.txt").write_text(pin)


def digest(text):
    value = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
