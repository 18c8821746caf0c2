"""The gap to the target role, closed by the learner's own steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from careersite.common.kept import Kept
from profiles.gap import Closer, Gap, gap_at_level
from profiles.models import Profile, User
from profiles.services.gaps import SkillLabel, demands_of, read_held
from profiles.services.targets import Target
from profiles.skill_chart import GapBar, RadarChart, gap_bars, radar_chart
from roadmaps.models import StepSkill
from roadmaps.services.plan import Plan
from roadmaps.services.version_content import VERSIONS_KEPT
from roles.models import HouseLevel


@dataclass(frozen=True)
class ShownGap:
    """A gap with the names and charts that the page needs."""

    role: str
    gap: Gap
    level_name: str
    radar: RadarChart | None
    bars: Sequence[GapBar]
    skills: Mapping[str, SkillLabel]
    has_held: bool


def read_gap(
    user: User,
    profile: Profile,
    target: Target | None,
    plan: Plan | None,
    today: date,
    *,
    stamp: int | None = None,
) -> ShownGap | None:
    """Return the gap to the target, closed by the learner's own steps (1 query).

    Without the stamp of content there is one more.
    """
    if target is None or target.shown is None:
        return None
    asked = demands_of(target.shown.pk, stamp=stamp)
    held = read_held(user=user, day=today)
    found = gap_at_level(
        asked.by_level,
        profile.target_level,
        held,
        closers=_closers(plan, stamp=stamp) if plan else None,
    )
    return ShownGap(
        role=asked.title,
        gap=found,
        level_name=HouseLevel(found.level).label if found.level else "",
        radar=radar_chart(found.radar),
        bars=gap_bars(found.rows),
        skills=asked.skills,
        has_held=bool(held),
    )


def _closers(plan: Plan, *, stamp: int | None) -> dict[str, list[Closer]]:
    found: dict[str, list[Closer]] = defaultdict(list)
    for slug, level, key in _taught.get(plan.version.pk, stamp=stamp):
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


def _read_taught(version_id: int) -> list[tuple[str, int, str]]:
    """Return skill, level and step of all that a version teaches, by number."""
    taught = StepSkill.objects.filter(step__version=version_id)
    return list(
        taught.order_by("step__number").values_list("skill__slug", "level", "step__key")
    )


_taught = Kept(_read_taught, most=VERSIONS_KEPT)
