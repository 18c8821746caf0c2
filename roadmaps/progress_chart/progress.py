"""Progress over time, in pixels.

x is time in weeks from the start, y planned hours from 0 (bottom) to the total.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import ceil

from roadmaps.pace import Finish, Finished
from roadmaps.progress_chart.shapes import GridLine, Label

WEEKS_AFTER = 3
POINT_RADIUS = 6.5
FINISH_RADIUS = 5
# "Nov 2026" at 12 px, with a space before the next.
X_LABEL_WIDTH = 62


@dataclass(frozen=True, slots=True)
class Size:
    """A chart's size and its padding: top, right, bottom, left."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    labels_max: int


WIDE = Size(740, 320, top=34, right=18, bottom=34, left=40, labels_max=12)
SMALL = Size(340, 250, top=32, right=14, bottom=32, left=34, labels_max=4)


@dataclass(frozen=True, slots=True)
class Point:
    """A dot on the chart."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class ProgressChart:
    """All shapes of one size; what is unknown is empty or None.

    `done` is a step line with its `area`, `plan` a dotted and `projection` a dashed
    line, `cone` the triangle today, early finish, late finish.
    """

    size: Size
    grid: tuple[GridLine, ...]
    x_labels: tuple[Label, ...]
    done: str
    area: str
    plan: str
    projection: str
    cone: str
    today: Point
    today_label: Label
    finish: Point | None
    finish_label: Label | None
    plan_label: Label | None


@dataclass(frozen=True, slots=True)
class ChartData:
    """What the chart shows; `total_hours` and `done_hours` as in rule 23."""

    start_on: date
    today: date
    total_hours: float
    done_hours: float
    finished: tuple[Finished, ...] = ()
    plan_finish: Finish | None = None
    finish: Finish | None = None
    early: Finish | None = None
    late: Finish | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns dates and hours into places of one size."""

    size: Size
    start_on: date
    end_on: date
    total: float

    def x(self, day: date) -> float:
        whole = max((self.end_on - self.start_on).days, 1)
        inner = self.size.width - self.size.left - self.size.right
        part = min(max((day - self.start_on).days / whole, 0), 1)
        return round(self.size.left + inner * part, 1)

    def y(self, hours: float) -> float:
        inner = self.size.height - self.size.top - self.size.bottom
        part = min(hours / self.total, 1) if self.total else 0
        return round(self.size.height - self.size.bottom - inner * part, 1)


def progress_chart(data: ChartData, size: Size = WIDE) -> ProgressChart:
    """Draw what was done, the plan and the projection.

    The line of what was done ends at today's `done_hours`; finished steps
    that do not add up to it (waived ones) lift the line at the start.
    """
    frame = _Frame(size, data.start_on, _end_on(data), float(data.total_hours))
    today = (frame.x(data.today), frame.y(data.done_hours))
    done = _done_line(data, frame)
    return ProgressChart(
        size=size,
        grid=_grid(frame),
        x_labels=_quarters(frame),
        done=done,
        area=f"{done}V{frame.y(0):g}H{frame.x(data.start_on):g}Z",
        plan=_line((frame.x(data.start_on), frame.y(0)), data.plan_finish, frame),
        projection=_line(today, data.finish, frame),
        cone=_cone(today, data, frame),
        today=Point(*today, POINT_RADIUS),
        today_label=_today_label(today, data, size),
        finish=_finish_point(data.finish, frame),
        finish_label=_finish_label(data.finish, frame),
        plan_label=_plan_label(data, frame),
    )


def _end_on(data: ChartData) -> date:
    """Three weeks after the latest known end; today is always inside."""
    ends = (data.plan_finish, data.finish, data.early, data.late)
    known = [end.on for end in ends if end is not None and end.on is not None]
    return max([*known, data.today]) + timedelta(weeks=WEEKS_AFTER)


def _done_line(data: ChartData, frame: _Frame) -> str:
    in_order = sorted(data.finished, key=lambda one: one.on)
    before = max(data.done_hours - sum(one.hours for one in in_order), 0)
    heights = list(accumulate((one.hours for one in in_order), initial=before))[1:]
    steps = "".join(
        f"H{frame.x(one.on):g}V{frame.y(height):g}"
        for one, height in zip(in_order, heights, strict=True)
    )
    start = f"M{frame.x(data.start_on):g} {frame.y(before):g}"
    return f"{start}{steps}H{frame.x(data.today):g}"


