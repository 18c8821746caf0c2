"""Geometry of skill coverage: the radar and the gap bars.

The radar is in pixels on 380 x 304; gap bars are in percent of their width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from profiles.gap import GapRow, RadarAxis
from profiles.held import TOP_LEVEL

WIDTH, HEIGHT = 380, 304
CENTER_X, CENTER_Y = 190, 150
RADIUS = 108
RINGS = (0.25, 0.5, 0.75, 1)
AXES_MIN, AXES_MAX = 3, 8
BADGE_WIDTH, BADGE_HEIGHT = 26, 18
BADGE_AT = 1.15
BAR_HEIGHT = 22
SEGMENT, GAP = 19, 1
GAP_BARS = 5


@dataclass(frozen=True, slots=True)
class Badge:
    """A category's badge: the top left corner, anchored by its side."""

    category: str
    x: float
    y: float
    width: int = BADGE_WIDTH
    height: int = BADGE_HEIGHT


@dataclass(frozen=True, slots=True)
class Spoke:
    """The line of one category, from the center to the outer ring."""

    category: str
    x: float
    y: float
    yours: float
    needed: float


@dataclass(frozen=True, slots=True)
class RadarChart:
    """Polygons as SVG points; `yours` is filled, `needed` dashed.

    `left_out` are categories beyond the eighth, by weight: the table has them.
    """

    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]
    yours: str
    needed: str
    badges: tuple[Badge, ...]
    left_out: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    center_x: int = CENTER_X
    center_y: int = CENTER_Y

    @property
    def met_count(self) -> int:
        """In how many of the drawn categories yours reaches what is needed."""
        return sum(spoke.yours >= spoke.needed for spoke in self.spokes)


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the five levels of a gap bar, in percent."""

    level: int
    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class GapBar:
    """Five segments: filled up to yours, missing up to the target, empty above.

    `target_x` is where the 3 px line stands, in percent; `text` reads "2 of 3".
    """

    row: GapRow
    segments: tuple[Segment, ...]
    target_x: float
    text: str
    height: int = BAR_HEIGHT


def radar_chart(axes: Sequence[RadarAxis]) -> RadarChart | None:
    """The radar of three to eight categories, first axis up, clockwise.

    Under three there is none; above eight, those that weigh most are drawn, in
    the order given.
    """
    if len(axes) < AXES_MIN:
        return None
    weighty = sorted(axes, key=lambda axis: (-axis.weight, axis.category))[:AXES_MAX]
    drawn = [axis for axis in axes if axis in weighty]
    return RadarChart(
        rings=tuple(_polygon([ring] * len(drawn)) for ring in RINGS),
        spokes=tuple(_spoke(axis, at, len(drawn)) for at, axis in enumerate(drawn)),
        yours=_polygon([axis.yours for axis in drawn]),
        needed=_polygon([axis.needed for axis in drawn]),
        badges=tuple(_badge(axis, at, len(drawn)) for at, axis in enumerate(drawn)),
        left_out=tuple(axis.category for axis in axes if axis not in weighty),
    )


def gap_bars(rows: Sequence[GapRow], *, count: int = GAP_BARS) -> tuple[GapBar, ...]:
    """Bars of the biggest open gaps; rows come sorted from the gap."""
    open_rows = [row for row in rows if row.missing][:count]
    return tuple(gap_bar(row) for row in open_rows)


def gap_bar(row: GapRow) -> GapBar:
    """The bar of one skill."""
    levels = range(1, TOP_LEVEL + 1)
    return GapBar(
        row=row,
        segments=tuple(
            Segment(
                level=level,
                x=(level - 1) * (SEGMENT + GAP),
                width=SEGMENT,
                kind=_kind(level, row),
            )
            for level in levels
        ),
        target_x=max(row.required * (SEGMENT + GAP) - GAP, 0),
        text=f"{row.counted} of {row.required}",
    )


def _kind(level: int, row: GapRow) -> str:
    if level <= row.counted:
        return "filled"
    return "missing" if level <= row.required else "empty"


def _polygon(parts: Sequence[float]) -> str:
    points = (_point(part, at, len(parts)) for at, part in enumerate(parts))
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _point(part: float, at: int, count: int) -> tuple[float, float]:
    """A place at this part of the radius on the axis of that number."""
    angle = 2 * pi * at / count
    return (
        round(CENTER_X + RADIUS * part * sin(angle), 1),
        round(CENTER_Y - RADIUS * part * cos(angle), 1),
    )


def _spoke(axis: RadarAxis, at: int, count: int) -> Spoke:
    x, y = _point(1, at, count)
    return Spoke(axis.category, x, y, yours=axis.yours, needed=axis.needed)


def _badge(axis: RadarAxis, at: int, count: int) -> Badge:
    x, y = _point(BADGE_AT, at, count)
    if abs(x - CENTER_X) < 1:
        left = x - BADGE_WIDTH / 2
    elif x > CENTER_X:
        left = x
    else:
        left = x - BADGE_WIDTH
    return Badge(axis.category, round(left, 1), round(y - BADGE_HEIGHT / 2, 1))
