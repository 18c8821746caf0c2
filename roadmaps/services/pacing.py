"""Plan, pace and projection of one enrollment, from its plan (no query)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from profiles.services.days import today_of
from roadmaps import pace
from roadmaps.models import Enrollment, PersonalStep, StepProgress
from roadmaps.services.plan import Plan, PlanStep


@dataclass(frozen=True)
class Pacing:
    """Where the learner stands against the plan, in the learner's own zone.

    `remaining_hours` are those of the schedule, steps of the learner's own included.
    `hours_per_week` is this roadmap's share of the learner's hours. `finished` are
    steps and parts with their planned hours; `behind` whole weeks that the
    projection ends after the plan, below 0 where it is ahead. `needed` answers a
    target date; `is_dated` tells whether anything is due at all; `ratio` is how many
    times the estimate steps take, if steadily more.
    """

    today: date
    start_on: date
    hours_per_week: float
    off_weeks: Sequence[date]
    remaining_hours: float
    finished: Sequence[pace.Finished]
    schedule: pace.Schedule
    projection: pace.Projection
    is_dated: bool = True
    target_date: date | None = None
    needed: pace.Needed | None = None
    ratio: float | None = None

    @cached_property
    def due(self) -> Mapping[str, pace.ScheduledStep]:
        """The dated steps by key; those of personal steps start with `personal-`."""
        return {one.key: one for one in self.schedule.steps}

    @property
    def late_count(self) -> int:
        """How many open steps are past their day; none of them is locked by that."""
        return sum(one.is_late for one in self.schedule.steps) if self.is_dated else 0

    @property
    def is_off(self) -> bool:
        """Whether this week is one of the weeks off."""
        return pace.monday_of(self.today) in self.off_weeks

    @property
    def behind(self) -> int | None:
        if self.projection.finish is None:
            return None
        return pace.weeks_behind(self.projection.finish, self.schedule.finish)

    @property
    def weeks(self) -> tuple[pace.Week, ...]:
        """The last twelve weeks by finished planned hours."""
        return pace.weekly_hours(
            self.finished,
            start_on=self.start_on,
            today=self.today,
            off_weeks=self.off_weeks,
        )

    def what_if(self, hours_per_week: float) -> pace.Finish:
        """Return the finish at other hours; raises pace.BadNumberError."""
        return pace.what_if(
            self.remaining_hours,
            hours_per_week=hours_per_week,
            today=self.today,
            off_weeks=self.off_weeks,
        )


@dataclass(frozen=True, slots=True)
class Logged:
    """Minutes that a learner logged for a day, at a step row or at none."""

    on: date
    minutes: int
    progress_id: int | None = None


def read_pacing(
    plan: Plan,
    enrollment: Enrollment,
    *,
    now: datetime,
    logs: Sequence[Logged] = (),
) -> Pacing:
    """Work out the pace of a plan; the enrollment comes from `with_pace()`.

    `logs` are all that was logged for it, where the ratio to the estimate is asked.
    """
    profile = enrollment.learner.profile
    zone = ZoneInfo(profile.time_zone)
    today = today_of(enrollment.learner, now=now)
    remaining = _remaining(plan)
    finished = _finished(plan, zone)
    hours = hours_of(enrollment)
    projection = pace.project(
        finished,
        remaining_hours=remaining,
        start_on=enrollment.started_on,
        today=today,
        last_activity_on=_last_activity(plan, zone, enrollment.last_logged_on),
        off_weeks=profile.off_weeks,
    )
    if enrollment.status == Enrollment.Status.PAUSED:
        projection = pace.Projection("paused", projection.pace, projection.week_count)
    target = enrollment.target_date
    return Pacing(
        is_dated=enrollment.is_under_way,
        today=today,
        start_on=enrollment.started_on,
        hours_per_week=hours,
        off_weeks=profile.off_weeks,
        remaining_hours=remaining,
        finished=finished,
        schedule=pace.schedule(
            [*map(_as_planned, _counted(plan)), *_personal(plan)],
            start_on=enrollment.started_on,
            hours_per_week=hours,
            off_weeks=profile.off_weeks,
            today=today,
        ),
        projection=projection,
        target_date=target,
        needed=pace.needed_hours(
            remaining, target=target, today=today, off_weeks=profile.off_weeks
        )
        if target
        else None,
        ratio=_ratio(plan, logs),
    )


def hours_of(enrollment: Enrollment) -> float:
    """Return the hours per week that go to one roadmap, at least half an hour.

    Roadmaps under way share the learner's hours by weight; `with_pace()` loads the
    weights of the others.
    """
    own = str(enrollment.pk)
    shares = {own: enrollment.share, "others": enrollment.other_shares}
    hours = float(enrollment.learner.profile.hours_per_week)
    return max(pace.split_hours(hours, shares)[own], pace.HOURS_MIN)


def _remaining(plan: Plan) -> float:
    """Return the hours left, also of own steps, as the schedule counts them.

    Once every step of the roadmap is done nothing is left of it.
    """
    left = plan.progress.remaining_hours
    own = sum(float(one.hours) for one in plan.personal if not one.is_done)
    return round(left + own, 1) if left else left


def _counted(plan: Plan) -> list[PlanStep]:
    return [one for one in plan.steps if one.state != "skipped"]


def _personal(plan: Plan) -> list[pace.PlannedStep]:
    """Return the learner's own steps, each right after the step it follows."""
    numbers = {one.step.key: one.step.number for one in plan.steps}
    return [
        pace.PlannedStep(
            key=f"personal-{one.pk}",
            number=numbers.get(one.after_key, 0 if not one.after_key else len(numbers)),
            hours=float(one.hours),
            prerequisites=(one.after_key,) if one.after_key else (),
            is_open=not one.is_done,
        )
        for one in plan.personal
    ]


