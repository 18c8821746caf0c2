"""Real pace from what was finished, and where it leads."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

from roadmaps.pace.days import WEEK, Finish, finish_at, monday_of

PACE_WEEKS = 6
RANGE_WEEKS = 12
PAUSED_AFTER_DAYS = 42
SHOWN_AFTER_DAYS = 14
SHOWN_AFTER_FINISHED = 3
STEADY_STEPS = 3
STEADY_SHARE = 2 / 3
ABOVE_ESTIMATE = 1.2


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished step or part: the day in the learner's zone, planned hours."""

    on: date
    hours: float


@dataclass(frozen=True, slots=True)
class Week:
    """One week's hours; the current week is the only one that is not full."""

    monday: date
    hours: float
    is_off: bool
    is_full: bool


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the real pace leads.

    `status`: finished (nothing left), too_early (under 14 days or under 3 finished
    steps or parts), paused (6 weeks without a tick or a log), no_pace (nothing
    finished in the weeks counted) or shown. Only when shown are there dates.
    """

    status: Literal["finished", "too_early", "paused", "no_pace", "shown"]
    pace: float
    week_count: int
    finish: Finish | None = None
    early: Finish | None = None
    late: Finish | None = None


def weekly_hours(
    finished: Iterable[Finished],
    *,
    start_on: date,
    today: date,
    off_weeks: Collection[date] = (),
    count: int = RANGE_WEEKS,
) -> tuple[Week, ...]:
    """The last weeks, oldest first, the current one included and not full.

    The week in which the enrollment began is full only if it began on its Monday.
    """
    this_week = monday_of(today)
    hours: dict[date, float] = {}
    for one in finished:
        monday = monday_of(one.on)
        hours[monday] = hours.get(monday, 0) + one.hours
    mondays = [this_week - WEEK * back for back in reversed(range(count))]
    return tuple(
        Week(
            monday=monday,
            hours=hours.get(monday, 0),
            is_off=monday in off_weeks,
            is_full=start_on <= monday < this_week,
        )
        for monday in mondays
        if monday >= monday_of(start_on)
    )


def project(
    finished: Sequence[Finished],
    *,
    remaining_hours: float,
    start_on: date,
    today: date,
    last_activity_on: date | None,
    off_weeks: Collection[date] = (),
) -> Projection:
    """Real pace and what it leads to.

    pace = mean planned hours per full week of the last 6 that are no off-weeks;
    early and late take the 75th and 25th percentile of at most 12 such weeks.
    `last_activity_on` is the last tick or time log.
    """
    counted = [
        week.hours
        for week in _full_weeks(finished, start_on, today, off_weeks)
        if not week.is_off
    ][-RANGE_WEEKS:]
    pace = fmean(counted[-PACE_WEEKS:]) if counted else 0.0
    status = _status(
        remaining_hours=remaining_hours,
        pace=pace,
        finished_count=len(finished),
        start_on=start_on,
        today=today,
        last_activity_on=last_activity_on or start_on,
    )
    week_count = len(counted[-PACE_WEEKS:])
    if status != "shown":
        return Projection(status=status, pace=pace, week_count=week_count)
    middle, early, late = (
        finish_at(
            remaining_hours, hours_per_week=speed, today=today, off_weeks=off_weeks
        )
        for speed in (pace, percentile(counted, 75), percentile(counted, 25))
    )
    return Projection(
        status=status,
        pace=pace,
        week_count=week_count,
        finish=middle,
        early=min(early, middle, key=_by_end),
        late=max(late, middle, key=_by_end),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile of the values, with linear interpolation."""
    in_order = sorted(values)
    place = (len(in_order) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(in_order) - 1)
    return in_order[below] + (in_order[above] - in_order[below]) * (place - below)


def weeks_behind(projected: Finish, planned: Finish) -> int | None:
    """Whole weeks that the projection ends after the plan; below 0 is ahead."""
    if projected.on is None or planned.on is None:
        return None
    return round((projected.on - planned.on).days / 7)


def estimate_ratio(steps: Iterable[tuple[float, float]]) -> float | None:
    """How many times the estimate steps take, if steadily above it, else None.

    Takes (planned, logged) hours of finished steps. Steady means: at least 3 steps
    with logged time, two thirds of them above plan, together 1.2 times or more.
    """
    logged = [(plan, spent) for plan, spent in steps if plan > 0 and spent > 0]
    above = sum(spent > plan for plan, spent in logged)
    if len(logged) < STEADY_STEPS or above < STEADY_SHARE * len(logged):
        return None
    ratio = sum(spent for _, spent in logged) / sum(plan for plan, _ in logged)
    return round(ratio, 1) if ratio >= ABOVE_ESTIMATE else None


def _status(
    *,
    remaining_hours: float,
    pace: float,
    finished_count: int,
    start_on: date,
    today: date,
    last_activity_on: date,
) -> Literal["finished", "too_early", "paused", "no_pace", "shown"]:
    if remaining_hours <= 0:
        return "finished"
    if (today - last_activity_on).days >= PAUSED_AFTER_DAYS:
        return "paused"
    is_young = (today - start_on).days < SHOWN_AFTER_DAYS
    if is_young or finished_count < SHOWN_AFTER_FINISHED:
        return "too_early"
    return "shown" if pace > 0 else "no_pace"


def _full_weeks(
    finished: Iterable[Finished],
    start_on: date,
    today: date,
    off_weeks: Collection[date],
) -> list[Week]:
    count = (monday_of(today) - monday_of(start_on)).days // 7 + 1
    weeks = weekly_hours(
        finished, start_on=start_on, today=today, off_weeks=off_weeks, count=count
    )
    return [week for week in weeks if week.is_full]


def _by_end(finish: Finish) -> tuple[int, date]:
    rank = ("date", "beyond", "open").index(finish.kind)
    return (rank, finish.on or date.max)
