"""No pattern of the site and no text in Markdown takes long, whatever is sent."""

import importlib
import pkgutil
import re
import time

import pytest
from django.apps import apps
from django.core.validators import RegexValidator
from django.urls import URLPattern, get_resolver

import careersite
import profiles
import roadmaps
import roles
from careersite.common.markdown import LENGTH_MAX, to_html

LENGTH = 50_000
PATTERN_MAX, MARKDOWN_MAX = 0.1, 1.0  # seconds of processor time
# What patterns that are written badly get lost in: runs that end in a mismatch.
PIECES = [
    "a",
    "1",
    " ",
    "-",
    "_",
    ".",
    "0.",
    "a ",
    "-a",
    "\n",
    "\t ",
    "é",
    "<",
    "[",
    "a@",
]
PUMPS = [piece * (LENGTH // len(piece)) + "\0!" for piece in PIECES]
KILO = 1000
MARKDOWN = {
    "brackets": "[" * 100 * KILO,
    "links": "[a](" * 25 * KILO,
    "nested links": "[" * 50 * KILO + "](a)" * 12 * KILO,
    "images": "![" * 50 * KILO,
    "emphasis": "*a_" * 33 * KILO,
    "stars": "*" * 100 * KILO,
    "mixed emphasis": "a**b" + "c* " * 33 * KILO,
    "backticks": "".join("e" + "`" * size for size in range(440)),
    "quotes": "> " * 50 * KILO,
    "lists": "\n".join("  " * (depth % 300) + "- a" for depth in range(330)),
    "deep lists": "- " * 50 * KILO,
    "tables": "|a" * 25 * KILO + "\n" + "|-" * 25 * KILO + "\n" + "|b" * 10 * KILO,
    "entities": "&" * 100 * KILO,
    "references": "".join(f"[{number}]: /{number}\n" for number in range(8 * KILO)),
    "autolinks": "<a:" * 33 * KILO,
    "html": "<" * 100 * KILO,
    "escapes": "\\" * 100 * KILO,
    "headings": "# a\n===\n" * 12 * KILO,
}


def modules():
    """Yield every module of the site that can be imported here."""
    for package in (careersite, profiles, roadmaps, roles):
        prefix = f"{package.__name__}."
        for found in pkgutil.walk_packages(package.__path__, prefix):
            if not re.search(r"\.(migrations|bench|dev|localdb|serving)\b", found.name):
                yield importlib.import_module(found.name)


def patterns():
    """Return every regular expression: in modules, models and addresses."""
    found = {
        value
        for module in modules()
        for value in vars(module).values()
        if isinstance(value, re.Pattern)
    }
    for model in apps.get_models():
        for field in model._meta.get_fields():
            for one in getattr(field, "validators", ()):
                if isinstance(one, RegexValidator):
                    found.add(re.compile(one.regex.pattern, one.regex.flags))
    found |= {entry.pattern.regex for entry in routes() if hasattr(entry, "pattern")}
    return {re.compile(one) if isinstance(one, str) else one for one in found}


def routes(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from routes(entry)


def seconds(call, *arguments):
    began = time.process_time()
    call(*arguments)
    return time.process_time() - began


@pytest.mark.assure(id="S39")
def test_no_pattern_gets_lost_in_a_long_text(figure):
    known = patterns()

    slowest = max(
        (seconds(way, pump), pattern.pattern)
        for pattern in known
        if isinstance(pattern.pattern, str)
        for pump in PUMPS
        for way in (pattern.search, pattern.fullmatch)
    )

    figure(
        f"{len(known)} patterns x {len(PUMPS)} texts of {LENGTH:,} characters:"
        f" the slowest {slowest[0] * KILO:.0f} ms of processor time"
    )
    assert slowest[0] < PATTERN_MAX, slowest


@pytest.mark.assure(id="S39")
def test_no_markdown_takes_long(figure):
    texts = {f"{name}, whole": text for name, text in MARKDOWN.items()}
    texts |= {f"{name}, cut": text[:LENGTH_MAX] for name, text in MARKDOWN.items()}
    taken = {name: seconds(to_html, text) for name, text in texts.items()}
    name, slowest = max(taken.items(), key=lambda one: one[1])

    figure(
        f"{len(taken)} adversarial texts in Markdown, of 100 kB and of the length up to"
        f" which marks are read ({LENGTH_MAX:,}): the slowest ({name})"
        f" {slowest * KILO:.0f} ms of processor time"
    )
    assert slowest < MARKDOWN_MAX, taken
