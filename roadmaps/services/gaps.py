"""A gap with what closes it: steps of the roadmap and certifications."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from profiles.gap import (
    Closer,
    Gap,
    GapRow,
    Held,
    Mode,
    RankedRole,
    gap_at_level,
    rank_roles,
)
from profiles.services.gaps import Family, Market, SkillLabel
from profiles.skill_chart import Badge, GapBar, RadarChart, gap_bar, radar_chart
from roadmaps.models import RoadmapVersion, StepSkill
from roles.models import Certification, CertificationSkill, HouseLevel

Closers = Mapping[str, tuple[Closer, ...]]


@dataclass(frozen=True, slots=True)
class GapLine:
    """One skill of an explained gap, with its name and its bar."""

    skill: SkillLabel
    row: GapRow
    bar: GapBar

    @property
    def percent_of_all(self) -> int:
        """What the skill is worth of the whole, in percent, rounded."""
        return round(self.row.share * 100)


@dataclass(frozen=True, slots=True)
class Explained:
    """A gap to one role as pages and API show it, and all roles beside it."""

    role: str
    title: str
    gap: Gap
    lines: tuple[GapLine, ...]
    ranked: tuple[RankedRole, ...]
    radar: RadarChart | None
    badges: tuple[tuple[Badge, Family], ...]

    @property
    def open_lines(self) -> tuple[GapLine, ...]:
        """What is rated and not met, biggest gap first."""
        return tuple(
            line
            for line in self.lines
            if not line.row.is_met and not line.row.is_unrated
        )

    @property
    def met_lines(self) -> tuple[GapLine, ...]:
        return tuple(line for line in self.lines if line.row.is_met)

    @property
    def unrated_lines(self) -> tuple[GapLine, ...]:
        """What is not rated; it counts as 0 and is listed apart."""
        return tuple(line for line in self.lines if line.row.is_unrated)

    @property
    def level_name(self) -> str:
        """The house level that was taken, in words."""
        return HouseLevel(self.gap.level).label if self.gap.level else ""

    @property
    def families(self) -> tuple[Family, ...]:
        return tuple(family for _, family in self.badges)


def explain(
    *, market: Market, role: str, level: str, held: Mapping[str, Held], mode: Mode
) -> Explained:
    """Explain the gap to a published role; raises KeyError for another.

    Two queries; everything else was read with the market.
    """
    asked = market.role(role)
    if asked is None:
        raise KeyError(role)
    closers = read_closers(role=role)
    useful = {
        skill: tuple(_useful(found, held.get(skill), mode))
        for skill, found in closers.items()
    }
    found = gap_at_level(asked.demands_by_level, level, held, mode=mode, closers=useful)
    families = {skill.category.code: skill.category for skill in market.skills.values()}
    radar = radar_chart(found.radar)
    return Explained(
        role=role,
        title=asked.title,
        gap=found,
        lines=tuple(
            GapLine(market.skills[row.skill], row, gap_bar(row)) for row in found.rows
        ),
        ranked=rank_roles(market.roles, held, level=level, mode=mode),
        radar=radar,
        badges=tuple((badge, families[badge.category]) for badge in radar.badges)
        if radar
        else (),
    )


def read_closers(*, role: str) -> Closers:
    """Read what teaches or shows each skill on the way to a role.

    Steps are those of the newest published version of the role's roadmaps, in
    their order; certifications that nobody can earn any more are left out.
    """
    found: dict[str, list[Closer]] = defaultdict(list)
    newest = RoadmapVersion.objects.latest_published().values("pk")
    steps = StepSkill.objects.filter(
        step__version__in=newest,
        step__version__roadmap__status="published",
        step__version__roadmap__role__slug=role,
    ).order_by("step__number")
    for skill, level, key, title, number, roadmap in steps.values_list(
        "skill__slug",
        "level",
        "step__key",
        "step__title",
        "step__number",
        "step__version__roadmap__slug",
    ):
        url = reverse("roadmaps:roadmap_step", args=[roadmap, key])
        found[skill].append(Closer("step", key, title, number, level, url=url))
    shown = (
        CertificationSkill.objects.filter(certification__status="published")
        .exclude(certification__standing=Certification.Standing.RETIRED)
        .select_related("certification", "skill")
        .order_by("certification__position", "certification__slug")
    )
    for link in shown:
        certificate = link.certification
        found[link.skill.slug].append(
            Closer(
                "certification",
                certificate.slug,
                certificate.name,
                level=link.level,
                url=certificate.get_absolute_url(),
            )
        )
    return {skill: tuple(closers) for skill, closers in found.items()}


def _useful(
    closers: Iterable[Closer], held: Held | None, mode: Mode
) -> Iterable[Closer]:
    """Leave out what teaches no more than is held."""
    counted = held.counted(mode) if held else 0
    return (closer for closer in closers if (closer.level or 0) > counted)
