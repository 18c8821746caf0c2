"""./dev assure: the long measurements; their figures go to docs/assurance.json and .md.

A measurement is a test marked `@pytest.mark.assure(id="S44")` that states its
figure with the fixture `figure`: `figure("p95 310 ms")`.
"""

import datetime
import json
import xml.etree.ElementTree as ET
from pathlib import Path

from careersite.dev.assurance import write_page
from careersite.dev.environment import database, tests_environment
from careersite.dev.terminal import ROOT, VAR, call, say, tool
from careersite.dev.test import NOTHING_COLLECTED
from careersite.dev.test_database import template_database

REPORT = ROOT / "docs" / "assurance.json"


def main(arguments: list[str]) -> int:
    """Run all measurements, or those with the ids given."""
    wanted = " or ".join(f'assure(id="{name}")' for name in arguments)
    results = VAR / "assurance.xml"
    results.unlink(missing_ok=True)
    with database():
        # Of pytest's two kinds of report, the first one holds figures.
        report_to = ["-o", "junit_family=xunit1", f"--junit-xml={results}"]
        command = [tool("pytest"), "-m", wanted or "assure", *report_to]
        environment = tests_environment()
        environment["CAREERSITE_TEST_TEMPLATE"] = template_database(environment)
        code = call(command, environment)
    if code == NOTHING_COLLECTED:
        say("There is no such measurement.")
        return code
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()  # noqa: TID251
    measured = read_results(results, today)
    known = json.loads(REPORT.read_text()) if REPORT.exists() else {}
    report = dict(sorted({**known, **measured}.items()))
    REPORT.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    write_page()
    say(f"{len(measured)} measurements written to {REPORT.relative_to(ROOT)}.")
    return code


def read_results(path: Path, today: str) -> dict[str, list[dict[str, str]]]:
    """Return what pytest measured: id -> its tests, each with its figure."""
    measured: dict[str, list[dict[str, str]]] = {}
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
            "figure": stated.get("figure", "no figure"),
            "result": "passed" if is_passed else "failed",
            "date": today,
        }
        measured.setdefault(stated["assure"], []).append(entry)
    return measured
