"""Plan, real pace and projection of one enrollment (DESIGN, rules 22 and 24).

Hours are planned hours. Weeks run from Monday to Sunday; a week is named by its
Monday. Off-weeks are Mondays of weeks in which the learner does nothing. A
week's hours are spread evenly over its seven days.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from statistics import fmean
from typing import Literal

from roadmaps.ordering import ordered

HOURS_MIN, HOURS_MAX = 0.5, 80
PACE_WEEKS = 6
RANGE_WEEKS = 12
PAUSED_AFTER_DAYS = 42
SHOWN_AFTER_DAYS = 14
SHOWN_AFTER_FINISHED = 3
YEARS_MAX = 3
STEADY_STEPS = 3
STEADY_SHARE = 2 / 3
ABOVE_ESTIMATE = 1.2
WEEK = timedelta(days=7)


class BadNumberError(ValueError):
    """A number that nobody can plan with; the message is for the learner."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the plan, personal ones included; skipped ones are left out."""

    key: str
    number: int
    hours: float
    prerequisites: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class ScheduledStep:
    """A step with its days; `is_late`: still open though its day is over."""

    key: str
    starts_on: date | None
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """A finish, "more than 3 years" (beyond), or an end nobody can name (open)."""

    kind: Literal["date", "beyond", "open"]
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Dated steps in prerequisite order and the planned finish."""

    steps: tuple[ScheduledStep, ...]
    finish: Finish


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


@dataclass(frozen=True, slots=True)
class Needed:
    """Hours per week that a target date needs; `earliest` is at 80 h a week."""

    hours_per_week: float | None
    is_feasible: bool
    earliest: Finish


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a step (or a short step), for the plan of this week."""

    step: str
    key: str
    hours: float


def check_hours(hours: float) -> None:
    """Raise BadNumberError unless 0.5 to 80 hours a week (NaN is refused too)."""
    if not HOURS_MIN <= hours <= HOURS_MAX:
        message = f"Enter between {HOURS_MIN} and {HOURS_MAX} hours a week."
        raise BadNumberError(message)


def split_hours(hours: float, shares: Mapping[str, float]) -> dict[str, float]:
    """Hours per week of each enrollment, by shares of any size (2 to 1, 50 to 50)."""
    whole = sum(shares.values())
    if whole <= 0 or min(shares.values()) < 0:
        message = "Give at least one enrollment a share above 0, and none below."
        raise BadNumberError(message)
    return {key: hours * share / whole for key, share in shares.items()}


def monday_of(day: date) -> date:
    """The Monday of the week that holds the day."""
    return day - timedelta(days=day.weekday())


def schedule(
    steps: Sequence[PlannedStep],
    *,
    start_on: date,
    hours_per_week: float,
    off_weeks: Collection[date] = (),
    today: date,
) -> Schedule:
    """Date every step in prerequisite order, ties by number."""
    check_hours(hours_per_week)
    done = Fraction(0)
    rows = []
    finish = Finish("date", start_on)
    for step in ordered(steps):
        begin = _day_after_hours(
            done, start_on, hours_per_week, off_weeks, is_start=True
        )
        done += _exact(step.hours)
        finish = _day_after_hours(done, start_on, hours_per_week, off_weeks)
        is_over = finish.on is not None and finish.on < today
        rows.append(
            ScheduledStep(
                key=step.key,
                starts_on=begin.on,
                due_on=finish.on,
                is_late=step.is_open and is_over,
            )
        )
    return Schedule(steps=tuple(rows), finish=finish)


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
    return _day_after_hours(_exact(remaining_hours), today, hours_per_week, off_weeks)


def what_if(
    remaining_hours: float,
    *,
    hours_per_week: float,
    today: date,
    off_weeks: Collection[date] = (),
) -> Finish:
    """The finish at other hours a week; nothing is saved."""
    check_hours(hours_per_week)
    return finish_at(
        remaining_hours, hours_per_week=hours_per_week, today=today, off_weeks=off_weeks
    )


def needed_hours(
    remaining_hours: float,
    *,
    target: date,
    today: date,
    off_weeks: Collection[date] = (),
) -> Needed:
    """Hours per week to be done by the end of the target day.

    A date that is over, or more than 80 hours a week, is not feasible.
    """
    earliest = finish_at(
        remaining_hours, hours_per_week=HOURS_MAX, today=today, off_weeks=off_weeks
    )
    days = _working_days(today, target, off_weeks)
    hours = remaining_hours * 7 / days if days else None
    is_feasible = remaining_hours <= 0 or (hours is not None and hours <= HOURS_MAX)
    return Needed(hours_per_week=hours, is_feasible=is_feasible, earliest=earliest)


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


def this_week(
    parts: Sequence[Part], *, hours_per_week: float, done_hours: float = 0
) -> tuple[Part, ...]:
    """The next parts, in order, that fit what is left of this week's hours.

    Where nothing is done yet and even the first does not fit, it is listed
    all the same, so that a week is never empty.
    """
    left = hours_per_week - done_hours
    fitting: list[Part] = []
    for part in parts:
        if part.hours > left:
            break
        fitting.append(part)
        left -= part.hours
    if parts and not fitting and not done_hours:
        return (parts[0],)
    return tuple(fitting)


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
    rank = {"date": 0, "beyond": 1, "open": 2}[finish.kind]
    return (rank, finish.on or date.max)


def _exact(hours: float) -> Fraction:
    """Hours without binary noise, so that 8 times 0.1 is 0.8."""
    return Fraction(hours).limit_denominator(1000)


def _day_after_hours(
    hours: Fraction,
    start_on: date,
    hours_per_week: float,
    off_weeks: Collection[date],
    *,
    is_start: bool = False,
) -> Finish:
    """The day on which so many hours are done (or, at a start, go on)."""
    days = hours * 7 / Fraction(hours_per_week)
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
        if monday + WEEK > start_on and monday <= day:
            day += monday + WEEK - max(monday, start_on)
    return day


def _working_days(first: date, last: date, off_weeks: Collection[date]) -> int:
    """Days from first to last, both included, outside off-weeks."""
    days = max((last - first).days + 1, 0)
    for monday in {monday_of(week) for week in off_weeks}:
        begin, end = max(monday, first), min(monday + WEEK, last + timedelta(days=1))
        days -= max((end - begin).days, 0)
    return days
