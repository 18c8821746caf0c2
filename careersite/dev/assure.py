"""./dev assure: the long measurements; their figures go to docs/assurance.json and .md.

A measurement is a test marked `@pytest.mark.assure(id="S44")` that states its
figure with the fixture `figure`: `figure("p95 310 ms")`.
"""

import datetime
import json
import xml.etree.ElementTree as ET
from pathlib import Path

from careersite.dev.assurance import NO_FIGURE, write_page
from careersite.dev.environment import database, tests_environment
from careersite.dev.terminal import ROOT, VAR, call, say, tool
from careersite.dev.test import NOTHING_COLLECTED, find_chromium
from careersite.dev.test_database import template_database

REPORT = ROOT / "docs" / "assurance.json"


# Playwright's event loop would break asyncio.run() in the tests after it.
HALVES = {"assurance": "not browser", "assurance-browser": "browser"}


def main(arguments: list[str]) -> int:
    """Run all measurements, or those with the ids given."""
    wanted = " or ".join(f'assure(id="{name}")' for name in arguments) or "assure"
    with database():
        environment = tests_environment()
        environment["CAREERSITE_TEST_TEMPLATE"] = template_database(environment)
        environment["CAREERSITE_CHROMIUM"] = find_chromium() or ""
        codes = {
            _measure(f"({wanted}) and {half}", VAR / f"{name}.xml", environment)
            for name, half in HALVES.items()
        }
    if codes == {NOTHING_COLLECTED}:
        say("There is no such measurement.")
        return NOTHING_COLLECTED
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()  # noqa: TID251
    measured: dict[str, list[dict[str, str]]] = {}
    for name in HALVES:
        for key, entries in read_results(VAR / f"{name}.xml", today).items():
            measured.setdefault(key, []).extend(entries)
    known = json.loads(REPORT.read_text()) if REPORT.exists() else {}
    report = dict(sorted({**known, **measured}.items()))
    REPORT.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    write_page()
    say(f"{len(measured)} measurements written to {REPORT.relative_to(ROOT)}.")
    return max(codes - {NOTHING_COLLECTED})


def _measure(selection: str, results: Path, environment: dict[str, str]) -> int:
    results.unlink(missing_ok=True)
    # Of pytest's two kinds of report, the first one holds figures.
    report_to = ["-o", "junit_family=xunit1", f"--junit-xml={results}"]
    return call([tool("pytest"), "-m", selection, *report_to], environment)


def read_results(path: Path, today: str) -> dict[str, list[dict[str, str]]]:
    """Return what pytest measured: id -> its tests, each with its figure."""
    measured: dict[str, list[dict[str, str]]] = {}
    if not path.exists():  # pytest was interrupted
        return measured
    # pytest wrote the file: nobody else's XML is read here.
    for case in ET.parse(path).iter("testcase"):  # noqa: S314
        stated = {
            one.get("name"): one.get("value", "") for one in case.iter("property")
        }
        if case.find("skipped") is not None or "assure" not in stated:
            continue
        is_passed = case.find("failure") is None and case.find("error") is None
        entry = {
            "test": f"{case.get('classname')}.{case.get('name')}",
            "figure": stated.get("figure", NO_FIGURE),
            "result": "passed" if is_passed else "failed",
            "date": today,
        }
        measured.setdefault(stated["assure"], []).append(entry)
    return measured
