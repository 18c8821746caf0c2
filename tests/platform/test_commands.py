"""The commands that run tools, with programs in their place that note each call."""

import json
import signal
import sys

import pytest

from careersite import dev
from careersite.dev import assurance, assure, check, db, fix, lock, run, test
from careersite.dev.environment import database
from careersite.localdb import LocalDatabaseError

FOUND = """
<testsuites><testsuite>
  <testcase><properties>
    <property name="test" value="{test}"/><property name="case" value="two"/>
    <property name="figure" value="200 of 200"/>
  </properties></testcase>
  <testcase><properties>
    <property name="test" value="{test}"/><property name="case" value="more"/>
  </properties><failure message="no"/></testcase>
  <testcase><properties>
    <property name="test" value="left out"/><property name="case" value=""/>
  </properties><skipped/></testcase>
  <testcase/>
</testsuite></testsuites>
"""
# A pytest that reports of one half and collects nothing for the other.
MEASURES = """
case "$*" in *"-m browser"*) exit 5;; esac
for word; do case "$word" in --junit-xml=*) cp "{}" "${{word#*=}}";; esac; done
exit 1
"""


class Tools:
    """A folder of programs, and what they were called with."""

    def __init__(self, folder):
        self.folder = folder
        self.notes = folder / "calls"
        self.notes.touch()

    def make(self, *names, script=""):
        for name in names:
            program = self.folder / name
            program.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.notes}\n{script}')
            program.chmod(0o755)

    @property
    def calls(self):
        return self.notes.read_text().splitlines()


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Programs beside a Python of their own, which is where tools are looked for."""
    made = Tools(tmp_path)
    made.make("python")
    with database():  # its keeper runs by the real Python
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
        yield made


@pytest.fixture
def chromium(monkeypatch):
    monkeypatch.setenv("CAREERSITE_CHROMIUM", "/opt/chromium")


@pytest.fixture
def no_chromium(monkeypatch, tmp_path):
    monkeypatch.delenv("CAREERSITE_CHROMIUM", raising=False)
    monkeypatch.setattr(test, "CHROMIUM_ON_MACOS", (str(tmp_path / "Chromium"),))
    monkeypatch.setattr(test, "CHROMIUM_NAMES", ("no-such-chromium",))


def main(arguments):
    """Stand for a command that somebody or something ends."""
    raise {"stop": KeyboardInterrupt, "fail": LocalDatabaseError("No disk.")}[
        arguments[0]
    ]


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [("stop", 130, "\nStopped.\n"), ("fail", 1, "No disk.\n")],
)
def test_a_command_that_ends_early_says_why(monkeypatch, capsys, how, status, said):
    monkeypatch.setitem(dev.MODULES, "stand", __name__)

    assert dev.run_command("stand", [how]) == status
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("name", ["check", "fix"])
def test_checks_and_repairs_take_no_arguments(capsys, name):
    assert dev.run_command(name, ["everything"]) == 2
    assert capsys.readouterr().err == f"usage: ./dev {name}\n"


def test_a_failed_check_is_shown_with_all_it_said(tools, capsys):
    tools.make(*check_tools())
    tools.make("djlint", script="echo H025 orphan tag; exit 1")

    assert check.main([]) == 1

    said = capsys.readouterr().out
    assert "--- templates (djlint)\nH025 orphan tag\n" in said
    assert said.endswith("1 of 11 checks failed.\n")
    assert said.count(" passed ") == 10
    assert any(
        call.startswith("python manage.py check --deploy") for call in tools.calls
    )


def test_checks_that_pass_end_with_all_is_well(tools, capsys):
    tools.make(*check_tools())

    assert check.main([]) == 0
    assert capsys.readouterr().out.endswith("\nAll is well.\n")


def check_tools():
    named = (command[0] for command in check.checks().values())
    return {name.rpartition("/")[2] for name in named}


def test_repairs_go_on_after_one_that_leaves_something(tools):
    tools.make("ruff", script="exit 1")
    tools.make("django-upgrade", "djade", "djhtml")

    assert fix.main([]) == 0

    names = [call.split()[0] for call in tools.calls]
    assert names == ["ruff", "django-upgrade", "ruff", "djade", "djhtml"]
    assert "careersite/dev/fix.py" in tools.calls[1]


def test_the_pins_of_the_tools_follow_those_of_the_site(tools):
    tools.make("uv")

    assert lock.main(["--upgrade-package=django"]) == 0

    files = [call.split()[-2:] for call in tools.calls]
    assert files == [
        ["--output-file=requirements.txt", "requirements.in"],
        ["--output-file=requirements-dev.txt", "requirements-dev.in"],
    ]
    assert all("--upgrade-package=django" in call for call in tools.calls)


def test_pins_that_cannot_be_found_end_the_command(tools):
    tools.make("uv", script="exit 3")

    assert lock.main([]) == 3
    assert len(tools.calls) == 1


def test_all_tests_run_on_all_cores_and_those_in_a_browser_apart(
    tools, chromium, capsys
):
    tools.make("pytest", script='case "$*" in *tests/browser*) echo 7 passed;; esac')

    assert test.main([]) == 0

    without, within = sorted(runs(tools), key=lambda call: "tests/browser" in call)
    assert "-m not browser and not assure --numprocesses=auto" in without
    assert "-m browser and not assure --numprocesses=auto" in within
    assert "Tests in a browser: /opt/chromium\n7 passed" in capsys.readouterr().out


def test_a_failure_in_the_browser_fails_all(tools, chromium):
    tools.make("pytest", script='case "$*" in *tests/browser*) kill -9 $$;; esac')

    assert test.main([]) == signal.SIGKILL


@pytest.mark.usefixtures("no_chromium")
@pytest.mark.parametrize("arguments", [[], ["tests"]])
def test_tests_in_a_browser_are_left_out_aloud_without_one(tools, capsys, arguments):
    tools.make("pytest")

    assert test.main(arguments) == 0
    assert len(runs(tools)) == 1
    assert "left out, for there is no Chromium here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (["tests/roles/test_pay.py"], 1),
        (["tests/browser/test_policy.py::test_a"], 2),
        (["tests/"], 2),
        (["-k", "pay"], 2),
    ],
)
def test_chosen_tests_start_a_browser_only_where_they_may_need_one(
    tools, chromium, arguments, number
):
    tools.make("pytest")

    assert test.main(arguments) == 0
    assert len(runs(tools)) == number
    assert all(call.endswith(" ".join(arguments)) for call in runs(tools))


def test_chosen_tests_that_fail_start_no_browser(tools, chromium):
    tools.make("pytest", script="exit 1")

    assert test.main(["-k", "pay"]) == 1
    assert len(runs(tools)) == 1


def test_arguments_that_select_no_test_are_told_apart_from_success(
    tools, chromium, capsys
):
    tools.make("pytest", script="exit 5")

    assert test.main(["-k", "no_such"]) == 5
    assert capsys.readouterr().err == "These arguments select no test.\n"


def runs(tools):
    """Return the calls that ran tests: some only help to make the database."""
    calls = (call for call in tools.calls if call.startswith("pytest "))
    return [call for call in calls if "--collect-only" not in call]


@pytest.fixture
def figures(tmp_path, monkeypatch):
    """Let what is measured be written to a folder of the test."""
    path = tmp_path / "assurance.json"
    path.write_text('{"last": [], "first": []}')
    monkeypatch.setattr(assure, "ROOT", tmp_path)
    monkeypatch.setattr(assure, "VAR", tmp_path)
    for module in (assure, assurance):
        monkeypatch.setattr(module, "FIGURES", path)
    monkeypatch.setattr(assurance, "PAGE", tmp_path / "assurance.md")
    return path


def test_measurements_stand_beside_older_ones(tools, chromium, figures, tmp_path):
    measured = next(iter(assurance.read_items().values()))["tests"][0]
    (tmp_path / "found.xml").write_text(FOUND.format(test=measured))
    tools.make("python", script=MEASURES.format(tmp_path / "found.xml"))

    assert assure.main(["S44", "axe"]) == 1

    written = json.loads(figures.read_text())
    assert set(written) == {"first", "last", measured}
    told = [(one["case"], one["figure"], one["result"]) for one in written[measured]]
    assert told == [("two", "200 of 200", "passed"), ("more", "", "failed")]
    page = (tmp_path / "assurance.md").read_text()
    assert "200 of 200; 1 test, 1 case failed" in page
    assert any("--assure=S44,axe -m not browser" in call for call in tools.calls)


def test_a_measurement_that_does_not_exist_changes_nothing(tools, chromium, figures):
    before = figures.read_text()
    tools.make("python", script="exit 5")

    assert assure.main(["S99"]) == 5
    assert figures.read_text() == before


@pytest.mark.parametrize("arguments", [[], ["stat"], ["stop", "now"]])
def test_a_misspelled_wish_of_the_database_gets_the_usage(capsys, arguments):
    assert db.main(arguments) == 2
    assert capsys.readouterr().err == f"{db.USAGE}\n"


def test_a_server_of_somebody_else_is_not_started(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/site")

    assert db.main(["start"]) == 1
    assert "names another server" in capsys.readouterr().err


def test_a_database_that_was_never_started_is_named_with_its_place(
    monkeypatch, capsys, tmp_path
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(db, "ROOT", tmp_path)

    assert db.main(["status"]) == 3
    assert db.main(["stop"]) == 0

    said = capsys.readouterr().out
    assert "The database is not running.\n" in said
    assert said.endswith("It was not running.\n")


def test_a_port_that_cannot_be_one_is_refused_with_the_reason(monkeypatch):
    assert run.port_problem(0) == ""
    assert run.port_problem(70_000) == "70000 is no port: they go from 1 to 65535."
    monkeypatch.setattr(run, "HOST", "203.0.113.1")
    assert run.port_problem(8000).startswith("Port 8000 cannot be used: ")
