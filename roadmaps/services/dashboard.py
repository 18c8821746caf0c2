"""Everything that the dashboard shows, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from profiles.gap import Closer, Demand, Gap, gap_at_level
from profiles.models import EarnedCertification, HeldSkill, Profile, User
from profiles.services import accounts
from profiles.skill_chart import GapBar, RadarChart, gap_bars, radar_chart
from roadmaps import pace
from roadmaps.models import Enrollment, RoadmapVersion, StepEvent, StepSkill, TimeLog
from roadmaps.progress import ExpiringCertificate, NextThings, next_things
from roadmaps.progress_chart import (
    SMALL,
    WIDE,
    ChartData,
    HoursChart,
    ProgressChart,
    hours_chart,
    progress_chart,
)
from roadmaps.services.pacing import Pacing, done_steps, read_pacing
from roadmaps.services.plan import Plan, PlanStep, read_plan
from roles.models import HouseLevel, RoleSkill, Skill

WEEKS = 12
EVENTS = 4
EXPIRING_DAYS = 90
RING = 119.4  # The length of a ring of radius 19, in pixels.


@dataclass(frozen=True)
class Ring:
    """A certificate with the time that it still holds."""

    held: EarnedCertification
    days_left: int | None
    lit: float
    text: str

    @property
    def is_expiring(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= EXPIRING_DAYS

    @property
    def is_expired(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class ShownGap:
    """A gap with the names and charts that the page needs."""

    gap: Gap
    level_name: str
    radar: RadarChart | None
    bars: Sequence[GapBar]
    skills: Mapping[str, Skill]
    has_held: bool


@dataclass(frozen=True)
class WeekPart:
    """A part of this week's plan, or a whole short step."""

    planned: PlanStep
    part_key: str
    title: str
    hours: float


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
    def this_week(self) -> tuple[WeekPart, ...]:
        """The parts that fit what is left of this week's hours."""
        found = [part for step in self._open_steps() for part in _parts(step)]
        fitting = pace.this_week(
            [pace.Part(one.planned.step.key, one.part_key, one.hours) for one in found],
            hours_per_week=self.pacing.hours_per_week,
            done_hours=self.pacing.weeks[-1].hours if self.pacing.weeks else 0,
        )
        return tuple(found[: len(fitting)])

    def _open_steps(self) -> list[PlanStep]:
        """Steps that can be worked on now, those begun first."""
        order = ("in_progress", "changes_requested", "not_started")
        found = [planned for planned in self.plan.steps if planned.state in order]
        return sorted(
            found, key=lambda one: (one.state == "not_started", one.step.number)
        )

    @property
    def log_step(self) -> PlanStep | None:
        """The step that time is logged on: the one touched last."""
        begun = [one for one in self._open_steps() if one.state == "in_progress"]
        return max(begun, key=_touched, default=None)


@dataclass(frozen=True)
class Dashboard:
    """What the dashboard shows; `track` is None before the first roadmap."""

    profile: Profile
    track: Track | None
    others: Sequence[Enrollment]
    offered: RoadmapVersion | None
    events: Sequence[StepEvent]
    rings: Sequence[Ring]
    gap: ShownGap | None


def read_dashboard(*, user: User, now: datetime) -> Dashboard:
    """Read the dashboard of a learner (12 queries with a roadmap)."""
    enrollments = list(Enrollment.objects.of(user).current().with_plan())
    profile = (
        enrollments[0].learner.profile
        if enrollments
        else accounts.ensure_profile(user=user)
    )
    today = now.astimezone(ZoneInfo(profile.time_zone)).date()
    primary = _primary(enrollments, profile)
    rings = _rings(user, today)
    track = _track(primary, rings, now) if primary else None
    events = StepEvent.objects.filter(learner=user).select_related(
        "progress__step", "progress__enrollment"
    )
    return Dashboard(
        profile=profile,
        track=track,
        others=[one for one in enrollments if one != primary],
        offered=None if primary else _offered(profile),
        events=list(events.exclude(action=StepEvent.Action.TICK_PART)[:EVENTS]),
        rings=rings,
        gap=_gap(user, profile, track, today),
    )


def _primary(enrollments: Sequence[Enrollment], profile: Profile) -> Enrollment | None:
    """Return the roadmap to the target role, else the one touched last."""
    to_target = (
        one
        for one in enrollments
        if one.version.roadmap.role_id == profile.target_role_id
    )
    return next(to_target, enrollments[0] if enrollments else None)


