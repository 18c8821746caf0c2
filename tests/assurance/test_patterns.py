"""No pattern of the site and no text in Markdown takes long, whatever is sent."""

import ast
import contextlib
import importlib
import pkgutil
import re
import subprocess
import time
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import (
    DecimalValidator,
    MaxValueValidator,
    MinValueValidator,
    StepValueValidator,
)
from django.urls import URLPattern, get_resolver
from rest_framework import serializers

import careersite
import profiles
import roadmaps
import roles
from careersite.common.markdown import LENGTH_MAX, to_html
from careersite.dev.terminal import ROOT, tool

PRODUCT = (careersite, profiles, roadmaps, roles)
OUR_APPS = {one.__name__ for one in PRODUCT}
NUMBERS = (DecimalValidator, MaxValueValidator, MinValueValidator, StepValueValidator)
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
    for package in PRODUCT:
        prefix = f"{package.__name__}."
        for found in pkgutil.walk_packages(package.__path__, prefix):
            if not re.search(r"\.(migrations|bench|dev|localdb|serving)\b", found.name):
                yield importlib.import_module(found.name)


def sources():
    """Return the files of the site, but for migrations and tools beside it."""
    found = (path for one in PRODUCT for path in Path(one.__path__[0]).rglob("*.py"))
    aside = {"migrations", "bench", "dev", "localdb"}
    return [path for path in found if not aside & set(path.parts)]


def written_in(path):
    """Yield what is handed to a function of `re` as a pattern, written out there."""
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and isinstance(node.args[0], ast.Constant)
        ):
            yield re.compile(node.args[0].value)


def patterns():
    """Return every regular expression: in modules and functions, and in addresses."""
    found = {
        value
        for module in modules()
        for value in vars(module).values()
        if isinstance(value, re.Pattern)
    }
    found |= {pattern for path in sources() for pattern in written_in(path)}
    found |= {re.compile(entry.pattern.regex) for entry in routes()}
    return {one for one in found if isinstance(one.pattern, str)}


def routes(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        yield entry
        if not isinstance(entry, URLPattern):
            yield from routes(entry)


def heirs(kind):
    """Yield every class below `kind` that is ours."""
    for one in kind.__subclasses__():
        yield from heirs(one)
        if one.__module__.partition(".")[0] in OUR_APPS:
            yield one


def checked_fields():
    """Yield (name, field) of all that people and programs fill in."""
    for model in apps.get_models():
        yield from named_fields(model._meta.label, columns_of(model))
    for form in heirs(forms.BaseForm):
        yield from named_fields(form.__name__, getattr(form, "base_fields", {}))
    for kind in heirs(serializers.Serializer):
        yield from named_fields(kind.__name__, kind().get_fields())


def columns_of(model):
    return {field.name: field for field in model._meta.get_fields()}


def named_fields(owner, fields):
    return [(f"{owner}.{name}", field) for name, field in fields.items()]


def validators():
    """Return place -> validator of every text that searches in it.

    Numbers are compared, and what must be unique is asked of the database.
    """
    return {
        f"{place}: {type(one).__name__}": one
        for place, field in checked_fields()
        for one in getattr(field, "validators", ())
        if not isinstance(one, NUMBERS) and not getattr(one, "requires_context", False)
    }


def seconds(call, *arguments):
    began = time.process_time()
    with contextlib.suppress(ValidationError, serializers.ValidationError):
        call(*arguments)
    return time.process_time() - began


@pytest.mark.assure(id="S39")
def test_no_pattern_and_no_validator_gets_lost_in_a_long_text(figure):
    known, checks = patterns(), validators()
    ways = [
        (f"{way} of {one.pattern}", getattr(one, way))
        for one in known
        for way in ("search", "match", "fullmatch")
    ]
    ways += checks.items()

    slowest, what = max(
        (seconds(way, pump), name) for name, way in ways for pump in PUMPS
    )

    figure(
        f"{len(known)} patterns and {len(checks)} validators x {len(PUMPS)} texts of"
        f" {LENGTH:,} characters: the slowest {slowest * KILO:.1f} ms of processor time"
        f" ({what})"
    )
    assert len(known) > 100
    assert slowest < PATTERN_MAX, what


def found_by(program, *arguments, text=""):
    """Return what a program that reads patterns says of them."""
    done = subprocess.run(  # noqa: S603
        [tool(program), *arguments],
        input=text,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.assure(id="S39")
def test_a_checker_of_patterns_finds_nothing(figure, tmp_path):
    bait = tmp_path / "bait.py"
    bait.write_text('import re\nre.compile("(a|a)+b*b*b*c$")\n')
    lines = "".join(f"{one.pattern}\n" for one in patterns() if "\n" not in one.pattern)

    in_files = found_by("regexploit-py", *map(str, sources()))
    in_patterns = found_by("regexploit", text=lines)

    read = re.search(r"Processed (\d+)", in_files)[1]
    figure(
        f"regexploit: 0 of {read} patterns in files and {lines.count(chr(10))} others,"
        " those of addresses included, take more than quadratic time"
    )
    assert "Worst-case" in found_by("regexploit-py", str(bait))
    assert "Worst-case" not in in_files, in_files
    assert "Worst-case" not in in_patterns, in_patterns


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
