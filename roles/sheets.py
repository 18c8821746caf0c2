"""Read and write tables of text: CSV and JSON, with every fault named by its line.

Pure: bytes in, plain rows out. Formulas never leave unmarked: a text that a
spreadsheet would run gets one leading apostrophe, which reading takes off again.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

BYTES_MAX = 5_000_000
ROWS_MAX = 5_000
CELL_MAX = 20_000
FAULTS_MAX = 100
MARK = "'"
RISKY = ("=", "+", "-", "@", "\t", MARK)


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


def read_sheet(name: str, data: bytes) -> list[Row]:
    """Read a file by the ending of its name, .csv or .json; raises SheetError."""
    if len(data) > BYTES_MAX:
        raise SheetError([Fault(0, "", "The file is larger than 5 MB.")])
    text = _decoded(data)
    if name.lower().endswith(".json"):
        rows = _read_json(text)
    elif name.lower().endswith(".csv"):
        rows = _read_csv(text)
    else:
        raise SheetError([Fault(0, "", "Give a file that ends in .csv or .json.")])
    if not rows:
        raise SheetError([Fault(1, "", "There is no row in it.")])
    return rows


def write_csv(names: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Write rows as CSV; texts that a spreadsheet would run are marked."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue()


def marked(text: str) -> str:
    """Return `text` with an apostrophe before what a spreadsheet would run."""
    return MARK + text if text.startswith(RISKY) else text


def unmarked(text: str) -> str:
    """Return `text` without the one apostrophe that marks it."""
    return text.removeprefix(MARK)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return marked(json.dumps(value, ensure_ascii=False))
    return marked(value) if isinstance(value, str) else value


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "This is not UTF-8 text: save the file as CSV UTF-8."
        raise SheetError([Fault(line, "", message)]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SheetError([Fault(line, "", "A NUL character is not allowed.")])
    return text


def _read_csv(text: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        _check_names(names)
        return _csv_rows(reader, names)
    except csv.Error as error:
        line = max(reader.line_num, 1)
        raise SheetError(
            [Fault(line, "", f"The line cannot be read: {error}.")]
        ) from None


def _check_names(names: Sequence[str]) -> None:
    twice = [name for name, number in Counter(names).items() if number > 1]
    faults = [Fault(1, name, "This column is there twice.") for name in twice if name]
    if not names or "" in names:
        faults.append(Fault(1, "", "Each column needs a name in the first line."))
    if faults:
        raise SheetError(faults)


def _csv_rows(reader: Any, names: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    faults: list[Fault] = []
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) > len(names):
            faults.append(Fault(line, "", "There are more cells than columns."))
        elif len(cells) < len(names) and cells:
            faults.append(Fault(line, "", "There are fewer cells than columns."))
        elif any(cells):
            texts = [unmarked(cell) for cell in cells]
            rows.append(Row(line, dict(zip(names, texts, strict=True))))
        line = reader.line_num + 1
        _check_length(rows, faults)
    if faults:
        raise SheetError(faults)
    return rows


def _check_length(rows: Sequence[Row], faults: Sequence[Fault]) -> None:
    if len(rows) > ROWS_MAX:
        message = "There are more than 5,000 rows: split the file."
        raise SheetError([Fault(rows[-1].line, "", message)])
    if len(faults) >= FAULTS_MAX:
        raise SheetError(faults)


def _read_json(text: str) -> list[Row]:
    try:
        found = json.loads(text, object_pairs_hook=_pairs, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        message = f"This is not JSON: {error.msg}."
        raise SheetError([Fault(error.lineno, "", message)]) from None
    except RecursionError:
        raise SheetError([Fault(1, "", "It is nested too deep.")]) from None
    except ValueError as error:
        raise SheetError([Fault(1, "", str(error)[:200])]) from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SheetError([Fault(1, "", "Give a list of objects, one for each row.")])
    rows = [Row(number, cells) for number, cells in enumerate(found, start=1)]
    _check_length(rows[: ROWS_MAX + 1], [])
    return rows


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = [
            name for name, number in Counter(dict_keys(pairs)).items() if number > 1
        ]
        raise ValueError(f"An object names {twice[0]} twice.")
    return found


def dict_keys(pairs: Iterable[tuple[str, Any]]) -> list[str]:
    """Return the names of pairs, repeated ones too."""
    return [name for name, _ in pairs]


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is no number.")
