"""Hours by week as bars, in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from roadmaps.pace import Week
from roadmaps.progress_chart.shapes import GridLine, Label

BAR_WIDTH = 17
BAR_PITCH = 26.6
BARS = 12


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week's bar; a week without hours is a 1.5 px line."""

    monday: date
    hours: float
    x: float
    y: float
    width: float
    height: float
    is_current: bool
    is_off: bool


@dataclass(frozen=True, slots=True)
class HoursChart:
    """Hours by week: 12 bars of 17 px every 26.6 px."""

    width: float
    height: float
    top: float
    left: float
    maximum: int
    grid: tuple[GridLine, ...]
    bars: tuple[WeekBar, ...]
    labels: tuple[Label, ...]


def hours_chart(weeks: Sequence[Week], *, height: int = 110) -> HoursChart:
    """Bars of at most the last 12 weeks, the newest at the right.

    The top of the scale is the next multiple of 5 hours, at least 5.
    """
    shown = weeks[-BARS:]
    left, top, bottom = 24, 8, 22
    most = max((float(week.hours) for week in shown), default=0)
    maximum = max(ceil(most / 5) * 5, 5)
    base = height - bottom

    def y(hours: float) -> float:
        return round(base - (base - top) * float(hours) / maximum, 1)

    first = BARS - len(shown)
    bars = tuple(
        WeekBar(
            monday=week.monday,
            hours=week.hours,
            x=round(left + 6 + BAR_PITCH * (first + index), 1),
            y=y(week.hours) if week.hours else base - 1.5,
            width=BAR_WIDTH,
            height=round(base - y(week.hours), 1) if week.hours else 1.5,
            is_current=index == len(shown) - 1,
            is_off=week.is_off,
        )
        for index, week in enumerate(shown)
    )
    step = max(ceil(maximum / 3 / 5) * 5, 5)
    return HoursChart(
        width=round(left + 6 + BAR_PITCH * BARS, 1),
        height=height,
        top=top,
        left=left,
        maximum=maximum,
        grid=tuple(
            GridLine(y(hours), hours, str(hours))
            for hours in range(0, maximum + 1, step)
        ),
        bars=bars,
        labels=_week_labels(bars, height=height),
    )


def _week_labels(bars: Sequence[WeekBar], *, height: int) -> tuple[Label, ...]:
    """Every fourth week's Monday, counted from the oldest, and "now"."""
    if not bars:
        return ()
    dated = bars[:-2:4]
    return (
        *(
            Label(
                bar.x + BAR_WIDTH / 2, height - 6, f"{bar.monday.day} {bar.monday:%b}"
            )
            for bar in dated
        ),
        Label(bars[-1].x + BAR_WIDTH / 2, height - 6, "now"),
    )
