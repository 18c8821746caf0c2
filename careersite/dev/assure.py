"""./dev assure: what the site holds under, measured; docs/assurance.json keeps it.

It runs the tests that tests/assurance/items.yaml names and those marked
`@pytest.mark.assure(id="...")`, long ones which `./dev test` leaves out. Each may state
what it counted or measured with the fixture `figure`: `figure("p95 310 ms")`.
"""

import datetime
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from careersite.dev.assurance import ALL, FIGURES, write_page
from careersite.dev.environment import database, tests_environment
from careersite.dev.terminal import ROOT, VAR, call, say
from careersite.dev.test import NOTHING_COLLECTED, find_chromium
from careersite.dev.test_database import template_database

# Playwright's event loop would break asyncio.run() in the tests after it.
HALVES = {"assurance": "not browser", "assurance-browser": "browser"}


def main(arguments: list[str]) -> int:
    """Run everything, or the items and measurements of these names."""
    names = ",".join(arguments) or ALL
    with database():
        environment = tests_environment()
        environment["CAREERSITE_TEST_TEMPLATE"] = template_database(environment)
        environment["CAREERSITE_CHROMIUM"] = find_chromium() or ""
        codes = {
            _measure(names, half, VAR / f"{name}.xml", environment)
            for name, half in HALVES.items()
        }
    if codes == {NOTHING_COLLECTED}:
        say("There is no such item and no such measurement.")
        return NOTHING_COLLECTED
    # Whoever measures reads the calendar of the machine, not of the site.
    when = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),  # noqa: TID251
        "commit": measured_commit(),
    }
    measured: dict[str, list[dict[str, str]]] = {}
    for name in HALVES:
        measured |= read_results(VAR / f"{name}.xml", when)
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    report = dict(sorted({**known, **measured}.items()))
    FIGURES.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    write_page()
    say(f"{len(measured)} tests written to {FIGURES.relative_to(ROOT)}.")
    return max(codes - {NOTHING_COLLECTED})


def _measure(names: str, half: str, results: Path, environment: dict[str, str]) -> int:
    results.unlink(missing_ok=True)
    # Of pytest's two kinds of report, the first one holds figures.
    report_to = ["-o", "junit_family=xunit1", f"--junit-xml={results}"]
    chosen = ["-p", "tests.assurance.plugin", f"--assure={names}", "-m", half]
    return call([sys.executable, "-m", "pytest", *chosen, *report_to], environment)


def measured_commit() -> str:
    """Return the short name of the commit, with a plus where files differ from it."""
    head = _git("rev-parse", "--short=7", "HEAD")
    changed = _git("status", "--porcelain", "--", ".", ":!docs/assurance.*")
    return f"{head}+" if changed else head


def _git(*words: str) -> str:
    return subprocess.run(  # noqa: S603
        ["git", *words],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()


def read_results(path: Path, when: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Return what pytest measured: test -> its cases, each with its figure."""
    measured: dict[str, list[dict[str, str]]] = {}
    if not path.exists():  # pytest was interrupted
        return measured
    # pytest wrote the file: nobody else's XML is read here.
    for case in ET.parse(path).iter("testcase"):  # noqa: S314
        stated = {
            one.get("name"): one.get("value", "") for one in case.iter("property")
        }
        if case.find("skipped") is not None or "test" not in stated:
            continue
        is_passed = case.find("failure") is None and case.find("error") is None
        entry = {
            "case": stated["case"],
            "figure": stated.get("figure", ""),
            "result": "passed" if is_passed else "failed",
            **when,
        }
        measured.setdefault(stated["test"], []).append(entry)
    return measured
