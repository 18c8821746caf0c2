"""What the readers of all frameworks share: findings, faults, streams of lines."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LINE_MAX = 1_000_000
NAME_MAX = 80

SUPPRESSED = "not recommended by the framework"
NOT_RELEVANT = "not relevant for the occupation"
OTHER_OCCUPATION = "of occupations that were not named"
OUTSIDE = "pointing outside the named occupations"
UNKNOWN = "pointing to what the files do not hold"
REPEATED = "there already"
TOO_LONG = f"with a name over {NAME_MAX} characters"
NAMELESS = "without a name"


class FrameworkError(Exception):
    """Raised where the files cannot be read as the framework's; names the place."""


@dataclass
class Concept:
    """An occupation or a skill as the framework prints it."""

    scheme: str
    code: str
    title: str
    place: str
    uri: str = ""
    description: str = ""
    aliases: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Mention:
    """That an occupation asks for a skill, in the framework's words.

    `importance` is 1 to 5, only where the framework prints a scale of 1 to 5.
    """

    occupation: str
    skill: str
    category: str
    label: str
    importance: int | None
    place: str


@dataclass(frozen=True)
class Technology:
    """A product that people in an occupation work with."""

    occupation: str
    name: str
    group: str
    note: str
    place: str


@dataclass
class Findings:
    """All that the named occupations reach, and how many rows were left out."""

    occupations: dict[str, Concept] = field(default_factory=dict)
    skills: dict[str, Concept] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    technologies: list[Technology] = field(default_factory=list)
    related: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def leave_out(self, file: str, reason: str) -> None:
        """Count a row that is not taken."""
        self.left_out[f"{file}: {reason}"] += 1

    def add_alias(self, concept: Concept, name: str, file: str) -> None:
        """Take another name, unless the concept has it or it is too long."""
        known = {concept.title.casefold(), *map(str.casefold, concept.aliases)}
        if name.casefold() in known:
            self.leave_out(file, REPEATED)
        elif len(name) > NAME_MAX:
            self.leave_out(file, TOO_LONG)
        else:
            concept.aliases.append(name)


@dataclass(frozen=True)
class Line:
    """One row of a file: its place, for people, and its cells by column."""

    place: str
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def read_tabs(path: Path, wanted: Sequence[str]) -> Iterator[Line]:
    """Yield the rows of tab-separated text, in which quotes mean nothing."""
    lines = _lines(path)
    rows = ((number, text.rstrip("\r\n").split("\t")) for number, text in lines)
    yield from _named(path, rows, wanted)


def read_commas(path: Path, wanted: Sequence[str]) -> Iterator[Line]:
    """Yield the rows of CSV; a quoted cell may run over several lines."""
    reader = csv.reader((text for _, text in _lines(path)), strict=True)
    yield from _named(path, _csv_rows(path, reader), wanted)


def _csv_rows(path: Path, reader: Any) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise FrameworkError(
            f"{path.name} line {max(number, 1)} cannot be read: {error}."
        ) from None


def _named(
    path: Path, rows: Iterator[tuple[int, list[str]]], wanted: Sequence[str]
) -> Iterator[Line]:
    """Pair cells with the names of the first row; blanks around them go."""
    _, names = next(rows, (1, []))
    names = [name.strip() for name in names]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise FrameworkError(f"{path.name} has no column “{missing[0]}”.")
    for number, cells in rows:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        # Trailing cells that are empty are left out by some exports, or added.
        if len(cells) < len(wanted) or any(cells[len(names) :]):
            raise FrameworkError(
                f"{path.name} line {number} has {len(cells)} cells, not {len(names)}."
            )
        yield Line(f"{path.name} {number}", dict(zip(names, cells, strict=False)))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            number = 0
            while text := file.readline(LINE_MAX):
                number += 1
                _check_line(path, number, text)
                yield number, text
    except OSError:
        raise FrameworkError(f"There is no file {path.name} to read.") from None
    except UnicodeDecodeError:
        raise FrameworkError(f"{path.name} is not UTF-8 text.") from None


def _check_line(path: Path, number: int, text: str) -> None:
    if len(text) == LINE_MAX:
        raise FrameworkError(f"{path.name} line {number} is far too long.")
    if "\0" in text:
        raise FrameworkError(f"{path.name} line {number} holds a NUL character.")


def check_codes(path: Path, asked: Sequence[str], found: set[str]) -> None:
    """Raise FrameworkError for occupations that the file does not hold."""
    missing = [code for code in asked if code not in found]
    if missing:
        raise FrameworkError(f"{path.name} holds no {', '.join(missing)}.")
