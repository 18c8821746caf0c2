"""Geometry of the pay charts (UX 7.1): x and width in percent, y in pixels.

A chart is one region, currency and period; total pay is a chart of its own. A
template draws the shapes as they are; pixel shapes at a percent position (open
ends) sit in a nested `<svg x="…%" overflow="visible">`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10
from typing import Literal

from roles.money import Amount, group_digits, money
from roles.pay import (
    COMPONENTS,
    NOT_STATED,
    Band,
    PayGroup,
    level_order,
    pay_groups,
)

ROW_HEIGHT = 26
BAR_HEIGHT = 10
TOP_PAD = 2
POINT_RADIUS = 6
OPEN_END_GAP = 5
PAD = 0.04
EDGE_PERCENT = 3
TICKS_MIN, TICKS_MAX = 5, 8
TICK_STEPS = (1, 2, 2.5, 5)


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
    """The rows of one house level, drawn in one SVG of `height` pixels."""

    level: str | None
    label: str
    years: tuple[str, ...]
    rows: tuple[Row, ...]
    height: int
    overlap: Rect | None
    overlap_label: str
    sources_disagree: bool


@dataclass(frozen=True, slots=True)
class ComponentRows:
    """Base pay, or pay whose component is not stated: a labelled group."""

    component: str
    label: str
    levels: tuple[LevelRows, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of the axis; `is_alt` ones are hidden in a narrow container."""

    value: float
    x: float
    label: str
    anchor: Literal["start", "middle", "end"]
    is_alt: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """What 0 and 100 percent stand for, and the tick step, in currency."""

    low: float
    high: float
    step: float

    def percent(self, amount: Amount) -> float:
        """x of an amount, in percent to three places."""
        return round((float(amount) - self.low) / (self.high - self.low) * 100, 3)


@dataclass(frozen=True, slots=True)
class PayChart:
    """One chart; `notes` are figures of the same basis that do not fit it.

    A chart without rows has no scale and no ticks: only notes.
    """

    region: str
    region_label: str
    currency: str
    period: str
    is_total: bool
    scale: Scale | None
    ticks: tuple[Tick, ...]
    components: tuple[ComponentRows, ...]
    notes: tuple[Band, ...]
    source_count: int

    @property
    def band_count(self) -> int:
        return sum(
            len(level.rows) for group in self.components for level in group.levels
        )


@dataclass(frozen=True, slots=True)
class MiniRange:
    """A card's pay range on an axis shared by all cards of the page, in percent."""

    x: float
    width: float
    is_open: bool

    @property
    def end(self) -> float:
        return round(self.x + self.width, 3)


def pay_charts(bands: Iterable[Band]) -> tuple[PayChart, ...]:
    """One chart per region, currency and period; most sources first.

    Averages, medians, total pay and figures without a level go to the chart's
    notes; where a chart would have no row at all, figures without a level
    are drawn. The chart of an unstated country comes last.
    """
    charts = [
        _chart(
            members,
            drawn=[band for band in members if _fits(band) and band.level is not None]
            or [band for band in members if _fits(band)],
        )
        for members in _by_axis(bands)
    ]
    return tuple(sorted(charts, key=_chart_order))


def total_pay_charts(bands: Iterable[Band]) -> tuple[PayChart, ...]:
    """Charts of total pay alone, figures without a level included."""
    totals = [band for band in bands if band.component == "total"]
    charts = [
        _chart(members, drawn=[band for band in members if _is_drawable(band)])
        for members in _by_axis(totals)
    ]
    return tuple(sorted(charts, key=_chart_order))


def scale_for(bands: Sequence[Band]) -> Scale:
    """From the smallest low to the largest high, padded 4 %, out to tick steps.

    The tick step is 1, 2, 2.5 or 5 times a power of ten and gives 5 to 8 ticks.
    """
    lowest = min(band.stated_low for band in bands)
    highest = max(band.stated_high for band in bands)
    pad = (highest - lowest) * PAD or highest * PAD or 1
    low, high = max(lowest - pad, 0), highest + pad
    step = next(
        step for step in _steps(high - low) if _tick_count(low, high, step) <= 8
    )
    return Scale(low=floor(low / step) * step, high=ceil(high / step) * step, step=step)


def ticks_of(scale: Scale, currency: str) -> tuple[Tick, ...]:
    """The axis; every second label may go where there is little room."""
    count = round((scale.high - scale.low) / scale.step) + 1
    values = [scale.low + index * scale.step for index in range(count)]
    return tuple(
        Tick(
            value=value,
            x=scale.percent(value),
            label=tick_label(value, currency),
            anchor=_anchor(scale.percent(value)),
            is_alt=index % 2 == 1,
        )
        for index, value in enumerate(values)
    )


