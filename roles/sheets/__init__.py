"""Read and write tables of rows: CSV, JSON and XLSX, each fault named by its line.

Pure: bytes in, plain rows out. Formulas never leave unmarked: a text that a
spreadsheet would run gets one leading apostrophe, which reading takes off again.
"""

from collections.abc import Callable

from roles.sheets.parts import (
    BYTES_MAX,
    ROWS_MAX,
    Fault,
    Row,
    SheetError,
    marked,
    unmarked,
)
from roles.sheets.texts import read_csv, read_json, write_csv
from roles.sheets.workbook import read_xlsx, write_xlsx

__all__ = [
    "BYTES_MAX",
    "ROWS_MAX",
    "Fault",
    "Row",
    "SheetError",
    "marked",
    "read_sheet",
    "unmarked",
    "write_csv",
    "write_xlsx",
]

READERS: dict[str, Callable[[bytes], list[Row]]] = {
    "csv": read_csv,
    "json": read_json,
    "xlsx": read_xlsx,
}


def read_sheet(name: str, data: bytes) -> list[Row]:
    """Read a file by the ending of its name; raises SheetError."""
    if len(data) > BYTES_MAX:
        raise SheetError([Fault(0, "", "The file is larger than 5 MB.")])
    reader = READERS.get(name.lower().rpartition(".")[2])
    if reader is None:
        text = "Give a file that ends in .csv, .xlsx or .json."
        raise SheetError([Fault(0, "", text)])
    rows = reader(data)
    if not rows:
        raise SheetError([Fault(1, "", "There is no row in it.")])
    return rows