def _line(start: tuple[float, float], finish: Finish | None, frame: _Frame) -> str:
    if finish is None or finish.on is None:
        return ""
    return f"M{_place(start)}L{frame.x(finish.on):g} {frame.y(frame.total):g}"


def _cone(today: tuple[float, float], data: ChartData, frame: _Frame) -> str:
    """Points of the triangle; an end nobody can name reaches the right side."""
    if data.early is None or data.late is None:
        return ""
    top = frame.y(frame.total)
    early, late = (
        frame.x(end.on) if end.on else frame.x(frame.end_on)
        for end in (data.early, data.late)
    )
    return f"{today[0]:g},{today[1]:g} {early:g},{top:g} {late:g},{top:g}"


def _grid(frame: _Frame) -> tuple[GridLine, ...]:
    """Every 200 h (100 if under 500), the last tick being the total."""
    step = 100 if frame.total < 500 else 200
    ticks = [float(tick) for tick in range(0, ceil(frame.total), step)]
    kept = [tick for tick in ticks if not tick or frame.total - tick >= 0.35 * step]
    return tuple(
        GridLine(frame.y(hours), hours, f"{hours:g}") for hours in [*kept, frame.total]
    )


def _quarters(frame: _Frame) -> tuple[Label, ...]:
    """The start and the beginnings of quarters, with the year where it changes."""
    days = [frame.start_on, *_quarter_starts(frame.start_on, frame.end_on)]
    spaced = [days[0]]
    for day in days[1:]:
        if frame.x(day) - frame.x(spaced[-1]) >= X_LABEL_WIDTH:
            spaced.append(day)
    every = ceil(len(spaced) / frame.size.labels_max)
    shown = spaced[::every]
    years = [None, *(day.year for day in shown)]
    return tuple(
        Label(
            x=frame.x(day),
            y=frame.size.height - frame.size.bottom + 20,
            text=f"{day:%b %Y}" if day.year != year else f"{day:%b}",
        )
        for day, year in zip(shown, years, strict=False)
    )


def _quarter_starts(first: date, last: date) -> list[date]:
    quarters = (
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in (1, 4, 7, 10)
    )
    return [day for day in quarters if first < day <= last]


def _today_label(today: tuple[float, float], data: ChartData, size: Size) -> Label:
    text = f"Today, {round(data.done_hours, 1):g} h"
    # Near the axis its dates would be written over: put it above the point, clear
    # of the plan's line that begins there and is steeper on the small chart.
    lift = 34 if size == WIDE else 48
    is_low = today[1] + 18 > size.height - size.bottom - 4
    beside, y = (0, today[1] - lift) if is_low else (12, today[1] + 18)
    # On the right it would leave the picture: put it on the other side.
    if today[0] > size.width - size.right - 100:
        return Label(today[0] - beside, y, text, "end")
    return Label(today[0] + beside, y, text, "start")


def _finish_point(finish: Finish | None, frame: _Frame) -> Point | None:
    if finish is None or finish.on is None:
        return None
    return Point(frame.x(finish.on), frame.y(frame.total), FINISH_RADIUS)


def _finish_label(finish: Finish | None, frame: _Frame) -> Label | None:
    if finish is None or finish.on is None:
        return None
    x = frame.x(finish.on)
    return Label(
        x, frame.y(frame.total) - 12, day_text(finish.on), _anchor(x, frame.size)
    )


def _plan_label(data: ChartData, frame: _Frame) -> Label | None:
    """Only on the wide chart, and only clear of the finish's label."""
    plan = data.plan_finish
    if frame.size != WIDE or plan is None or plan.on is None:
        return None
    x = frame.x(plan.on)
    text = f"Plan, {plan.on.day} {plan.on:%b}"
    if data.finish is None or data.finish.on is None:
        return Label(x, frame.y(frame.total) - 12, text, _anchor(x, frame.size))
    if abs(frame.x(data.finish.on) - x) < 40:
        return None
    is_before = x < frame.x(data.finish.on)
    has_room = x < frame.size.width - frame.size.right - 60
    anchor = "start" if has_room and not is_before else "end"
    return Label(x, frame.y(frame.total) - 12, text, anchor)


def _anchor(x: float, size: Size) -> str:
    if x > size.width - size.right - 40:
        return "end"
    return "start" if x < size.left + 40 else "middle"


def day_text(day: date) -> str:
    """A day as charts write it: 14 Jun 2027."""
    return f"{day.day} {day:%b %Y}"


def _place(point: tuple[float, float]) -> str:
    return f"{point[0]:g} {point[1]:g}"
