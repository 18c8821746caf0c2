"""The largest file comes in, broken ones do not, and the web process stays small."""

import csv
import io
import re
import subprocess
import time
from pathlib import Path

import pytest

from tests.platform.conftest import ask
from tests.platform.visitors import Visitor
from tests.platform.whole_site import copy_of_this_checkout, running, web_workers
from tests.roles.test_workbooks import BROKEN as WORKBOOKS

ROWS, CHANGED, NEW = 5_000, 50, 10
MEGABYTES_MAX, SECONDS_MAX = 200, 30
TABLE = "/admin/roles/sourcefamily/"
HEAD = b"slug,name\n"
TEXTS = {
    "utf-16.csv": "slug,name\na,b\n".encode("utf-16"),
    "cp1252.csv": "slug,name\na,Zürich\n".encode("cp1252"),
    "ragged.csv": HEAD + b"a,b\nc,d,e\n",
    "nul.csv": HEAD + b"a,b\0\n",
    "same-column.csv": b"slug,slug\na,b\n",
    "unknown-column.csv": b"slug,name,color\na,b,red\n",
    "columns.csv": b",".join(b"c%d" % number for number in range(10_000)) + b"\n",
    "same-key.csv": HEAD + b"a,b\na,c\n",
    "empty.csv": b"",
    "page.csv": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "deep.json": b"[" * 100_000,
    "no-number.json": b'[{"slug": NaN}]',
}
# Put together only when sent: all processes of a run read this file.
LARGE = {
    "million-rows.csv": lambda: HEAD + b"a,b\n" * 1_000_000,
    "one-line.csv": lambda: HEAD + b"a," + b"x" * 100_000_000,
}
# A reference that leads nowhere needs a table that refers to another.
DANGLING = ("/admin/roles/salaryband/", b"key,published_in\na,no-such-source\n")


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


@pytest.fixture
def served(site):
    with running(site, errors=subprocess.DEVNULL) as (process, port):
        yield process, f"http://127.0.0.1:{port}"


def largest_megabytes(process):
    """Return the most memory that any web process held since forget_largest."""
    held = (
        re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]
        for pid in web_workers(process)
    )
    return max(map(int, held)) // 1024


def forget_largest(process):
    """Begin anew: hashing the password at sign-in takes 100 MB for a moment."""
    for pid in web_workers(process):
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def everything(site):
    """Return what an import could have written: rows of all tables but sessions."""
    count = "SELECT count(*) FROM {}"
    return [
        ask(site.database, count.format(table))
        for table in ("roles_sourcefamily", "roles_salaryband", "roles_importbatch")
    ]


def sheet(rows):
    out = io.StringIO()
    csv.writer(out).writerows([("slug", "name"), *rows])
    return out.getvalue().encode()


@pytest.mark.assure(id="S42")
def test_the_largest_file_is_planned_applied_and_undone_and_broken_ones_write_nothing(
    site, served, figure
):
    process, address = served
    editor = Visitor(address, "editor@example.org")
    ask(
        site.database,
        "INSERT INTO roles_sourcefamily (slug, name)"
        " SELECT 'many-' || n, 'Many ' || n FROM generate_series(1, 5000) AS n",
    )

    forget_largest(process)
    written = everything(site)
    slowest, unnamed = 0.0, []
    broken = [(TABLE, *one) for one in TEXTS.items()]
    broken += [(TABLE, name, made()) for name, made in LARGE.items()]
    broken += [(TABLE, f"{name}.xlsx", data[0]) for name, data in WORKBOOKS.items()]
    broken += [(DANGLING[0], "dangling.csv", DANGLING[1])]
    for table, name, data in broken:
        began = time.monotonic()
        answer = editor.upload(f"{table}import/", name, data)
        slowest = max(slowest, time.monotonic() - began)
        assert 400 <= answer.status_code < 500, name
        unnamed += [name] if not tells_why(answer) else []
    assert everything(site) == written

    rows = [(f"many-{n}", f"Many {n}") for n in range(1, ROWS + 1)]
    for place in range(CHANGED):
        rows[place] = (rows[place][0], f"Renamed {place}")
    rows[-NEW:] = [(f"new-{n}", f"New {n}") for n in range(NEW)]
    began = time.monotonic()
    planned = editor.upload(f"{TABLE}import/", "many.csv", sheet(rows))
    took = time.monotonic() - began
    plan = planned.url.removeprefix(address)
    said = f"{NEW} to create, {CHANGED} to update, {ROWS - CHANGED - NEW:,} unchanged"
    assert said.replace(",", "") in planned.text.replace(",", "").replace("  ", " ")
    renamed = "SELECT count(*) FROM roles_sourcefamily WHERE name LIKE 'Renamed %'"
    assert ask(site.database, renamed) == 0
    editor.submit(plan, action="apply")
    assert ask(site.database, renamed) == CHANGED
    editor.submit(plan, action="undo")
    assert ask(site.database, renamed) == 0

    held = largest_megabytes(process)
    figure(
        f"{len(broken)} broken files write nothing, the slowest is refused after"
        f" {slowest:.1f} s; {ROWS} rows are planned in {took:.1f} s, applied and"
        f" undone; a web process held {held} MB at most"
    )
    assert unnamed == []
    assert max(slowest, took) < SECONDS_MAX
    assert held < MEGABYTES_MAX


def tells_why(answer):
    """Tell whether the answer names a line, the file as a whole, or the field."""
    return answer.status_code == 413 or re.search(
        r'<th scope="row">(\d+|the file)</th>|The submitted file is empty', answer.text
    )