def _ratio(plan: Plan, logs: Sequence[Logged]) -> float | None:
    """Return how many times the estimate the finished steps took, if steadily more."""
    spent: dict[int | None, float] = defaultdict(float)
    for log in logs:
        spent[log.progress_id] += log.minutes / 60
    return pace.estimate_ratio(
        (float(one.step.hours), spent[one.row.pk])
        for one in plan.steps
        if one.row and one.state == "done"
    )


def _finished(plan: Plan, zone: ZoneInfo) -> list[pace.Finished]:
    """Return ticked parts, what was left of each step when it was done, own steps."""
    found = _finished_own(plan.personal, zone)
    for planned in plan.steps:
        hours = {part.key: float(part.hours) for part in planned.parts}
        found += [
            pace.Finished(at.astimezone(zone).date(), hours[key])
            for key, at in planned.ticked.items()
            if key in hours
        ]
        if planned.row and planned.row.finished_at:
            rest = float(planned.step.hours) - planned.ticked_hours
            on = planned.row.finished_at.astimezone(zone).date()
            found.append(pace.Finished(on, max(rest, 0)))
    return sorted(found, key=lambda one: one.on)


def _finished_own(
    personal: Iterable[PersonalStep], zone: ZoneInfo
) -> list[pace.Finished]:
    """Return the learner's own steps that are done.

    What is left counts their hours, so what was finished does too.
    """
    return [
        pace.Finished(one.done_at.astimezone(zone).date(), float(one.hours))
        for one in personal
        if one.done_at
    ]


def done_steps(plan: Plan, time_zone: str) -> list[pace.Finished]:
    """Return each done step with all its hours on the learner's day it was done.

    Ticked parts of open steps stay out: they are under way, not done.
    """
    zone = ZoneInfo(time_zone)
    return [
        pace.Finished(
            planned.row.finished_at.astimezone(zone).date(), float(planned.step.hours)
        )
        for planned in plan.steps
        if planned.row and planned.row.finished_at
    ]


def _last_activity(plan: Plan, zone: ZoneInfo, last_log_on: date | None) -> date | None:
    days = [
        planned.row.last_activity_at.astimezone(zone).date()
        for planned in plan.steps
        if planned.row and planned.row.last_activity_at
    ]
    days += [one.on for one in _finished_own(plan.personal, zone)]
    return max([*days, *([last_log_on] if last_log_on else [])], default=None)


def _as_planned(planned: PlanStep) -> pace.PlannedStep:
    return pace.PlannedStep(
        key=planned.step.key,
        number=planned.step.number,
        hours=float(planned.step.hours),
        prerequisites=tuple(needed.key for needed in planned.needs),
        is_open=planned.state not in {"done", "waived"},
    )


def pace_of(
    enrollment: Enrollment, rows: Iterable[StepProgress], *, now: datetime
) -> float | None:
    """Return the real pace in planned hours a week, None while it is too early.

    `rows` are the enrollment's step rows with steps, parts and ticks loaded, and
    its own steps are fetched; for lists, where a whole plan for each would be too
    much.
    """
    profile = enrollment.learner.profile
    zone = ZoneInfo(profile.time_zone)
    finished = _finished_own(enrollment.personal_steps.all(), zone)
    finished += [one for row in rows for one in _finished_of(row, zone)]
    projection = pace.project(
        finished,
        remaining_hours=1,
        start_on=enrollment.started_on,
        today=today_of(enrollment.learner, now=now),
        last_activity_on=max((one.on for one in finished), default=None),
        off_weeks=profile.off_weeks,
    )
    return None if projection.status == "too_early" else projection.pace


def _finished_of(row: StepProgress, zone: ZoneInfo) -> list[pace.Finished]:
    """Return the ticked parts of one row, and what was left when it was done."""
    hours = {part.key: float(part.hours) for part in row.step.parts.all()}
    ticked = [tick for tick in row.part_ticks.all() if tick.part_key in hours]
    found = [
        pace.Finished(tick.at.astimezone(zone).date(), hours[tick.part_key])
        for tick in ticked
    ]
    if row.finished_at:
        rest = float(row.step.hours) - sum(hours[tick.part_key] for tick in ticked)
        on = row.finished_at.astimezone(zone).date()
        found.append(pace.Finished(on, max(rest, 0)))
    return found
