"""Tables of rows as text: CSV and JSON."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from roles.sheets.parts import (
    ROWS_MAX,
    Fault,
    Row,
    SheetError,
    check_length,
    check_names,
    marked,
    unmarked,
)


def read_csv(data: bytes) -> list[Row]:
    """Read CSV in UTF-8; raises SheetError."""
    return _read_csv(_decoded(data))


def read_json(data: bytes) -> list[Row]:
    """Read a JSON list of objects; raises SheetError."""
    return _read_json(_decoded(data))


def write_csv(names: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Write rows as CSV; texts that a spreadsheet would run are marked."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return marked(json.dumps(value, ensure_ascii=False))
    if isinstance(value, Decimal):
        return format(value, "f")
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
        check_names(names)
        return _csv_rows(reader, names)
    except csv.Error as error:
        line = max(reader.line_num, 1)
        raise SheetError(
            [Fault(line, "", f"The line cannot be read: {error}.")]
        ) from None


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
        check_length(rows, faults)
    if faults:
        raise SheetError(faults)
    return rows


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
    check_length(rows[: ROWS_MAX + 1], [])
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
