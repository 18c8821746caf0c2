"""Skills of the roles compared, and how far the reader is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roles.comparing import SkillLevels, compare_skills, level_used
from roles.models import HouseLevel, Role, RoleSkill, Skill

SEGMENTS = 5
SEGMENT_PITCH, SEGMENT_WIDTH = 20.0, 19.0


@dataclass(frozen=True, slots=True)
class Side:
    """What one role asks of a skill: the level and five segments, lit or not."""

    role: Role
    place: int
    level: int | None
    lit: tuple[bool, ...]

    @property
    def bars(self) -> tuple[tuple[float, bool], ...]:
        """Segments from the left, as (x in percent, lit)."""
        return tuple((at * SEGMENT_PITCH, on) for at, on in enumerate(self.lit))

    @property
    def mirrored(self) -> tuple[tuple[float, bool], ...]:
        """The same from the right."""
        return tuple(
            ((SEGMENTS - 1 - at) * SEGMENT_PITCH + 1, on)
            for at, on in enumerate(self.lit)
        )


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill beside what each role asks; `yours` is None for a visitor."""

    skill: Skill
    sides: tuple[Side, ...]
    levels: SkillLevels
    yours: str | None


@dataclass(frozen=True, slots=True)
class ComparedSkills:
    """The table, and in numbers what it says.

    `only` counts for each role, in order, the skills that no other asks for.
    `borrowed` names for each role the level whose rows stand in, where it has none
    at the level compared.
    """

    level: HouseLevel
    levels: tuple[HouseLevel, ...]
    rows: tuple[SkillRow, ...]
    hidden_count: int
    shared_count: int
    same_count: int
    only: tuple[tuple[Role, int], ...]
    borrowed: tuple[tuple[Role, str], ...]


def compared_skills(
    roles: Sequence[Role],
    rows: Sequence[RoleSkill],
    level: HouseLevel,
    held: Mapping[int, int] | None,
    *,
    with_equal: bool,
) -> ComparedSkills:
    """Return the skills at one house level, widest difference first.

    `held` is skill -> level of the reader, None for a visitor. Without `with_equal`
    the skills of which all ask the same are left out and counted.
    """
    skills = {row.skill_id: row.skill for row in rows}
    demands = [_demands(role, rows) for role in roles]
    order = [str(name) for name in HouseLevel]
    found = compare_skills(demands, str(level), order)
    shown = [row for row in found if with_equal or row.differs]
    asked = {row.house_level for row in rows}
    used = [level_used(one, str(level), order) for one in demands]
    return ComparedSkills(
        level=level,
        levels=tuple(name for name in HouseLevel if name in asked),
        rows=tuple(_row(roles, skills[row.skill], row, held) for row in shown),
        hidden_count=len(found) - len(shown),
        shared_count=sum(row.is_shared for row in found),
        same_count=sum(not row.differs for row in found),
        only=tuple(
            (role, sum(row.only == at for row in found))
            for at, role in enumerate(roles)
        ),
        borrowed=tuple(
            (role, HouseLevel(name).label if name else "")
            for role, name in zip(roles, used, strict=True)
            if name != level
        ),
    )


def _demands(role: Role, rows: Sequence[RoleSkill]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        if row.role_id == role.pk:
            by_level = found.setdefault(row.skill_id, {})
            by_level[row.house_level] = row.required_level
    return found


def _row(
    roles: Sequence[Role],
    skill: Skill,
    levels: SkillLevels,
    held: Mapping[int, int] | None,
) -> SkillRow:
    sides = tuple(
        Side(role, at, level, tuple(n < (level or 0) for n in range(SEGMENTS)))
        for at, (role, level) in enumerate(zip(roles, levels.levels, strict=True))
    )
    return SkillRow(skill, sides, levels, _yours(skill.pk, levels, held))


def _yours(
    skill_id: int, levels: SkillLevels, held: Mapping[int, int] | None
) -> str | None:
    """Say "Met" where it is enough for every role, else the level held."""
    if held is None:
        return None
    own = held.get(skill_id)
    if own is None:
        return "Unrated"
    enough = own >= max(level or 0 for level in levels.levels)
    return "Met" if enough else f"Level {own}"