def tick_label(value: float, currency: str) -> str:
    """ "$100k", "₹10L", or the plain figure where it is below a thousand."""
    if currency == "INR" and value:
        return f"₹{value / 100_000:g}L"
    if value < 1000:
        return money(value, currency, is_long=True)
    sign = money(1, currency, is_long=True).removesuffix("1")
    return f"{sign}{value / 1000:g}k"


def mini_range(band: Band, *, low: float, high: float) -> MiniRange:
    """A band on a card's track, where `low` and `high` are the track's ends."""
    scale = Scale(low=low, high=high, step=high - low)
    start = min(max(scale.percent(band.stated_low), 0), 100)
    end = min(max(scale.percent(band.stated_high), 0), 100)
    return MiniRange(
        x=start,
        width=round(end - start, 3),
        is_open=band.high_open or band.high is None,
    )


def _by_axis(bands: Iterable[Band]) -> list[list[Band]]:
    def axis(band: Band) -> tuple[str, str, str]:
        return (band.region, band.currency, band.period)

    return [list(members) for _, members in groupby(sorted(bands, key=axis), key=axis)]


def _is_drawable(band: Band) -> bool:
    return band.statistic in {"range", "point"}


def _fits(band: Band) -> bool:
    return _is_drawable(band) and band.component != "total"


def _chart(members: Sequence[Band], *, drawn: Sequence[Band]) -> PayChart:
    first = members[0]
    scale = scale_for(drawn) if drawn else None
    return PayChart(
        region=first.region,
        region_label=first.region_label if first.region else NOT_STATED,
        currency=first.currency,
        period=first.period,
        is_total=all(band.component == "total" for band in members),
        scale=scale,
        ticks=ticks_of(scale, first.currency) if scale else (),
        components=_components(drawn, scale) if scale else (),
        notes=tuple(sorted((b for b in members if b not in drawn), key=_note_order)),
        source_count=len({band.source for band in members}),
    )


def _components(bands: Sequence[Band], scale: Scale) -> tuple[ComponentRows, ...]:
    return tuple(
        ComponentRows(
            component=component,
            label=label,
            levels=_levels([b for b in bands if b.component == component], scale),
        )
        for component, label in COMPONENTS.items()
        if any(band.component == component for band in bands)
    )


def _levels(bands: Sequence[Band], scale: Scale) -> tuple[LevelRows, ...]:
    in_order = sorted(bands, key=_row_order)
    by_level = groupby(in_order, key=lambda band: band.level)
    return tuple(_level_rows(tuple(members), scale) for _, members in by_level)


def _level_rows(bands: Sequence[Band], scale: Scale) -> LevelRows:
    ranges = [group for group in pay_groups(bands) if group.key.statistic == "range"]
    group = ranges[0] if ranges else pay_groups(bands)[0]
    height = ROW_HEIGHT * len(bands) + 2 * TOP_PAD
    return LevelRows(
        level=bands[0].level,
        label=bands[0].level_label,
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
        None if end is None else group_digits(round(float(end) / unit, 3), "USD")
        for end in (band.low, band.high)
    )
    plus = "+" if band.high_open or high is None else ""
    if low and high and low != high:
        return f"{low}-{high}{plus}"
    if low is None and not plus:
        return f"up to {high}"
    return f"{low or high}{plus}"


def _steps(span: float) -> Iterable[float]:
    exponent = floor(log10(span)) - 1
    for power in range(exponent, exponent + 4):
        for step in TICK_STEPS:
            yield step * 10.0**power


def _tick_count(low: float, high: float, step: float) -> int:
    return ceil(high / step) - floor(low / step) + 1


def _anchor(x: float) -> Literal["start", "middle", "end"]:
    if x < EDGE_PERCENT:
        return "start"
    return "end" if x > 100 - EDGE_PERCENT else "middle"


_COMPONENT_PLACE: Mapping[str, int] = {name: at for at, name in enumerate(COMPONENTS)}


def _row_order(band: Band) -> tuple[int, str, str]:
    return (level_order(band.level), band.source_letter, band.key)


def _note_order(band: Band) -> tuple[int, int, str, str]:
    return (
        _COMPONENT_PLACE[band.component],
        level_order(band.level),
        band.source_letter,
        band.key,
    )


def _chart_order(chart: PayChart) -> tuple[bool, bool, int, str, str]:
    return (
        not chart.region,
        chart.period != "year",
        -chart.source_count,
        chart.region_label,
        chart.currency,
    )
