"""What of the product its tests run: lines, and both ways of every branch."""

import json
import os
import subprocess
import sys

import pytest
from coverage import Coverage

from careersite.dev.terminal import ROOT
from careersite.dev.test import IN_BROWSER, IN_PROCESS

PACKAGES = ("careersite", "roles", "profiles", "roadmaps")
SETTINGS = str(ROOT / "pyproject.toml")
PYTEST = [sys.executable, "-m", "pytest", "-q"]
# Tests of programs, servers and their ends are among the measurements: they are long.
MEASUREMENTS = (
    "S56",
    "bench",
    "embedded-database",
    "killed-worker",
    "life-of-content",
    "population",
    "replica",
    "supervisor",
    "whole-site",
)
RUNS = (
    ["-m", IN_PROCESS, "--numprocesses=2", "--dist=loadfile"],
    ["-m", IN_BROWSER, "--numprocesses=2", "--dist=loadgroup", "tests/browser"],
    ["-m", " or ".join(f'assure(id="{name}")' for name in MEASUREMENTS)],
)


def run(arguments, place):
    """Run tests with all their processes measured into `place`; return the status."""
    environment = {
        **os.environ,
        "COVERAGE_PROCESS_START": SETTINGS,
        "COVERAGE_FILE": str(place / "coverage"),
        "CAREERSITE_TEST_DATABASE": "test_careersite_coverage",
        "CAREERSITE_TEST_CONTENT": str(place),
    }
    environment.pop("PYTEST_CURRENT_TEST", None)
    command = [*PYTEST, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


def read(place):
    """Return what all processes measured: for each file, and in sum."""
    measured = Coverage(str(place / "coverage"), config_file=SETTINGS)
    measured.combine([str(place)])
    measured.json_report(outfile=str(place / "report.json"))
    return json.loads((place / "report.json").read_text())


def share(sums, kind):
    """Return how many lines or ways out of branches were run, in percent."""
    run_of, all_of = {
        "lines": ("covered_lines", "num_statements"),
        "branches": ("covered_branches", "num_branches"),
        "both": ("covered_lines covered_branches", "num_statements num_branches"),
    }[kind]
    counts = [sum(sums[one] for one in names.split()) for names in (run_of, all_of)]
    return 100 * counts[0] / counts[1]


def of_package(report, name):
    """Return the sums of one package."""
    found = [
        one["summary"]
        for path, one in report["files"].items()
        if path.startswith(f"{name}/")
    ]
    counts = [key for key, value in found[0].items() if isinstance(value, int)]
    return {key: sum(one[key] for one in found) for key in counts}


@pytest.mark.assure(id="coverage")
def test_the_tests_run_nearly_every_line_and_branch(tmp_path, figure):
    statuses = [run(arguments, tmp_path) for arguments in RUNS]

    report = read(tmp_path)
    totals = report["totals"]
    by_package = ", ".join(
        f"{name} {share(of_package(report, name), 'both'):.1f} %" for name in PACKAGES
    )
    figure(
        f"{share(totals, 'lines'):.1f} % of {totals['num_statements']} lines and"
        f" {share(totals, 'branches'):.1f} % of {totals['num_branches']} ways out of"
        f" branches ({by_package})"
    )
    assert statuses == [0, 0, 0]
    assert share(totals, "lines") >= 95
    assert share(totals, "branches") >= 95
