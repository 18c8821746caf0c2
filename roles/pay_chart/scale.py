"""The axis of a pay chart: its ends, its ticks and a card's small range."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

from roles.money import Amount, money
from roles.pay import Band

PAD = 0.04
EDGE_PERCENT = 3
TICKS_MIN, TICKS_MAX = 5, 8
TICK_STEPS = (1, 2, 2.5, 5)


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
class MiniRange:
    """A card's pay range on an axis shared by all cards of the page, in percent."""

    x: float
    width: float
    is_open: bool

    @property
    def end(self) -> float:
        """Where the stated figures end, in percent."""
        return round(self.x + self.width, 3)


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
    """ "$100k", "$1M", "₹10L", or the plain figure where it is below a thousand."""
    if currency == "INR" and value:
        return f"₹{value / 100_000:g}L"
    if value < 1000:
        return money(value, currency, is_long=True)
    sign = money(1, currency, is_long=True).removesuffix("1")
    if value >= 1_000_000:
        return f"{sign}{value / 1_000_000:g}M"
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
