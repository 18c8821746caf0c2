"""Tables of rows as XLSX: one visible sheet of values, no formula, no surprise."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from roles.sheets.parts import (
    MARK,
    Fault,
    Row,
    SheetError,
    check_length,
    check_names,
    marked,
    unmarked,
)

# A file of 5 MB may unpack to gigabytes, or to millions of empty elements.
UNPACKED_MAX = 20_000_000
TAGS_MAX = 1_000_000
CHUNK = 1 << 20
# XML holds no such characters.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A text like these becomes an error cell, which no file is read with.
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
UNREADABLE = "This is not an XLSX workbook, or it is damaged."
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
COLUMN_WIDTH = 18


def read_xlsx(data: bytes) -> list[Row]:
    """Read the one sheet of a workbook; raises SheetError."""
    from openpyxl import load_workbook  # takes 0.1 s, and few requests need it

    _check_parts(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        return _rows(_lines(_only_sheet(book)))
    except SheetError:
        raise
    # A file made to break its reader breaks it in ways that no list names.
    except Exception as error:
        raise SheetError([Fault(0, "", UNREADABLE)]) from error


def write_xlsx(
    names: Sequence[str],
    rows: Iterable[dict[str, Any]],
    *,
    title: str,
    to_fill_in: Collection[str] = (),
) -> bytes:
    """Write rows as a workbook; columns `to_fill_in` are colored."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    head = []
    for number, name in enumerate(names, start=1):
        width = max(COLUMN_WIDTH, len(name) + 2)
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = WriteOnlyCell(sheet, name)
        cell.font = Font(bold=True)
        if name in to_fill_in:
            cell.fill = PatternFill("solid", fgColor="FFE08A")
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(row[name]) for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    text = UNWRITABLE.sub("", marked(str(value)))
    return MARK + text if text in ERRORS else text or None


def _check_parts(data: bytes) -> None:
    """Refuse what is no archive, holds programs, or unpacks to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > UNPACKED_MAX:
                raise SheetError([Fault(0, "", "The file unpacks to over 20 MB.")])
            if any("vbaproject" in part.filename.lower() for part in parts):
                raise SheetError([Fault(0, "", "The file holds a macro.")])
            tags = sum(_tags(archive, part) for part in parts)
    except DAMAGED:
        raise SheetError([Fault(0, "", UNREADABLE)]) from None
    if tags > TAGS_MAX:
        raise SheetError([Fault(0, "", "The file holds over a million parts.")])


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with archive.open(part) as file:
        return sum(chunk.count(b"<") for chunk in iter(lambda: file.read(CHUNK), b""))


def _only_sheet(book: Any) -> Any:
    if len(book.sheetnames) != 1 or len(book.worksheets) != 1:
        names = ", ".join(book.sheetnames)[:200]
        text = f"Leave one sheet in the file, not several: {names}."
        raise SheetError([Fault(0, "", text)])
    sheet = book.worksheets[0]
    if sheet.sheet_state != "visible":
        text = f"The sheet {sheet.title} is hidden: show it first."
        raise SheetError([Fault(0, "", text)])
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    return sheet


def _lines(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield the number of each line that says something, and its cells."""
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        found = list(cells)
        while found and found[-1].value in (None, ""):
            found.pop()
        if found:
            yield line, found


def _rows(lines: Iterator[tuple[int, list[Any]]]) -> list[Row]:
    first, head = next(lines, (1, []))
    if first > 1:
        raise SheetError([Fault(1, "", "The first line holds the names of columns.")])
    names = [unmarked(str(cell.value or "").strip()) for cell in head]
    check_names(names)
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, cells in lines:
        found = list(_faults(line, names, cells))
        faults += found
        if not found:
            values = [_value(cell.value) for cell in cells]
            values += [""] * (len(names) - len(values))
            rows.append(Row(line, dict(zip(names, values, strict=True))))
        check_length(rows, faults)
    if faults:
        raise SheetError(faults)
    return rows


def _faults(line: int, names: Sequence[str], cells: Sequence[Any]) -> Iterator[Fault]:
    if len(cells) > len(names):
        yield Fault(line, "", "There are more cells than columns.")
    for name, cell in zip(names, cells, strict=False):
        if getattr(cell, "data_type", "n") == "f":
            yield Fault(line, name, "This is a formula: put its value there.")
        elif getattr(cell, "data_type", "n") == "e":
            yield Fault(line, name, f"The cell holds an error, {cell.value}.")


def _value(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return unmarked(value)
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, bool | int | float) else str(value)
