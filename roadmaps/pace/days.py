"""Days, weeks and off-weeks: when so many hours are done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal

YEARS_MAX = 3
REACH = timedelta(days=3653)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finish:
    """A finish, "more than 3 years" (beyond), or an end nobody can name (open)."""

    kind: Literal["date", "beyond", "open"]
    on: date | None = None


def monday_of(day: date) -> date:
    """The Monday of the week that holds the day."""
    return day - timedelta(days=day.weekday())


def is_in_reach(day: date, *, today: date) -> bool:
    """Tell whether a plan may name the day: at most ten years from today."""
    return abs(day - today) <= REACH


def finish_at(
    remaining_hours: float,
    *,
    hours_per_week: float,
    today: date,
    off_weeks: Collection[date] = (),
) -> Finish:
    """The day on which the remaining hours are done, today being the first day.

    No pace at all leaves the end open.
    """
    if hours_per_week <= 0:
        return Finish("open")
    return day_after_hours(exact(remaining_hours), today, hours_per_week, off_weeks)


def exact(hours: float) -> Fraction:
    """Hours, or hours a week, without binary noise: 8 times 0.1 is 0.8.

    Tenths of hours, shared by weight or averaged over weeks, stay far below the
    limit.
    """
    return Fraction(hours).limit_denominator(1_000_000)


def day_after_hours(
    hours: Fraction,
    start_on: date,
    hours_per_week: float,
    off_weeks: Collection[date],
    *,
    is_start: bool = False,
) -> Finish:
    """The day on which so many hours are done (or, at a start, go on)."""
    days = hours * 7 / exact(hours_per_week)
    index = int(days) if is_start else max(ceil(days) - 1, 0)
    limit = _three_years_after(start_on)
    if index > (limit - start_on).days:
        return Finish("beyond")
    day = _skip_off_weeks(start_on, index, off_weeks)
    return Finish("date", day) if day <= limit else Finish("beyond")


def _three_years_after(day: date) -> date:
    return day + timedelta(days=round(YEARS_MAX * 365.25))


def _skip_off_weeks(start_on: date, index: int, off_weeks: Collection[date]) -> date:
    """The day with that index among the days outside off-weeks, 0 the first."""
    day = start_on + timedelta(days=index)
    for monday in sorted({monday_of(week) for week in off_weeks}):
        if monday <= day:
            day += timedelta(days=_days_of_week(monday, start_on, date.max))
    return day


def working_days(first: date, last: date, off_weeks: Collection[date]) -> int:
    """Days from first to last, both included, outside off-weeks."""
    days = max((last - first).days + 1, 0)
    mondays = {monday_of(week) for week in off_weeks}
    return days - sum(_days_of_week(monday, first, last) for monday in mondays)


def _days_of_week(monday: date, first: date, last: date) -> int:
    """Days of one week from first to last, both included.

    They are counted, so that no day after the last of the calendar is asked for.
    """
    begin = max((first - monday).days, 0)
    end = min((last - monday).days + 1, 7)
    return max(end - begin, 0)