def _offered(profile: Profile) -> RoadmapVersion | None:
    """Return the roadmap to the target role that could be started."""
    if profile.target_role_id is None:
        return None
    versions = RoadmapVersion.objects.startable()
    return versions.filter(roadmap__role=profile.target_role_id).first()


def _track(enrollment: Enrollment, rings: Sequence[Ring], now: datetime) -> Track:
    plan = read_plan(enrollment)
    logs = list(
        TimeLog.objects.filter(
            enrollment=enrollment, on__gte=now.date() - timedelta(weeks=WEEKS + 1)
        )
    )
    last_log_on = max((log.on for log in logs), default=None)
    pacing = read_pacing(plan, enrollment, now=now, last_log_on=last_log_on)
    logged = [pace.Finished(log.on, log.minutes / 60) for log in logs]
    weeks = pace.weekly_hours(
        logged,
        start_on=pacing.today - timedelta(weeks=WEEKS - 1),
        today=pacing.today,
        off_weeks=pacing.off_weeks,
    )
    certificates = [_expiring(ring) for ring in rings if ring.held.expires_on]
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


def _expiring(ring: Ring) -> ExpiringCertificate | None:
    certification = ring.held.certification
    if ring.held.expires_on is None:
        return None
    return ExpiringCertificate(
        key=str(ring.held.pk),
        title=certification.name,
        expires_on=ring.held.expires_on,
        is_renewal_open=certification.can_be_planned
        and not certification.renewals_closed,
    )


def _rings(user: User, today: date) -> list[Ring]:
    held = EarnedCertification.objects.filter(user=user).select_related("certification")
    rings = [_ring(one, today) for one in held]
    return sorted(rings, key=lambda ring: (not ring.is_expiring, ring.held.pk))


def _ring(held: EarnedCertification, today: date) -> Ring:
    if held.expires_on is None:
        return Ring(held, None, RING, "∞")
    days = (held.expires_on - today).days
    whole = max((held.expires_on - held.issued_on).days, 1)
    lit = round(RING * min(max(days / whole, 0), 1), 1)
    text = f"{max(days, 0)}d" if days < EXPIRING_DAYS else f"{days * 12 // 365}m"
    return Ring(held, days, lit, text)


def _parts(planned: PlanStep) -> list[WeekPart]:
    """Return the open parts of a step; a step without parts is one itself."""
    if not planned.parts:
        hours = float(planned.step.hours)
        return [WeekPart(planned, "", planned.step.title, hours)]
    return [
        WeekPart(planned, part.key, part.title, float(part.hours))
        for part in planned.parts
        if part.key not in planned.ticked
    ]


def _touched(planned: PlanStep) -> float:
    at = planned.row.last_activity_at if planned.row else None
    return at.timestamp() if at else 0


def _gap(
    user: User, profile: Profile, track: Track | None, today: date
) -> ShownGap | None:
    """Return the gap to the target, closed by the learner's own steps (4 queries)."""
    if profile.target_role_id is None:
        return None
    demands: dict[str, list[Demand]] = defaultdict(list)
    skills: dict[str, Skill] = {}
    asked = RoleSkill.objects.filter(role=profile.target_role_id)
    for row in asked.select_related("skill__category").order_by(
        "skill__category__position", "skill__position"
    ):
        skills[row.skill.slug] = row.skill
        demands[row.house_level].append(
            Demand(
                row.skill.slug,
                row.skill.category.code,
                row.importance,
                row.required_level,
            )
        )
    held_rows = HeldSkill.objects.of(user).with_evidence()
    held = {row.skill.slug: row.as_held(today) for row in held_rows}
    found = gap_at_level(
        demands,
        profile.target_level,
        held,
        closers=_closers(track.plan) if track else None,
    )
    return ShownGap(
        gap=found,
        level_name=HouseLevel(found.level).label if found.level else "",
        radar=radar_chart(found.radar),
        bars=gap_bars(found.rows),
        skills=skills,
        has_held=bool(held),
    )


def _closers(plan: Plan) -> dict[str, list[Closer]]:
    found: dict[str, list[Closer]] = defaultdict(list)
    taught = StepSkill.objects.filter(step__version=plan.version)
    for slug, level, key in taught.order_by("step__number").values_list(
        "skill__slug", "level", "step__key"
    ):
        planned = plan.by_key.get(key)
        if planned and planned.state not in {"done", "skipped", "waived"}:
            found[slug].append(
                Closer(
                    "step",
                    key,
                    planned.step.title,
                    planned.step.number,
                    level,
                    planned.state,
                    planned.url,
                )
            )
    return found
