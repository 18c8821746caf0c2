"""The list of skills and the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from django.http import QueryDict

from roles.facets import Item
from roles.filters import SkillFilter
from roles.models import (
    Certification,
    CertificationSkill,
    HouseLevel,
    Role,
    RoleSkill,
    Skill,
    SkillCategory,
    SkillMention,
    Source,
)
from roles.models.skill import SkillQuerySet
from roles.pages.catalog.found import Found, find
from roles.pages.listing import FacetOf


@dataclass(frozen=True, slots=True)
class SkillFamily:
    """The skills of one family on this page of the list."""

    category: SkillCategory
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class SkillList:
    """One page of skills, family by family."""

    found: Found
    families: tuple[SkillFamily, ...]


@dataclass(frozen=True, slots=True)
class RoleDemand:
    """What one role asks of a skill, level by level."""

    role: Role
    importance: int
    importance_word: str
    levels: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """How one source names a skill, and for which roles."""

    source: Source
    words: tuple[str, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class SkillPage:
    """What the page of a skill shows."""

    skill: Skill
    aliases: tuple[str, ...]
    before: tuple[Skill, ...]
    after: tuple[Skill, ...]
    house_levels: tuple[HouseLevel, ...]
    demands: tuple[RoleDemand, ...]
    estimates: tuple[Source, ...]
    certifications: tuple[CertificationSkill, ...]
    namings: tuple[Naming, ...]


def skill_list(query: QueryDict) -> SkillList:
    """Return one page of the published skills that `query` asks for.

    A fixed number of queries for any number of skills.
    """
    skills = cast("SkillQuerySet", Skill.objects.published())
    facets, items = _known(skills)

    def results(data: QueryDict) -> SkillQuerySet:
        fitting = SkillFilter(data, skills).qs.order_by().values("pk")
        return skills.filter(pk__in=fitting).in_reading_order().with_role_counts()

    found = find(
        query,
        facets,
        items,
        results=results,
        named=lambda text: skills.named(text).values_list("pk", flat=True),
    )
    families = tuple(
        SkillFamily(members[0].category, tuple(members))
        for _, group in groupby(found.page, key=lambda skill: skill.category_id)
        for members in [list(group)]
    )
    return SkillList(found, families)


def _known(skills: SkillQuerySet) -> tuple[tuple[FacetOf, ...], list[Item]]:
    """Return the filters, and every skill with its values: three queries."""
    categories = SkillCategory.objects.values_list("code", "name")
    asked: dict[int, set[str]] = {}
    roles: dict[str, str] = {}
    pairs = RoleSkill.objects.under_published("role").order_by("role__title")
    for skill_id, slug, title in pairs.values_list(
        "skill_id", "role__slug", "role__title"
    ).distinct():
        asked.setdefault(skill_id, set()).add(slug)
        roles.setdefault(slug, title)
    items = [
        Item(pk, {"category": {code}, "kind": {kind}, "role": asked.get(pk, set())})
        for pk, code, kind in skills.values_list("pk", "category__code", "kind")
    ]
    facets = (
        FacetOf("category", "Family", tuple(categories)),
        FacetOf("kind", "Kind", tuple(Skill.Kind.choices)),
        FacetOf("role", "Asked by", tuple(roles.items())),
    )
    return facets, items


def skill_page(skill: Skill) -> SkillPage:
    """Load and put together the page of `skill`."""
    rows = list(
        skill.role_requirements.under_published("role")
        .select_related("role", "source")
        .order_by("role__position", "role__slug", "house_level")
    )
    asked = {row.house_level for row in rows}
    house_levels = tuple(level for level in HouseLevel if level in asked)
    demands = [
        _demand(list(members), house_levels)
        for _, members in groupby(rows, key=lambda row: row.role_id)
    ]
    shown_by = (
        skill.validating_certifications.under_published("certification")
        .select_related("certification__provider", "source")
        .order_by("certification__position", "certification__slug")
    )
    published = Skill.objects.published().in_reading_order()
    return SkillPage(
        skill=skill,
        aliases=tuple(alias.name for alias in skill.aliases.all()),
        before=tuple(published.filter(dependent_links__skill=skill)),
        after=tuple(published.filter(prerequisite_links__prerequisite=skill)),
        house_levels=house_levels,
        demands=tuple(sorted(demands, key=lambda demand: -demand.importance)),
        estimates=tuple({row.source_id: row.source for row in rows}.values()),
        certifications=tuple(sorted(shown_by, key=_is_gone)),
        namings=_namings(skill),
    )


def _is_gone(row: CertificationSkill) -> bool:
    return row.certification.standing == Certification.Standing.RETIRED


def _namings(skill: Skill) -> tuple[Naming, ...]:
    mentions = (
        SkillMention.objects.under_published("role", "source")
        .filter(skill=skill)
        .select_related("source", "role")
        .order_by("source__position", "source_id", "position")
    )
    return tuple(
        Naming(
            rows[0].source,
            tuple(dict.fromkeys(row.as_printed for row in rows)),
            tuple(dict.fromkeys(row.role for row in rows)),
        )
        for _, members in groupby(mentions, key=lambda row: row.source_id)
        for rows in [list(members)]
    )


def _demand(rows: list[RoleSkill], levels: Iterable[HouseLevel]) -> RoleDemand:
    by_level = {row.house_level: row.required_level for row in rows}
    highest = max(rows, key=lambda row: row.importance)
    return RoleDemand(
        role=rows[0].role,
        importance=highest.importance,
        importance_word=highest.get_importance_display(),
        levels=tuple(by_level.get(level) for level in levels),
    )
