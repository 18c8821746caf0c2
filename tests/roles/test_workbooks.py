"""A workbook comes in as values only; one that is broken or hostile says where."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from roles.sheets import SheetError, read_sheet, write_xlsx

HEAD = ["slug", "name"]


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*lines, change=None):
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    if change:
        change(book)
    return saved(book)


def repacked(data, change):
    """Return an archive with its parts changed, such as another tool writes them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {part.filename: old.read(part) for part in old.infolist()}
        for name, content in change(parts).items():
            new.writestr(name, content)
    return out.getvalue()


def with_sheet(text):
    sheet = "xl/worksheets/sheet1.xml"
    return repacked(workbook(HEAD), lambda parts: {**parts, sheet: text})


def sheet_of(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def hide(book):
    book.active.sheet_state = "hidden"
    book.create_sheet("shown")


def only_hidden(data):
    def change(parts):
        text = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
        return {**parts, "xl/workbook.xml": text}

    return repacked(data, change)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    + sheet_of('<row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row>')
)
BROKEN = {
    "no archive": (b"PK\x03\x04 and nothing", 0, "damaged"),
    "text": (b"slug,name\na,b\n", 0, "damaged"),
    "another archive": (
        repacked(workbook(HEAD), lambda _: {"a.txt": "text"}),
        0,
        "damaged",
    ),
    "cut off": (workbook(HEAD, ["a", "b"])[:-400], 0, "damaged"),
    "broken sheet": (with_sheet("<worksheet><row>"), 0, "damaged"),
    "entities": (with_sheet(ENTITIES), 0, "damaged"),
    "bomb": (with_sheet(sheet_of(" " * 21_000_000)), 0, "unpacks"),
    "a million cells": (
        with_sheet(sheet_of("<row>" + "<c/>" * 1_000_001 + "</row>")),
        0,
        "million",
    ),
    "macro": (
        repacked(workbook(HEAD), lambda parts: {**parts, "xl/vbaProject.bin": b"x"}),
        0,
        "macro",
    ),
    "formula": (workbook(HEAD, ["a", "=1+1"]), 2, "formula"),
    "error": (workbook(HEAD, ["a", "#REF!"]), 2, "error"),
    "two sheets": (
        workbook(HEAD, change=lambda book: book.create_sheet("b")),
        0,
        "one sheet",
    ),
    "hidden second": (workbook(HEAD, ["a", "b"], change=hide), 0, "one sheet"),
    "hidden": (only_hidden(workbook(HEAD, ["a", "b"])), 0, "hidden"),
    "same column": (workbook(["slug", "slug"], ["a", "b"]), 1, "twice"),
    "no name": (workbook(["slug", None, "x"], ["a", "b", "c"]), 1, "needs a name"),
    "empty first": (workbook([], HEAD, ["a", "b"]), 1, "first line"),
    "more cells": (workbook(HEAD, ["a", "b"], ["c", "d", "e"]), 3, "more cells"),
    "no rows": (workbook(HEAD), 1, "no row"),
    "many columns": (workbook([f"c{number}" for number in range(201)]), 1, "columns"),
    "far column": (
        with_sheet(sheet_of('<row r="1"><c r="XFD1" t="b"><v>1</v></c></row>')),
        1,
        "columns",
    ),
    "empty file": (workbook(), 1, "needs a name"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_is_refused_by_its_line(name):
    data, line, words = BROKEN[name]

    with pytest.raises(SheetError) as refused:
        read_sheet("file.xlsx", data)

    assert refused.value.faults[0].line == line
    assert words in refused.value.faults[0].message


def test_more_than_5000_rows_are_refused():
    data = write_xlsx(["a"], ({"a": 1} for _ in range(5_001)), title="many")

    with pytest.raises(SheetError, match="5,000"):
        read_sheet("file.xlsx", data)


def test_lines_are_those_of_the_spreadsheet_and_values_keep_their_kinds():
    day, moment = date(2026, 10, 1), datetime(2026, 10, 1, 9, 30)  # noqa: DTZ001
    lines = [["a", 7.0], [], ["b", True], ["c", day], ["d", moment], ["e", None]]

    rows = read_sheet("file.XLSX", workbook(HEAD, *lines))

    assert [(row.line, row.cells["name"]) for row in rows] == [
        (2, 7),
        (4, True),
        (5, "2026-10-01"),
        (6, "2026-10-01T09:30:00"),
        (7, ""),
    ]


@given(
    st.text(
        alphabet=st.characters(
            exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n"
        ),
        max_size=30,
    ).filter(lambda text: text.strip() and "_x" not in text)
)
def test_what_is_written_comes_back_and_runs_nowhere(text):
    data = write_xlsx(["a"], [{"a": text}], title="one")

    cell = load_workbook(io.BytesIO(data)).active["A2"]
    rows = read_sheet("a.xlsx", data)

    assert cell.data_type == "s"
    assert not str(cell.value).startswith(("=", "+", "-", "@", "\t"))
    assert rows[0].cells == {"a": text}


def test_a_list_is_written_as_json():
    rows = read_sheet("a.xlsx", write_xlsx(["a"], [{"a": ["x"]}], title="one"))

    assert rows[0].cells == {"a": '["x"]'}


def test_whole_numbers_with_decimals_and_empty_cells_at_the_end_are_read():
    lines = [["a", 7.5], ["b", "", None], ["c", 8.0, ""]]

    rows = read_sheet("file.xlsx", workbook(HEAD, *lines))

    assert [row.cells["name"] for row in rows] == [7.5, "", 8]
