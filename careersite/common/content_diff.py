"""What differs between two states of one piece of content.

Pure: the JSON of two revisions in, plain lists out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the root, or of one row below it, with both values as text."""

    place: str
    row: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came or went, with its values as text."""

    place: str
    row: str
    kind: Kind
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs: fields of the root first, then row by row."""

    fields: tuple[Change, ...]
    rows: tuple[RowChange, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows)


Keys = dict[str, list[str]]


def compare(before: Json | None, after: Json, *, keys: Keys) -> Difference:
    """Compare two states; `keys` names the fields that tell rows of a kind apart.

    Nothing before means that everything is new.
    """
    start = before or {"fields": {}, "children": {}}
    found = list(_compare(start, after, "", "", keys))
    return Difference(
        tuple(one for one in found if isinstance(one, Change)),
        tuple(one for one in found if isinstance(one, RowChange)),
    )


def as_text(value: Any) -> str:
    """Write a value for a reader; a list of lists names several rows.

    Browsers send the ends of lines in another form than files hold: that is no change.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        between = "; " if any(isinstance(one, list) for one in value) else ", "
        return between.join(as_text(one) for one in value)
    return str(value).replace("\r\n", "\n")


def _compare(
    before: Json, after: Json, place: str, row: str, keys: Keys
) -> Iterator[Change | RowChange]:
    old, new = before["fields"], after["fields"]
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) != new.get(name):
            texts = as_text(old.get(name)), as_text(new.get(name))
            if texts[0] != texts[1]:
                yield Change(place, row, name, *texts)
    for kind in dict.fromkeys([*after["children"], *before["children"]]):
        yield from _compare_rows(
            _by_key(before["children"].get(kind, []), keys.get(kind, [])),
            _by_key(after["children"].get(kind, []), keys.get(kind, [])),
            kind,
            row,
            keys,
        )


def _compare_rows(
    before: dict[str, Json], after: dict[str, Json], kind: str, above: str, keys: Keys
) -> Iterator[Change | RowChange]:
    """Compare the rows of one kind below the row `above`; empty names the root."""
    for key, content in before.items():
        if key not in after:
            yield RowChange(kind, _below(above, key), "removed", _texts(content))
    for key, content in after.items():
        if key not in before:
            yield RowChange(kind, _below(above, key), "added", _texts(content))
        else:
            row = _below(above, key)
            yield from _compare(before[key], content, kind, row, keys)


def _below(above: str, key: str) -> str:
    return ", ".join(filter(None, [above, key]))


def _by_key(rows: list[Json], names: list[str]) -> dict[str, Json]:
    return {
        " · ".join(as_text(content["fields"].get(name)) for name in names): content
        for content in rows
    }


def _texts(content: Json) -> tuple[tuple[str, str], ...]:
    pairs = ((name, as_text(value)) for name, value in content["fields"].items())
    return tuple((name, text) for name, text in pairs if text)
