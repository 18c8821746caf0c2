"""The skills section of a role page."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from roles.comparing import nearest_level
from roles.models import HouseLevel, RoleSkill, Skill, SkillCategory
from roles.pages.letters import Letters


@dataclass(frozen=True, slots=True)
class SkillRow:
    """What a role asks of one skill, level by level."""

    skill: Skill
    after: tuple[str, ...]
    importance: int
    importance_word: str
    levels: tuple[tuple[HouseLevel, int | None], ...]
    mentioned_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """The skills of one family."""

    category: SkillCategory
    rows: tuple[SkillRow, ...]


@dataclass(frozen=True, slots=True)
class SkillSection:
    """What the skills section shows.

    `compared` is the level that stands for the reader's: itself or the nearest lower
    one that has rows, None where there is none.
    """

    house_levels: tuple[HouseLevel, ...]
    compared: HouseLevel | None
    groups: tuple[SkillGroup, ...]
    letters: tuple[str, ...]
    skill_count: int

    @property
    def kept(self) -> HouseLevel:
        """The one level that a narrow screen shows."""
        return self.compared or self.house_levels[0]


def skill_section(
    rows: list[RoleSkill], letters: Letters, level: HouseLevel
) -> SkillSection | None:
    """Return the table of skills, None where no skill is asked for."""
    if not rows:
        return None
    asked = {row.house_level for row in rows}
    house_levels = tuple(level for level in HouseLevel if level in asked)
    taken = nearest_level(asked, level, HouseLevel.values)
    by_skill = [
        _skill_row(list(members), house_levels, letters)
        for _, members in groupby(rows, key=lambda row: row.skill_id)
    ]
    return SkillSection(
        house_levels=house_levels,
        compared=HouseLevel(taken) if taken else None,
        groups=tuple(
            SkillGroup(members[0].skill.category, tuple(members))
            for members in _by_category(by_skill)
        ),
        letters=tuple(sorted({letters.of(row.source_id) for row in rows})),
        skill_count=len(by_skill),
    )


def _by_category(rows: Iterable[SkillRow]) -> list[list[SkillRow]]:
    return [
        list(members)
        for _, members in groupby(rows, key=lambda row: row.skill.category_id)
    ]


def _skill_row(
    rows: list[RoleSkill], house_levels: tuple[HouseLevel, ...], letters: Letters
) -> SkillRow:
    by_level = {row.house_level: row.required_level for row in rows}
    highest = max(rows, key=lambda row: row.importance)
    first = rows[0]
    return SkillRow(
        skill=first.skill,
        after=tuple(first.after_names),
        importance=highest.importance,
        importance_word=highest.get_importance_display(),
        levels=tuple((level, by_level.get(level)) for level in house_levels),
        mentioned_by=tuple(sorted(letters.of(pk) for pk in first.mention_source_ids)),
    )
