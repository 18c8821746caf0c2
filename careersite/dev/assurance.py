"""docs/assurance.md: what the site holds under, by which test, with which figure.

It is made of tests/assurance/items.yaml, which is written by hand, and of
docs/assurance.json, which only measurements write. As a program it writes the page.
"""

import json
from collections import Counter
from typing import Any

import yaml

from careersite.dev.terminal import ROOT, say

ITEMS = ROOT / "tests" / "assurance" / "items.yaml"
FIGURES = ROOT / "docs" / "assurance.json"
PAGE = ROOT / "docs" / "assurance.md"
NO_FIGURE = "no figure"
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
        (name, _holds(item), _tests(item), _figures(name, item, measured))
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


def _figures(name: str, item: dict[str, Any], measured: dict[str, Any]) -> str:
    """Return the figures, tests that state none as how many they are."""
    keys = [name, *item.get("figures", [])]
    found = [one for key in keys for one in measured.get(key, [])]
    silent = Counter(
        (one["date"], one["result"]) for one in found if one["figure"] == NO_FIGURE
    )
    told = [
        f"{one['date']}: {one['figure']}"
        + ("" if one["result"] == "passed" else " (FAILED)")
        for one in found
        if one["figure"] != NO_FIGURE
    ]
    told += [
        f"{date}: {number} without a figure {result}"
        for (date, result), number in silent.items()
    ]
    return "<br>".join(told).replace("|", "/") or "none"


if __name__ == "__main__":
    write_page()
    say(f"Written: {PAGE.relative_to(ROOT)}")
