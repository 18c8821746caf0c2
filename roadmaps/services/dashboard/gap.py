"""The gap to the target role, closed by the learner's own steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from profiles.gap import Closer, Demand, Gap, gap_at_level
from profiles.models import HeldSkill, Profile, User
from profiles.skill_chart import GapBar, RadarChart, gap_bars, radar_chart
from roadmaps.models import StepSkill
from roadmaps.services.plan import Plan
from roles.models import HouseLevel, RoleSkill, Skill


@dataclass(frozen=True)
class ShownGap:
    """A gap with the names and charts that the page needs."""

    gap: Gap
    level_name: str
    radar: RadarChart | None
    bars: Sequence[GapBar]
    skills: Mapping[str, Skill]
    has_held: bool


def read_gap(
    user: User, profile: Profile, plan: Plan | None, today: date
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
        closers=_closers(plan) if plan else None,
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
