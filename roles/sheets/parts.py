"""What all kinds of files share: rows, faults, limits, and marks before formulas."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BYTES_MAX = 5_000_000
ROWS_MAX = 5_000
COLUMNS_MAX = 200
FAULTS_MAX = 100
MARK = "'"
# Also what spreadsheets take for the first four: their full-width forms.
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", MARK)  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: line 1 holds the names of the columns."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line by the names of their columns."""

    line: int
    cells: dict[str, Any]


class SheetError(Exception):
    """Raised where a file cannot be read; holds every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = list(faults)


def marked(text: str) -> str:
    """Return `text` with an apostrophe before what a spreadsheet would run."""
    return MARK + text if text.startswith(RISKY) else text


def unmarked(text: str) -> str:
    """Return `text` without the one apostrophe that marks it."""
    return text.removeprefix(MARK)


def check_names(names: Sequence[str]) -> None:
    """Refuse columns that are unnamed, repeated or far too many."""
    if len(names) > COLUMNS_MAX:
        raise SheetError([Fault(1, "", f"There are more than {COLUMNS_MAX} columns.")])
    twice = [name for name, number in Counter(names).items() if number > 1]
    faults = [Fault(1, name, "This column is there twice.") for name in twice if name]
    if not names or "" in names:
        faults.append(Fault(1, "", "Each column needs a name in the first line."))
    if faults:
        raise SheetError(faults)


def check_length(rows: Sequence[Row], faults: Sequence[Fault]) -> None:
    """Stop where there are too many rows, or more faults than anybody reads."""
    if len(rows) > ROWS_MAX:
        message = "There are more than 5,000 rows: split the file."
        raise SheetError([Fault(rows[-1].line, "", message)])
    if len(faults) >= FAULTS_MAX:
        raise SheetError(faults)
