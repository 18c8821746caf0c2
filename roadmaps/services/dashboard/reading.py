"""Everything that the dashboard shows, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from careersite.common.revalidation import content_stamp
from profiles.models import Profile, User
from profiles.services import accounts
from profiles.services.days import today_of
from profiles.services.targets import Target, read_target
from roadmaps import pace
from roadmaps.models import Enrollment, RoadmapVersion, StepEvent, TimeLog
from roadmaps.progress import NextThings, next_things
from roadmaps.progress_chart import (
    SMALL,
    WIDE,
    ChartData,
    HoursChart,
    ProgressChart,
    hours_chart,
    progress_chart,
)
from roadmaps.services.dashboard.certificates import Ring, expiring, read_rings
from roadmaps.services.dashboard.gap import ShownGap, read_gap
from roadmaps.services.dashboard.week import WeekPart, week_parts
from roadmaps.services.pacing import Logged, Pacing, done_steps, read_pacing
from roadmaps.services.plan import Plan, PlanStep, read_plan

WEEKS = 12
EVENTS = 4


@dataclass(frozen=True)
class Track:
    """One enrollment under way, with everything worked out from its plan."""

    enrollment: Enrollment
    plan: Plan
    pacing: Pacing
    next: NextThings
    hours: HoursChart
    has_logs: bool

    @property
    def time_zone(self) -> str:
        """The zone in which the learner's days begin."""
        return self.enrollment.learner.profile.time_zone

    @cached_property
    def charts(self) -> tuple[ProgressChart, ProgressChart]:
        """The progress over time, wide and small."""
        progress, pacing = self.plan.progress, self.pacing
        data = ChartData(
            start_on=pacing.start_on,
            today=pacing.today,
            total_hours=progress.total_hours,
            done_hours=progress.done_hours,
            finished=tuple(done_steps(self.plan, self.time_zone)),
            plan_finish=pacing.schedule.finish,
            finish=pacing.projection.finish,
            early=pacing.projection.early,
            late=pacing.projection.late,
        )
        return progress_chart(data, WIDE), progress_chart(data, SMALL)

    @cached_property
    def open_parts(self) -> list[WeekPart]:
        """What can be worked on now, whatever fits in a week."""
        return week_parts(self.plan)

    @cached_property
    def this_week(self) -> tuple[WeekPart, ...]:
        """The parts that fit what is left of this week's hours; none in a week off."""
        if self.pacing.is_off:
            return ()
        found = self.open_parts
        fitting = pace.this_week(
            [pace.Part(one.step_key, one.part_key, one.hours) for one in found],
            hours_per_week=self.pacing.hours_per_week,
            done_hours=self.pacing.weeks[-1].hours if self.pacing.weeks else 0,
        )
        return tuple(found[: len(fitting)])

    @property
    def log_step(self) -> PlanStep | None:
        """The step that time is logged on: the one touched last."""
        begun = [one for one in self.plan.steps if one.state == "in_progress"]
        return max(begun, key=_touched, default=None)


@dataclass(frozen=True)
class Dashboard:
    """What the dashboard shows; `track` is None before the first roadmap.

    `gap` is that to the role that stands for the target now.
    """

    profile: Profile
    target: Target | None
    track: Track | None
    others: Sequence[Enrollment]
    offered: RoadmapVersion | None
    events: Sequence[StepEvent]
    rings: Sequence[Ring]
    gap: ShownGap | None


def read_dashboard(*, user: User, now: datetime) -> Dashboard:
    """Read the dashboard of a learner (12 queries with a roadmap)."""
    stamp = content_stamp()
    enrollments = list(Enrollment.objects.of(user).current().with_plan())
    profile = (
        enrollments[0].learner.profile
        if enrollments
        else accounts.ensure_profile(user=user)
    )
    today = today_of(profile.user, now=now)
    target = read_target(profile, stamp=stamp)
    shown = target.shown.pk if target and target.shown else None
    primary = _primary(enrollments, shown)
    rings = read_rings(user, today)
    others = [one for one in enrollments if one != primary]
    track = _track(primary, others, rings, now, stamp=stamp) if primary else None
    return Dashboard(
        profile=profile,
        target=target,
        track=track,
        others=others,
        offered=None if primary else _offered(shown),
        events=_newest_events(user),
        rings=rings,
        gap=read_gap(
            user, profile, target, track.plan if track else None, today, stamp=stamp
        ),
    )


def _primary(
    enrollments: Sequence[Enrollment], target: int | None
) -> Enrollment | None:
    """Return the roadmap to the target role, else one under way, else any.

    Of several the one touched last, as they come.
    """

    def rank(one: Enrollment) -> tuple[bool, bool]:
        is_to_target = one.roadmap.role_id == target
        return (not is_to_target, not one.is_under_way)

    return min(enrollments, key=rank, default=None)


def _offered(target: int | None) -> RoadmapVersion | None:
    """Return the roadmap to the target role that could be started."""
    if target is None:
        return None
    versions = RoadmapVersion.objects.startable()
    return versions.filter(roadmap__role=target).first()


def _newest_events(user: User) -> list[StepEvent]:
    """Return what happened last, ticks of parts left out; without texts of steps."""
    events = StepEvent.objects.filter(learner=user).select_related("progress__step")
    shown = events.only(
        "action",
        "to_state",
        "actor_id",
        "actor_name",
        "reason",
        "at",
        "progress__step_key",
        "progress__enrollment",
        "progress__step__title",
    )
    return list(shown.exclude(action=StepEvent.Action.TICK_PART)[:EVENTS])


def _track(
    enrollment: Enrollment,
    others: Sequence[Enrollment],
    rings: Sequence[Ring],
    now: datetime,
    *,
    stamp: int,
) -> Track:
    plan = read_plan(enrollment, stamp=stamp)
    logs = [
        Logged(*values)
        for values in TimeLog.objects.filter(enrollment=enrollment)
        .order_by()
        .values_list("on", "minutes", "progress_id")
    ]
    # What `with_pace()` would ask the database for again is at hand.
    enrollment.other_shares = sum(one.share for one in others if one.is_under_way)
    enrollment.last_logged_on = max((log.on for log in logs), default=None)
    pacing = read_pacing(plan, enrollment, now=now, logs=logs)
    logged = [pace.Finished(log.on, log.minutes / 60) for log in logs]
    weeks = pace.weekly_hours(
        logged,
        start_on=pacing.today - timedelta(weeks=WEEKS - 1),
        today=pacing.today,
        off_weeks=pacing.off_weeks,
    )
    certificates = [expiring(ring) for ring in rings if ring.held.expires_on]
    return Track(
        enrollment=enrollment,
        plan=plan,
        pacing=pacing,
        next=next_things(
            plan.tracked,
            today=pacing.today,
            certificates=[one for one in certificates if one],
        ),
        hours=hours_chart(weeks),
        has_logs=bool(logs),
    )


def _touched(planned: PlanStep) -> float:
    at = planned.row.last_activity_at if planned.row else None
    return at.timestamp() if at else 0
