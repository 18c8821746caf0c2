"""What two to four roles ask of the same skills, side by side.

Pure: roles and skills are numbers here, levels are names of house levels in order.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

# Of one role: skill -> house level -> required proficiency, 0 to 5.
Demands = Mapping[int, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class SkillLevels:
    """One skill: what each role asks at the level compared, None where not asked."""

    skill: int
    levels: tuple[int | None, ...]

    @property
    def spread(self) -> int:
        """The difference between the most and the least asked; not asked counts 0."""
        asked = [level or 0 for level in self.levels]
        return max(asked) - min(asked)

    @property
    def asking(self) -> tuple[int, ...]:
        """The places of the roles that ask for it."""
        return tuple(at for at, level in enumerate(self.levels) if level is not None)

    @property
    def is_shared(self) -> bool:
        """Whether every role asks for it."""
        return len(self.asking) == len(self.levels)

    @property
    def only(self) -> int | None:
        """The place of the one role that asks for it, None where more do."""
        return self.asking[0] if len(self.asking) == 1 else None

    @property
    def differs(self) -> bool:
        """Whether the roles ask for different levels, or not all for it."""
        return len(set(self.levels)) > 1


def level_used(demands: Demands, level: str, order: Sequence[str]) -> str | None:
    """Return the level whose rows stand for `level`: itself or the nearest lower.

    None where the role has rows at neither.
    """
    known = {name for by_level in demands.values() for name in by_level}
    return nearest_level(known, level, order)


def nearest_level(
    known: Container[str], level: str, order: Sequence[str]
) -> str | None:
    """Return the first of `level` and what is lower in `order` that is `known`."""
    lower = order[: order.index(level) + 1]
    return next((name for name in reversed(lower) if name in known), None)


def compare_skills(
    roles: Sequence[Demands], level: str, order: Sequence[str]
) -> tuple[SkillLevels, ...]:
    """Return every skill that a role asks for at `level`, widest spread first.

    Equal spreads keep the order in which the skills come.
    """
    used = [level_used(demands, level, order) for demands in roles]
    skills = list(dict.fromkeys(skill for demands in roles for skill in demands))
    rows = [
        SkillLevels(
            skill,
            tuple(
                demands.get(skill, {}).get(name) if name else None
                for demands, name in zip(roles, used, strict=True)
            ),
        )
        for skill in skills
    ]
    return tuple(
        sorted((row for row in rows if row.asking), key=lambda row: -row.spread)
    )
