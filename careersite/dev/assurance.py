"""docs/assurance.md: what the site holds under, by which test, with which figure.

It is made of tests/assurance/items.yaml, which is written by hand, and of
docs/assurance.json, which only measurements write. As a program it writes the page.
"""

import json
from collections.abc import Iterator
from typing import Any

import yaml

from careersite.dev.terminal import ROOT, say

ITEMS = ROOT / "tests" / "assurance" / "items.yaml"
FIGURES = ROOT / "docs" / "assurance.json"
PAGE = ROOT / "docs" / "assurance.md"
# Names everything where names of items are asked for.
ALL = "all"
HEAD = """\
# Assurance

What the site holds under. Made by `./dev assure` from the measurements in
`docs/assurance.json` and the list in `tests/assurance/items.yaml`: change these, not
this page. Tests run with `./dev test`; figures are those of the last measurement, on a
machine with two cores. *Not shown* says what nobody has tested or measured.

| | Holds | Shown by | Last figure |
|---|---|---|---|
"""


def read_items() -> dict[str, dict[str, Any]]:
    """Return the items by their ids."""
    items: dict[str, dict[str, Any]] = yaml.safe_load(ITEMS.read_text())
    return items


def page() -> str:
    """Return the page as it has to be now."""
    measured = json.loads(FIGURES.read_text())
    rows = (
        (name, _holds(item), _tests(item), _figures(item, measured))
        for name, item in read_items().items()
    )
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def write_page() -> None:
    """Write the page."""
    PAGE.write_text(page())


def _holds(item: dict[str, Any]) -> str:
    left = item.get("open")
    return f"{item['says']} *Not shown:* {left}" if left else str(item["says"])


def _tests(item: dict[str, Any]) -> str:
    names = [_spoken(test) for test in item["tests"]]
    return "<br>".join(names) or "no test"


def _spoken(test: str) -> str:
    """Return a test's name as the sentence that it is, with its file."""
    path, _, name = test.partition("::")
    sentence = name.removeprefix("test_").replace("_", " ")
    return f"{sentence} (`{path.rpartition('/')[2]}`)"


def _figures(item: dict[str, Any], measured: dict[str, Any]) -> str:
    """Return what the last run of the item's tests found, a line for each commit."""
    runs: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for test in item["tests"]:
        for one in measured.get(test, []):
            when = f"{one['date']} ({one['commit']})"
            runs.setdefault(when, []).append((test, one))
    lines = [f"{when}: {'; '.join(_told(run))}" for when, run in runs.items()]
    return "<br>".join(lines).replace("|", "/") or "none"


def _told(run: list[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """Yield the figures of a run; cases that state none are counted."""
    for _, one in run:
        if one["figure"]:
            yield one["figure"] + ("" if one["result"] == "passed" else " (FAILED)")
    for result in ("passed", "failed"):
        silent = [
            test for test, one in run if not one["figure"] and one["result"] == result
        ]
        if silent:
            tests, cases = len(set(silent)), len(silent)
            yield f"{_number(tests, 'test')}, {_number(cases, 'case')} {result}"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


if __name__ == "__main__":
    write_page()
    say(f"Written: {PAGE.relative_to(ROOT)}")
