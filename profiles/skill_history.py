"""How a held skill grew: its levels after each change, and the drawing of them.

Levels are 0 to 5 (rule 14). The drawing is in pixels: x is time from the first
change to now, y the level from 0 (bottom) to 5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from profiles.held import TOP_LEVEL

Kind = Literal["claimed", "evidenced", "verified"]
KINDS: tuple[Kind, ...] = ("claimed", "evidenced", "verified")

WIDTH, HEIGHT = 340, 178
LEFT, RIGHT, TOP, BOTTOM = 22, 14, 14, 30
# Lines of one level would hide each other: each kind has a height of its own.
LIFT = {"claimed": 4.0, "evidenced": 0.0, "verified": -4.0}
MARK_RADIUS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a held skill; `action` as the history names it."""

    at: datetime
    action: str
    from_level: int | None = None
    to_level: int | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels that held from `at` on; None where there was none.

    `evidenced` is the highest level that a piece of evidence shows; evidence
    that names no level supports the claim and draws nothing.
    """

    at: datetime
    claimed: int | None = None
    evidenced: int | None = None
    verified: int | None = None

    def of(self, kind: Kind) -> int | None:
        """The level of one kind."""
        found: int | None = getattr(self, kind)
        return found


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a line begins or takes another level."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """One kind's line with its marks; `level` is where it stands now."""

    kind: Kind
    path: str
    marks: tuple[Mark, ...]
    level: int | None


@dataclass(frozen=True, slots=True)
class HistoryChart:
    """The drawing; a kind that never had a level has no line."""

    lines: tuple[Line, ...]
    grid: tuple[tuple[float, int], ...]
    first: datetime
    last: datetime
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - 10
    radius: int = MARK_RADIUS


def levels_after(changes: Iterable[Change]) -> list[Levels]:
    """Return the levels after each change, in the order given: oldest first."""
    claimed = verified = None
    shown: list[int] = []
    found = []
    for change in changes:
        if change.action in {"claimed", "unclaimed"}:
            claimed = change.to_level
        elif change.action in {"verified", "verification_undone"}:
            verified = change.to_level
        else:
            _replace(shown, change.from_level, change.to_level)
        evidenced = max(shown, default=None)
        found.append(Levels(change.at, claimed, evidenced, verified))
    return found


def draw(
    levels: Sequence[Levels], *, now: datetime, verified_until: datetime | None = None
) -> HistoryChart | None:
    """Draw the levels up to `now`; None where no level was ever held.

    `verified_until` is when the present verification expires: from then on the
    line stops. When earlier ones expired is not part of the history.
    """
    known = [row for row in levels if any(row.of(kind) is not None for kind in KINDS)]
    if not known:
        return None
    rows = list(levels)
    if verified_until is not None and rows[-1].at < verified_until <= now:
        last = rows[-1]
        rows.append(Levels(verified_until, last.claimed, last.evidenced, None))
    frame = _Frame(rows[0].at, max(now, rows[-1].at))
    drawn = (_line(kind, rows, frame) for kind in KINDS)
    return HistoryChart(
        lines=tuple(line for line in drawn if line is not None),
        grid=tuple((frame.y(level), level) for level in range(TOP_LEVEL + 1)),
        first=frame.first,
        last=frame.last,
    )


def _replace(shown: list[int], old: int | None, new: int | None) -> None:
    """Let one piece of evidence show another level, or none."""
    if old is not None and old in shown:
        shown.remove(old)
    if new is not None:
        shown.append(new)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns moments and levels into places."""

    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        whole = (self.last - self.first).total_seconds()
        part = (at - self.first).total_seconds() / whole if whole else 0
        return round(LEFT + (WIDTH - LEFT - RIGHT) * part, 1)

    def y(self, level: float) -> float:
        inner = HEIGHT - TOP - BOTTOM
        return round(HEIGHT - BOTTOM - inner * level / TOP_LEVEL, 1)


def _line(kind: Kind, rows: Sequence[Levels], frame: _Frame) -> Line | None:
    """Return a step line that breaks off where the level was lost."""
    path, before = "", None
    marks: list[Mark] = []
    for row in rows:
        level = row.of(kind)
        if level == before:
            continue
        x = frame.x(row.at)
        path += "" if before is None else f"H{x:g}"
        if level is not None:
            mark = Mark(x, frame.y(level) + LIFT[kind])
            path += f"M{x:g} {mark.y:g}" if before is None else f"V{mark.y:g}"
            marks.append(mark)
        before = level
    path += "" if before is None else f"H{frame.x(frame.last):g}"
    return Line(kind, path, tuple(marks), before) if marks else None
