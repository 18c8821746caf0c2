"""What the guide for operators says, held against what the site does."""

import json
import os
import re
import runpy
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
    r"""(?:environ(?:\.get\(|\[)|env_(?:bool|int|list|rates|text)\()\s*"([A-Z_]+)\""""
)
# Names that only tests read.
OF_TESTS = {"CAREERSITE_TEST_DATABASE", "CAREERSITE_TEST_TEMPLATE"}
OF_DJANGO = {"DJANGO_SETTINGS_MODULE"}
REAL = {
    "SECRET_KEY": "x" * 50,
    "DATABASE_URL": "postgresql:///careersite?host=/nowhere",
    "ALLOWED_HOSTS": "careersite.example",
    "SITE_URL": "https://careersite.example",
}


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


SERVE = "import careersite.serving, careersite.wsgi"


def started(program=SERVE, **given):
    """Load the settings of a real installation, with these variables beside."""
    ours = names_documented() | {"DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**kept, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_site_without_its_secret_key_does_not_start():
    refused = started(**{**REAL, "SECRET_KEY": ""})

    assert refused.returncode == 1
    assert "Not set: SECRET_KEY." in refused.stderr


def test_a_site_without_its_settings_does_not_start_and_names_all_that_miss():
    nothing = started()
    half = started(SECRET_KEY="x" * 50, ALLOWED_HOSTS=" ", SITE_URL=REAL["SITE_URL"])

    assert nothing.returncode == half.returncode == 1
    every = "SECRET_KEY, DATABASE_URL, ALLOWED_HOSTS, SITE_URL"
    assert f"Not set: {every}." in nothing.stderr
    assert "Not set: DATABASE_URL, ALLOWED_HOSTS." in half.stderr


def test_a_warning_of_python_is_a_line_of_the_log_like_all_others():
    told = started(f"{SERVE}; import warnings; warnings.warn('odd\\nthing')", **REAL)

    lines = [json.loads(line) for line in told.stderr.splitlines()]
    [warned] = [one for one in lines if "odd\nthing" in one["message"]]
    assert (warned["logger"], warned["level"]) == ("py.warnings", "WARNING")


def test_a_site_with_its_settings_starts_even_while_the_database_is_away():
    assert started(**REAL).returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://name:open-sesame@host/site"),
        ("DATABASE_DIRECT_URL", "postgresql://name:open-sesame@host/site?secure=1"),
        ("DATABASE_REPLICA_URL", "host=name password='open-sesame"),
    ],
)
def test_an_address_of_no_database_is_refused_without_telling_its_password(name, value):
    refused = started(**{**REAL, name: value})

    assert refused.returncode == 1
    assert f"{name} must be such as postgresql://" in refused.stderr
    assert "open-sesame" not in refused.stderr


def test_a_list_of_stolen_passwords_that_is_away_is_told_when_the_site_starts():
    refused = started(**REAL, BREACHED_PASSWORDS="/nowhere")

    assert refused.returncode == 1
    assert "/nowhere is no readable list of stolen passwords" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "yes"),
        ("CAREERSITE_DEMO", ""),
        ("EMAIL_USE_TLS", "true"),
        ("TRUSTED_PROXY_COUNT", "one"),
        ("TRUSTED_PROXY_COUNT", "-1"),
        ("EMAIL_PORT", "0"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_PORT", "70000"),
        ("SITE_URL", "careersite.example"),
        ("SITE_URL", "https://careersite.example/home"),
        ("ALLOWED_HOSTS", "https://careersite.example"),
        ("ALLOWED_HOSTS", "careersite.example:8000"),
        ("CSRF_TRUSTED_ORIGINS", "careersite.example"),
        ("DEFAULT_FROM_EMAIL", "Careersite"),
        ("CONTACT_EMAIL", "https://careersite.example/contact"),
        ("API_RATES", "anonymous=300"),
        ("API_RATES", "anonymous=0/min"),
        ("API_RATES", "anonymous=300/month"),
        ("API_RATES", "300/min"),
        ("API_RATES", "strangers=300/min"),
        ("DATABASE_URL", "nowhere"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named_and_nothing_starts(
    monkeypatch, name, value
):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=f"^{name} "):
        runpy.run_path(str(ROOT / "careersite" / "settings.py"))


@pytest.mark.parametrize("name", ["WEB_CONCURRENCY", "WEB_THREADS"])
def test_a_number_of_processes_is_a_number(monkeypatch, name):
    monkeypatch.setenv(name, "many")

    with pytest.raises(ImproperlyConfigured, match=f"^{name} must be a number from 1"):
        runpy.run_path(str(ROOT / "careersite" / "serving.py"))


def test_settings_in_their_usual_forms_are_read(monkeypatch):
    for name, value in {
        "ALLOWED_HOSTS": "careersite.example, .example.org,[::1],",
        "CSRF_TRUSTED_ORIGINS": "https://careersite.example,https://*.example.org:8443",
        "SITE_URL": "https://careersite.example/",
        "DEFAULT_FROM_EMAIL": "Careersite <site@careersite.example>",
        "CONTACT_EMAIL": "",
        "EMAIL_PORT": "587",
        "API_RATES": "reader=5/second",
    }.items():
        monkeypatch.setenv(name, value)

    read = runpy.run_path(str(ROOT / "careersite" / "settings.py"))

    assert read["ALLOWED_HOSTS"] == ["careersite.example", ".example.org", "[::1]"]
    assert len(read["CSRF_TRUSTED_ORIGINS"]) == 2
    assert read["CONTACT_EMAIL"] == "site@careersite.example"
    assert read["EMAIL_PORT"] == 587
    rates = read["REST_FRAMEWORK"]["DEFAULT_THROTTLE_RATES"]
    assert rates["reader"] == "5/second"
    assert rates["anonymous"] == "300/min"


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


def test_the_compose_file_hands_on_every_setting_that_has_a_place_there():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    given = services["web"]["environment"]
    # One server, the image's own folder, no files from outside, no demonstration.
    without_a_place = {
        *("DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL", "CAREERSITE_PG_BIN"),
        *("PROMETHEUS_MULTIPROC_DIR", "BREACHED_PASSWORDS"),
        *("CAREERSITE_DEMO", "DEBUG"),
    }
    unless_set = re.compile(r"\$\{[A-Z_]+(?::-([^}]*)|:\?)\}")

    assert names_documented() - set(given) == without_a_place
    assert given["EMAIL_HOST"].endswith(":?}")
    as_it_comes = {name: unless_set.sub(r"\1", word) for name, word in given.items()}
    addresses = {"EMAIL_HOST": "mail", "DEFAULT_FROM_EMAIL": "site@example.org"}
    assert started(**{**as_it_comes, **addresses, **REAL}).returncode == 0


def test_the_image_has_the_programs_of_the_server_beside_it():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    _, _, version = services["database"]["image"].partition(":")

    assert f"postgresql-client-{version} " in (ROOT / "Dockerfile").read_text()


def test_the_image_collects_its_files_with_all_that_a_start_demands():
    line = next(
        line
        for line in (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
        if "collectstatic" in line
    )
    for_this_step = dict(re.findall(r"([A-Z_]+)=(\S+)", line))

    assert started(**for_this_step).returncode == 0


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
