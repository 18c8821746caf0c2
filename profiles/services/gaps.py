"""Reads what the calculation of gaps takes: demands of roles, skills of a person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from careersite.common.kept import Kept
from careersite.common.models import ChildQuerySet
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What one role asks, by house level, with the names of the skills."""

    title: str
    by_level: Mapping[str, Sequence[Demand]]
    skills: Mapping[str, SkillLabel]


def read_market(*, level: str, stamp: int | None = None) -> Market:
    """Return what every published role asks up to a house level (1 query, or 3).

    It is kept in the process while content stays as it is; with its stamp there is
    one query less.
    """
    return _markets.get(level, stamp=stamp)


def demands_of(role_id: int, *, stamp: int | None = None) -> Asked:
    """Return what one role asks, published or not; kept like the market."""
    return _roles.get(role_id, stamp=stamp)


def _read_market(level: str) -> Market:
    levels = HOUSE_LEVELS[: HOUSE_LEVELS.index(level) + 1]
    rows = RoleSkill.objects.under_published("role").filter(house_level__in=levels)
    demands, skills = _demands(rows)
    roles = Role.objects.published().values_list("pk", "slug", "title")
    return Market(
        roles=tuple(RoleDemands(slug, title, demands[pk]) for pk, slug, title in roles),
        skills=skills,
    )


def _read_role(role_id: int) -> Asked:
    demands, skills = _demands(RoleSkill.objects.filter(role=role_id))
    title = Role.objects.values_list("title", flat=True).get(pk=role_id)
    return Asked(title, demands[role_id], skills)


def _demands(
    rows: ChildQuerySet,
) -> tuple[dict[int, dict[str, list[Demand]]], dict[str, SkillLabel]]:
    """Return demands by role and house level, and the skills by slug (one query).

    What is not published is left out: no page lets anybody rate it.
    """
    demands: dict[int, dict[str, list[Demand]]] = defaultdict(lambda: defaultdict(list))
    skills: dict[str, SkillLabel] = {}
    rateable = rows.under_published("skill").order_by(
        "skill__category__position", "skill__position", "skill__slug"
    )
    for role_id, house_level, importance, required, *named in rateable.values_list(
        *DEMAND_FIELDS
    ):
        slug, name, *family = named
        if slug not in skills:
            skills[slug] = SkillLabel(slug, name, Family(*family))
        demands[role_id][house_level].append(
            Demand(slug, family[0], importance, required)
        )
    return demands, skills


_markets = Kept(_read_market, most=len(HOUSE_LEVELS))
_roles = Kept(_read_role, most=64)


def read_held(*, user: User, day: date) -> dict[str, Held]:
    """Read what a person holds on `day`, by the skill's slug, in one query."""
    return HeldSkill.objects.of(user).levels_on(day)
