"""What the guide for operators says, held against what the site does."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured

from careersite import serving
from careersite.environment import env_bool

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(
    r"""(?:environ(?:\.get\(|\[)|env_(?:bool|list|rates|required)\()\s*"([A-Z_]+)\""""
)
# Names that only tests read.
OF_TESTS = {"CAREERSITE_TEST_DATABASE", "CAREERSITE_TEST_TEMPLATE"}
OF_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def names_read():
    files = [
        path
        for path in (ROOT / "careersite").rglob("*.py")
        if "dev" not in path.relative_to(ROOT).parts
    ]
    texts = [path.read_text() for path in (*files, ROOT / "manage.py")]
    return {name for text in texts for name in READ.findall(text)}


def names_documented():
    guide = (ROOT / "docs" / "operating.md").read_text()
    table = guide.partition("## Settings")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    return {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}


def test_the_guide_names_exactly_the_settings_that_are_read():
    assert names_documented() == names_read() - OF_TESTS - OF_DJANGO


def test_a_site_without_its_secret_key_does_not_start():
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SECRET_KEY", "CAREERSITE_DEMO", "DEBUG"}
    }

    refused = subprocess.run(
        [sys.executable, "-c", "import careersite.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert "SECRET_KEY is not set" in refused.stderr


def test_the_compose_file_runs_database_web_and_worker_without_a_known_secret():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]

    assert set(services) == {"database", "prepare", "web", "worker"}
    for name in ("prepare", "web", "worker"):
        given = services[name]["environment"]
        assert set(given) <= names_documented()
        assert given["SECRET_KEY"].endswith(":?}")
    assert all(
        port.startswith("127.0.0.1:")
        for service in services.values()
        for port in service.get("ports", [])
    )


def test_the_image_runs_as_nobody_in_particular_and_leaves_data_out():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    left_out = (ROOT / ".dockerignore").read_text().split()

    assert users[-1:] == ["10001"]
    assert {"var", ".git"} <= set(left_out)


@pytest.mark.parametrize(("word", "is_on"), [("True", True), ("False", False)])
def test_a_switch_is_true_or_false(monkeypatch, word, is_on):
    monkeypatch.setenv("CAREERSITE_SWITCH", word)

    assert env_bool("CAREERSITE_SWITCH", default=not is_on) is is_on


def test_a_misspelled_switch_turns_nothing_off(monkeypatch):
    monkeypatch.setenv("CAREERSITE_SWITCH", "false")

    with pytest.raises(ImproperlyConfigured, match="must be True or False"):
        env_bool("CAREERSITE_SWITCH", default=True)
    assert env_bool("CAREERSITE_UNHEARD_OF", default=True)


def test_each_start_forgets_what_former_processes_counted(monkeypatch, tmp_path):
    folder = tmp_path / "metrics"
    folder.mkdir()
    (folder / "gauge_livesum_7.db").touch()
    (folder / "counter_7.db").touch()
    ended = SimpleNamespace(pid=7)

    serving.child_exit(None, ended)  # counted in one process: nothing to do
    serving.on_starting(None)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(folder))
    serving.child_exit(None, ended)
    after_its_end = [one.name for one in folder.iterdir()]
    serving.on_starting(None)

    assert after_its_end == ["counter_7.db"]
    assert list(folder.iterdir()) == []
