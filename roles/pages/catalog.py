"""Pages of skills, certifications and sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q

from roles.bands import as_band
from roles.models import (
    Certification,
    CertificationSkill,
    Fact,
    HouseLevel,
    Role,
    RoleCertification,
    RoleSkill,
    SalaryBand,
    Skill,
    SkillCategory,
    Source,
)
from roles.pay import Band


@dataclass(frozen=True, slots=True)
class SkillFamily:
    """The skills of one family."""

    category: SkillCategory
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class RoleDemand:
    """What one role asks of a skill, level by level."""

    role: Role
    importance: int
    importance_word: str
    levels: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class SkillPage:
    """What the page of a skill shows."""

    skill: Skill
    aliases: tuple[str, ...]
    before: tuple[Skill, ...]
    after: tuple[Skill, ...]
    house_levels: tuple[HouseLevel, ...]
    demands: tuple[RoleDemand, ...]
    certifications: tuple[CertificationSkill, ...]


@dataclass(frozen=True, slots=True)
class CertificationLine:
    """A certification in the list, with the roles for which a source names it."""

    certification: Certification
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class CertificationPage:
    """What the page of a certification shows."""

    certification: Certification
    skills: tuple[CertificationSkill, ...]
    links: tuple[RoleCertification, ...]


@dataclass(frozen=True, slots=True)
class PrintedPay:
    """A pay figure of one source."""

    row: SalaryBand
    band: Band


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What the page of a source shows; origins show what is attributed to them."""

    source: Source
    pay: tuple[PrintedPay, ...]
    facts: tuple[Fact, ...]
    editions: tuple[Source, ...]


def skill_families(text: str = "") -> tuple[SkillFamily, ...]:
    """Return all published skills, or those whose names hold `text`, by family."""
    published = Role.Status.PUBLISHED
    skills = Skill.objects.published().in_reading_order()
    if text:
        skills = skills.named(text)
    asked = skills.annotate(
        role_count=Count(
            "role_requirements__role",
            filter=Q(role_requirements__role__status=published),
            distinct=True,
        )
    )
    return tuple(
        SkillFamily(members[0].category, tuple(members))
        for _, group in groupby(asked, key=lambda skill: skill.category_id)
        for members in [list(group)]
    )


def skill_page(skill: Skill) -> SkillPage:
    """Load and put together the page of `skill`."""
    rows = list(
        skill.role_requirements.filter(role__status=Role.Status.PUBLISHED)
        .select_related("role")
        .order_by("role__position", "role__slug", "house_level")
    )
    asked = {row.house_level for row in rows}
    house_levels = tuple(level for level in HouseLevel if level in asked)
    demands = [
        _demand(list(members), house_levels)
        for _, members in groupby(rows, key=lambda row: row.role_id)
    ]
    shown_by = skill.validating_certifications.filter(
        certification__status=Certification.Status.PUBLISHED
    ).select_related("certification__provider")
    published = Skill.objects.published().in_reading_order()
    return SkillPage(
        skill=skill,
        aliases=tuple(alias.name for alias in skill.aliases.all()),
        before=tuple(published.filter(dependent_links__skill=skill)),
        after=tuple(published.filter(prerequisite_links__prerequisite=skill)),
        house_levels=house_levels,
        demands=tuple(sorted(demands, key=lambda demand: -demand.importance)),
        certifications=tuple(shown_by),
    )


def certification_lines() -> tuple[CertificationLine, ...]:
    """Return all published certifications, those no longer offered at the end."""
    roles: dict[int, dict[str, Role]] = {}
    for link in RoleCertification.objects.shown():
        roles.setdefault(link.certification_id, {})[link.role.slug] = link.role
    lines = [
        CertificationLine(row, tuple(roles.get(row.pk, {}).values()))
        for row in Certification.objects.published().select_related("provider")
    ]
    return tuple(sorted(lines, key=lambda line: not line.certification.can_be_planned))


def certification_page(certification: Certification) -> CertificationPage:
    """Load and put together the page of `certification`."""
    skills = (
        certification.validated_skills.filter(skill__status=Skill.Status.PUBLISHED)
        .select_related("skill__category", "source")
        .order_by("skill__category__position", "skill__position")
    )
    links = (
        RoleCertification.objects.shown()
        .filter(certification=certification)
        .select_related("source", "role", "certification__provider")
    )
    return CertificationPage(certification, tuple(skills), tuple(links))


def source_page(source: Source) -> SourcePage:
    """Load and put together the page of `source`."""
    mine = Q(published_in=source) | Q(attributed_to=source)
    pay = (
        SalaryBand.objects.published()
        .with_sources()
        .filter(mine, role__status=Role.Status.PUBLISHED)
        .order_by("role__position", "position", "key")
    )
    facts = (
        Fact.objects.published()
        .filter(mine, role__status=Role.Status.PUBLISHED, is_promotional=False)
        .select_related("role", "published_in", "attributed_to")
        .order_by("role__position", "measure", "position", "key")
    )
    others = Source.objects.published().filter(family=source.family)
    return SourcePage(
        source=source,
        pay=tuple(PrintedPay(row, as_band(row)) for row in pay),
        facts=tuple(facts),
        editions=tuple(others.exclude(pk=source.pk)),
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
