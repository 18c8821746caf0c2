"""Dated steps, what-if and target dates, from hours a week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from roadmaps.ordering import ordered
from roadmaps.pace.days import (
    Finish,
    day_after_hours,
    exact,
    finish_at,
    working_days,
)

HOURS_MIN, HOURS_MAX = 0.5, 80


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
class Schedule:
    """Dated steps in prerequisite order and the planned finish."""

    steps: tuple[ScheduledStep, ...]
    finish: Finish


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
    """Hours per week of each enrollment, by shares of any size (2 to 1, 50 to 50).

    Raises BadNumberError for a share below 0, and where none is above it.
    """
    whole = sum(shares.values())
    if whole <= 0 or min(shares.values()) < 0:
        message = "Give at least one enrollment a share above 0, and none below."
        raise BadNumberError(message)
    return {key: hours * share / whole for key, share in shares.items()}


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
        begin = day_after_hours(
            done, start_on, hours_per_week, off_weeks, is_start=True
        )
        done += exact(step.hours)
        finish = day_after_hours(done, start_on, hours_per_week, off_weeks)
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
    days = working_days(today, target, off_weeks)
    hours = remaining_hours * 7 / days if days else None
    is_feasible = remaining_hours <= 0 or (hours is not None and hours <= HOURS_MAX)
    return Needed(hours_per_week=hours, is_feasible=is_feasible, earliest=earliest)


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
