"""What changed between two texts: line by line, and words inside a line.

Pure: plain strings in, frozen dataclasses out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LineKind = Literal["same", "removed", "added"]
# Below this likeness (0 to 1) two lines are told apart as a whole.
ALIKE = 0.5
WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line, and whether the other text has them not."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `number` counts in the old text for removed ones, else in the new."""

    kind: LineKind
    number: int
    pieces: tuple[Piece, ...]


def diff_lines(old: str, new: str) -> list[Line]:
    """Return all lines of both texts in reading order, removed before added."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[Line] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            lines += _whole("same", after[new_from:new_to], new_from)
        else:
            lines += _replaced(
                before[old_from:old_to], after[new_from:new_to], old_from, new_from
            )
    return lines


def _replaced(
    before: Sequence[str], after: Sequence[str], old_from: int, new_from: int
) -> Iterator[Line]:
    """Yield removed, then added lines; lines at the same place compare words."""
    pairs = [_compare(old, new) for old, new in zip(before, after, strict=False)]
    for index, line in enumerate(before):
        pieces = (
            pairs[index][0] if index < len(pairs) else (Piece(line, is_changed=True),)
        )
        yield Line("removed", old_from + index + 1, pieces)
    for index, line in enumerate(after):
        pieces = (
            pairs[index][1] if index < len(pairs) else (Piece(line, is_changed=True),)
        )
        yield Line("added", new_from + index + 1, pieces)


def _whole(kind: LineKind, lines: Sequence[str], start: int) -> Iterator[Line]:
    for number, line in enumerate(lines, start=start + 1):
        yield Line(kind, number, (Piece(line),))


def _compare(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both lines in pieces; unlike lines are changed as a whole."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return (Piece(old, is_changed=True),), (Piece(new, is_changed=True),)
    removed, added = [], []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        is_changed = tag != "equal"
        removed.append(Piece("".join(before[old_from:old_to]), is_changed))
        added.append(Piece("".join(after[new_from:new_to]), is_changed))
    return _filled(removed), _filled(added)


def _filled(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)
