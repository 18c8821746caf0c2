"""The results as rows: beside their bars, as a table, as JSON, against others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from careersite.bench.measuring import Compared
from careersite.bench.subjects import Subject

Row = dict[str, Any]
Result = dict[str, Any]
NOT_MEASURED = "not measured"
MB = "MB"
WEB_BAR, GROWN_BAR = 150, 2
TIMES = "\N{MULTIPLICATION SIGN}"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
# Pages that must not become slower as people become more.
GROWING = (
    "learner's roadmap, 40 steps",
    "learner's dashboard",
    "tick a part, API",
    "mentor desk, 50 rows, 200 mentees",
    "gap, 25 roles of 60 skills",
)
GROWTH_BAR = 1.2
HEAD = f"{'':38}{'ratio':>7}{'bar':>7}{'CPU ms':>9}{'p50':>8}{'p95':>8}{'queries':>9}"


def row_of(subject: Subject, compared: Compared | None) -> Row:
    """Return one line of the result; without figures where nothing was measured."""
    row: Row = {
        "name": subject.name,
        "reference": subject.reference,
        "bar": subject.bar,
        "query_bar": subject.query_bar,
        "queries": subject.queries,
        "remark": subject.remark,
        "unit": subject.unit,
    }
    if compared is None:
        return row
    return {
        **row,
        "ratio": round(compared.ratio, 2),
        "lowest": round(compared.lowest, 2),
        "highest": round(compared.highest, 2),
        "cpu_ms": round(compared.cost.cpu_ms, 2),
        "reference_cpu_ms": round(compared.reference.cpu_ms, 2),
        "p50_ms": round(compared.cost.p50_ms, 1),
        "p95_ms": round(compared.cost.p95_ms, 1),
    }


def memory_row(subject: Subject, more: float | None) -> Row:
    """Return one line on memory: how many MB more the second call took."""
    row = {**row_of(subject, None), "queries": None}
    return row if more is None else {**row, "ratio": round(more, 1)}


def held_rows(count: int, half: float, end: float) -> list[Row]:
    """Return what the web process holds after many requests, and how that grew."""
    name = f"web process, {count:,} mixed requests"
    held = Subject(name, (), "held", WEB_BAR, unit=MB)
    grew = Subject(f"{name}: growth", (), "in their second half", GROWN_BAR, unit=MB)
    return [memory_row(held, end), memory_row(grew, end - half)]


def verdict(row: Row) -> str:
    """Say whether a row keeps its bars, or by how much not."""
    if row.get("ratio") is None:
        return f"{NOT_MEASURED}: {row['remark']}" if row["remark"] else NOT_MEASURED
    missed = []
    if row["bar"] is not None and row["ratio"] > row["bar"]:
        missed.append(f"{row['ratio'] / row['bar'] - 1:.0%} over")
    if row["query_bar"] is not None and row["queries"] > row["query_bar"]:
        missed.append(f"{row['queries'] - row['query_bar']} queries over")
    if missed:
        return ", ".join(missed)
    has_bar = row["bar"] is not None or row["query_bar"] is not None
    return "met" if has_bar else ""


def growth_row(subject: Subject, compared: Compared, *, since: int) -> Row:
    """Return how much a page costs beside the same page with `since` learners."""
    reference = f"with {since:,} learners"
    grew = replace(
        subject,
        name=f"growth: {subject.name}",
        reference=reference,
        bar=GROWTH_BAR,
        query_bar=None,
    )
    return row_of(grew, compared)


def renewed(old: Result | None, part: Result) -> Result:
    """Return an older result with the rows in it that were measured anew."""
    if old is None:
        return part
    rows = {**_named(old), **_named(part)}
    return {**part, "rows": list(rows.values())}


def as_text(rows: Sequence[Row]) -> str:
    """Return the table for a terminal."""
    lines = [HEAD]
    for row in rows:
        numbers = (_number(row.get(name)) for name in ("cpu_ms", "p50_ms", "p95_ms"))
        cpu, p50, p95 = numbers
        queries = _of(row["queries"], row["query_bar"])
        lines.append(
            f"{row['name']:38}{_number(row.get('ratio')):>7}{_number(row['bar']):>7}"
            f"{cpu:>9}{p50:>8}{p95:>8}{queries:>9}  {verdict(row)}"
        )
    return "\n".join(line.rstrip() for line in lines)


def as_markdown(results: Mapping[str, Result]) -> str:
    """Return the table of docs/performance.md: a column for each population."""
    sizes = sorted(results, key=int)
    shown = {size: _named(results[size]) for size in sizes}
    names = list(dict.fromkeys(name for size in sizes for name in shown[size]))
    head = ["Work", "Bar", *(f"{int(size):,} learners" for size in sizes)]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for name in names:
        rows = [shown[size].get(name) for size in sizes]
        first = next(row for row in rows if row)
        unit = first.get("unit") or TIMES
        bar = f"≤ {first['bar']:g} {unit} {first['reference']}" if first["bar"] else ""
        if first["query_bar"]:
            bar += f", ≤ {first['query_bar']} queries"
        lines.append("| " + " | ".join([name, bar, *map(_cell, rows)]) + " |")
    return "\n".join([*lines, "", *(_told(size, results[size]) for size in sizes)])


def put_into(document: str, table: str) -> str:
    """Return the document with the table in the place of the one before."""
    before, _, rest = document.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def _named(result: Result) -> dict[str, Row]:
    return {row["name"]: row for row in result["rows"]}


def _cell(row: Row | None) -> str:
    if row is None or row.get("ratio") is None:
        return NOT_MEASURED
    queries = "" if row["queries"] is None else f", {row['queries']} queries"
    unit = row.get("unit") or TIMES
    return f"{row['ratio']:g} {unit}{queries}: {verdict(row) or 'no bar'}"


def _told(size: str, result: Result) -> str:
    machine = result["machine"]
    told = [f"{int(size):,} learners: measured {result['date']}"]
    told.append(f"on {machine['cores']} cores with {machine['memory_gb']} GB")
    if "load" in result:
        told.append(f"under a load of {result['load']:g}")
    held = f"the web process held {result['memory_mb']:.0f} MB at the end"
    if "database_gb" in result:
        held += f", the database {result['database_gb']:g} GB"
    return " ".join(told) + f"; {held}.\n"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _of(value: int | None, bar: int | None) -> str:
    if value is None:
        return ""
    return f"{value}/{bar}" if bar else str(value)
