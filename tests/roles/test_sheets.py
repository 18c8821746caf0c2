"""Files are read with every fault named by its line; formulas never leave unmarked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.sheets import SheetError, marked, read_sheet, unmarked, write_csv
from roles.sheets.parts import FAULTS_MAX

GOOD = b"slug,name\na,Alpha\n"


def faults(data, name="file.csv"):
    with pytest.raises(SheetError) as refused:
        read_sheet(name, data)
    return refused.value.faults


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "needs a name"),
        (b"slug,name\n", 1, "no row"),
        (b"slug,slug\na,b\n", 1, "twice"),
        (b"slug,\na,b\n", 1, "needs a name"),
        (b"slug,name\na,b\nc,d,e\n", 3, "more cells"),
        (b"slug,name\na\n", 2, "fewer cells"),
        (b"slug,name\na,b\nc,\xff\n", 3, "UTF-8"),
        ("slug,name\na,b\n".encode("utf-16"), 1, "UTF-8"),
        (b"slug,name\na,b\0\n", 2, "NUL"),
        (b'slug,name\na,"b\n', 2, "cannot be read"),
        (b"slug,name\na," + b"x" * 200_000 + b"\n", 2, "cannot be read"),
        (b"slug\n" + b"a\n" * 5_001, 5_002, "5,000"),
        (b"x" * 5_000_001, 0, "5 MB"),
    ],
    ids=range(13),
)
def test_a_broken_csv_is_refused_by_its_line(data, line, words):
    found = faults(data)

    assert found[0].line == line
    assert words in found[0].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "not JSON"),
        (b"{}", "list of objects"),
        (b"[1]", "list of objects"),
        (b"[" * 100_000, "deep"),
        (b'[{"a": NaN}]', "no number"),
        (b'[{"a": 1, "a": 2}]', "twice"),
        (b"[]", "no row"),
        (b"[" + b",".join([b"{}"] * 5_001) + b"]", "5,000"),
    ],
    ids=range(8),
)
def test_a_broken_json_is_refused(data, words):
    assert words in faults(data, "file.json")[0].message


def test_only_known_kinds_of_files_are_read():
    assert ".csv, .xlsx or .json" in faults(GOOD, "file.exe")[0].message


def test_lines_are_counted_as_an_editor_counts_them():
    rows = read_sheet(
        "a.csv", b'\xef\xbb\xbfslug,name\r\na,"one\ntwo"\r\n\r\nb,three\r\n'
    )

    assert [(row.line, row.cells["name"]) for row in rows] == [
        (2, "one\ntwo"),
        (5, "three"),
    ]


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)
def test_what_is_written_comes_back_and_runs_nowhere(text):
    assert unmarked(marked(text)) == text
    assert not marked(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))  # noqa: RUF001


def test_numbers_stay_numbers_in_a_file():
    text = write_csv(["a", "b", "c"], [{"a": -5, "b": "-5", "c": Decimal("-5.50")}])

    assert text == "a,b,c\r\n-5,'-5,-5.50\r\n"


def test_a_hundred_faults_end_the_reading():
    found = faults(b"slug,name\n" + b"a\n" * 300)

    assert len(found) == FAULTS_MAX


def test_lists_are_written_as_json():
    assert write_csv(["names"], [{"names": ["a", "b"]}]) == (
        'names\r\n"[""a"", ""b""]"\r\n'
    )
