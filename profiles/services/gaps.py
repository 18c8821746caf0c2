"""Reads what the calculation of gaps takes: demands of roles, skills of a person."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from profiles.gap import HOUSE_LEVELS, Demand
from profiles.held import Held
from profiles.models import HeldSkill, User
from profiles.role_ranking import RoleDemands
from roles.models import Role, RoleSkill

DEMAND_FIELDS = (
    "role_id",
    "house_level",
    "importance",
    "required_level",
    "skill__slug",
    "skill__name",
    "skill__category__code",
    "skill__category__name",
    "skill__category__color_slot",
)


@dataclass(frozen=True, slots=True)
class Family:
    """A skill family as a badge shows it."""

    code: str
    name: str
    color_slot: int


@dataclass(frozen=True, slots=True)
class SkillLabel:
    """A skill as a list names it."""

    slug: str
    name: str
    category: Family


@dataclass(frozen=True, slots=True)
class Market:
    """What all published roles ask, with the names of the skills that they ask."""

    roles: tuple[RoleDemands, ...]
    skills: dict[str, SkillLabel] = field(default_factory=dict)

    def role(self, slug: str) -> RoleDemands | None:
        """Return one role's demands, None where no such role is published."""
        return next((role for role in self.roles if role.role == slug), None)


def read_market(*, level: str) -> Market:
    """Read what every published role asks up to a house level, in two queries."""
    levels = HOUSE_LEVELS[: HOUSE_LEVELS.index(level) + 1]
    rows = RoleSkill.objects.filter(role__status="published", house_level__in=levels)
    demands: dict[int, dict[str, list[Demand]]] = defaultdict(lambda: defaultdict(list))
    skills: dict[str, SkillLabel] = {}
    for role_id, house_level, importance, required, *named in rows.order_by(
        "skill__category__position", "skill__position", "skill__slug"
    ).values_list(*DEMAND_FIELDS):
        slug, name, *family = named
        if slug not in skills:
            skills[slug] = SkillLabel(slug, name, Family(*family))
        demands[role_id][house_level].append(
            Demand(slug, family[0], importance, required)
        )
    roles = Role.objects.published().values_list("pk", "slug", "title")
    return Market(
        roles=tuple(RoleDemands(slug, title, demands[pk]) for pk, slug, title in roles),
        skills=skills,
    )


def read_held(*, user: User, day: date) -> dict[str, Held]:
    """Read what a person holds on `day`, by the skill's slug, in one query."""
    return HeldSkill.objects.of(user).levels_on(day)
