"""The rows of a pay chart: bars, circles, open ends and what sources share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from roles.money import plain_digits
from roles.pay import Band, PayGroup, pay_groups
from roles.pay_chart.scale import Scale

ROW_HEIGHT = 26
BAR_HEIGHT = 10
TOP_PAD = 2
POINT_RADIUS = 6
OPEN_END_GAP = 5


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: x and width in percent, y and height in pixels."""

    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Point:
    """A circle: x in percent, y and radius in pixels."""

    x: float
    y: float
    radius: float = POINT_RADIUS


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Blocks and an arrow head after the stated figure at `x` percent.

    `blocks` are (dx, width) and `arrow` the polygon's points, in pixels from x;
    `y` is the bar's top. A `start_tick` of 3 px marks a lone bound.
    """

    x: float
    y: float
    side: Literal["high", "low"]
    blocks: tuple[tuple[float, float], ...]
    arrow: str
    has_start_tick: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its shapes and its words."""

    band: Band
    letter: str
    y: float
    bar: Rect | None
    point: Point | None
    open_ends: tuple[OpenEnd, ...]
    is_hatched: bool
    value: str
    value_long: str
    value_short: str
    is_from_context: bool


@dataclass(frozen=True, slots=True)
class LevelRows:
    """The rows of one house level, drawn in one SVG of `height` pixels.

    What a condition or a subject narrows has rows of its own.
    """

    level: str | None
    label: str
    years: tuple[str, ...]
    rows: tuple[Row, ...]
    height: int
    overlap: Rect | None
    overlap_label: str
    sources_disagree: bool


def level_rows(bands: Sequence[Band], scale: Scale) -> LevelRows:
    ranges = [group for group in pay_groups(bands) if group.key.statistic == "range"]
    group = ranges[0] if ranges else pay_groups(bands)[0]
    height = ROW_HEIGHT * len(bands) + 2 * TOP_PAD
    return LevelRows(
        level=bands[0].level,
        label=bands[0].name,
        years=tuple(dict.fromkeys(b.years_label for b in bands if b.years_label)),
        rows=tuple(_row(band, index, scale) for index, band in enumerate(bands)),
        height=height,
        overlap=_overlap_rect(group, scale, height),
        overlap_label=group.overlap_label,
        sources_disagree=group.sources_disagree,
    )


def _overlap_rect(group: PayGroup, scale: Scale, height: int) -> Rect | None:
    if group.overlap is None:
        return None
    start = scale.percent(group.overlap.low)
    end = scale.percent(group.overlap.high)
    return Rect(x=start, width=round(end - start, 3), y=0, height=height)


def _row(band: Band, index: int, scale: Scale) -> Row:
    top = TOP_PAD + ROW_HEIGHT * index
    bar_top = top + (ROW_HEIGHT - BAR_HEIGHT) / 2
    start, end = scale.percent(band.stated_low), scale.percent(band.stated_high)
    return Row(
        band=band,
        letter=band.source_letter,
        y=top,
        bar=Rect(start, round(end - start, 3), bar_top, BAR_HEIGHT)
        if start < end
        else None,
        point=Point(start, top + ROW_HEIGHT / 2) if band.is_single else None,
        open_ends=_open_ends(band, start=start, end=end, y=bar_top),
        is_hatched=band.is_derived,
        value=band.text(),
        value_long=band.text(is_long=True),
        value_short=_short(band),
        is_from_context=band.region_basis == "context",
    )


def _open_ends(
    band: Band, *, start: float, end: float, y: float
) -> tuple[OpenEnd, ...]:
    is_lone = start == end
    shapes = []
    if band.low is None or band.low_open:
        shapes.append(_open_end(start, y, side="low", is_lone=is_lone))
    if band.high is None or band.high_open:
        shapes.append(_open_end(end, y, side="high", is_lone=is_lone))
    return tuple(shapes)


def _open_end(
    x: float, y: float, *, side: Literal["high", "low"], is_lone: bool
) -> OpenEnd:
    """5 px gap, blocks of 7 and 5 px that stand 3 px apart, an 8 px arrow head."""
    first = OPEN_END_GAP
    second = first + 7 + 3
    arrow = second + 5 + 3
    half = BAR_HEIGHT / 2
    if side == "high":
        blocks: tuple[tuple[float, float], ...] = ((first, 7), (second, 5))
        points = f"{arrow},0 {arrow + 8},{half:g} {arrow},{BAR_HEIGHT}"
    else:
        blocks = ((-first - 7, 7), (-second - 5, 5))
        points = f"{-arrow},0 {-arrow - 8},{half:g} {-arrow},{BAR_HEIGHT}"
    return OpenEnd(
        x=x, y=y, side=side, blocks=blocks, arrow=points, has_start_tick=is_lone
    )


def _short(band: Band) -> str:
    """The narrow form, such as "180-250+", in thousands or lakhs."""
    unit = 1 if band.period == "hour" else 100_000 if band.currency == "INR" else 1000
    low, high = (
        None if end is None else plain_digits(Decimal(str(end)) / unit)
        for end in (band.low, band.high)
    )
    plus = "+" if band.high_open or high is None else ""
    if low and high and low != high:
        return f"{low}-{high}{plus}"
    if low is None and not plus:
        return f"up to {high}"
    return f"{low or high}{plus}"
