"""No key or password lies in the files of the repository."""

import json
import subprocess

import pytest
import yaml

from careersite.dev.terminal import ROOT, tool

KNOWN = ROOT / "tests" / "assurance" / "no_secrets.yaml"
# Content and data of tests hold hashes and made-up numbers by the thousand.
TEXT = (
    "*.py",
    "*.html",
    "*.js",
    "*.toml",
    "*.md",
    "*.in",
    "*.yml",
    "dev",
    "Dockerfile",
)


def tracked_files():
    listed = subprocess.run(  # noqa: S603
        ["/usr/bin/git", "ls-files", *TEXT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.split()


def found_in(files, cwd=ROOT):
    """Return file -> hashes of what may be a secret in it."""
    command = [tool("detect-secrets"), "scan", "--no-verify", *files]
    done = subprocess.run(  # noqa: S603
        command, cwd=cwd, capture_output=True, text=True, check=True
    )
    return {
        name: {one["hashed_secret"] for one in entries}
        for name, entries in json.loads(done.stdout)["results"].items()
    }


@pytest.mark.assure(id="S61")
def test_no_file_holds_a_secret(figure, tmp_path):
    listed = yaml.safe_load(KNOWN.read_text())
    known = {name: set(words) for name, words in listed.items()}
    bait = tmp_path / "bait.py"
    bait.write_text('API_KEY = "AKIA' + "Q3EGRIPZ7WXB4T5D" + '"\n')
    files = tracked_files()

    found = found_in(files)
    unknown = {
        name: words - known.get(name, set())
        for name, words in found.items()
        if words - known.get(name, set())
    }

    figure(
        f"{len(files)} files searched, {len(unknown)} with a secret;"
        f" {sum(map(len, found.values()))} words known to be none"
    )
    assert found_in([str(bait)], cwd=tmp_path)
    assert unknown == {}
