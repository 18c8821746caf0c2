"""A gap with what closes it: steps of the roadmap and certifications."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

from django.urls import reverse

from careersite.common.kept import Kept
from profiles.gap import (
    Closer,
    Demand,
    Gap,
    GapRow,
    after,
    coverage,
    gap_at_level,
    percent,
)
from profiles.held import Held, Mode
from profiles.role_ranking import RankedRole, rank_roles
from profiles.services.gaps import Family, Market, SkillLabel, read_market
from profiles.services.targets import NamedRole, Target
from profiles.skill_chart import Badge, GapBar, RadarChart, gap_bar, radar_chart
from roadmaps.models import RoadmapVersion, StepSkill
from roles.models import Certification, CertificationSkill, HouseLevel

Closers = Mapping[str, tuple[Closer, ...]]


@dataclass(frozen=True)
class Question:
    """What a page or the API asks about a gap, but for the role.

    `held` is what a person holds, by the skill's slug; `level` the house level to
    compare with; `mode` says whether claims count or only what a mentor confirmed.
    `finished` names steps, as "roadmap/step", for the question what finishing them
    would do. `stamp` is that of content, with which all else was read.
    """

    held: Mapping[str, Held]
    level: str
    mode: Mode
    finished: Collection[str] = ()
    stamp: int | None = None

    @cached_property
    def market(self) -> Market:
        """What all published roles ask up to the level, read once (no query, or 3)."""
        return read_market(level=self.level, stamp=self.stamp)


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


class UnknownStepError(Exception):
    """No roadmap to the role has this step."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What finishing some steps would do; nothing of it is stored.

    `choices` are the steps that close something, `chosen` those asked about,
    `hours` what they take by the editors' estimate.
    """

    choices: tuple[Closer, ...]
    chosen: tuple[Closer, ...] = ()
    coverage: float | None = None

    @property
    def hours(self) -> float:
        return sum(step.hours or 0 for step in self.chosen)

    @property
    def percent(self) -> int | None:
        """Coverage then, in whole percent, rounded down."""
        return None if self.coverage is None else percent(self.coverage)

    @property
    def names(self) -> tuple[str, ...]:
        """The chosen steps as addresses name them."""
        return tuple(step.name for step in self.chosen)


@dataclass(frozen=True, slots=True)
class Explained:
    """A gap to one role as pages and API show it, and all roles beside it.

    `instead_of` is the learner's target where this role follows it.
    """

    role: str
    title: str
    gap: Gap
    lines: tuple[GapLine, ...]
    ranked: tuple[RankedRole, ...]
    radar: RadarChart | None
    badges: tuple[tuple[Badge, Family], ...]
    what_if: WhatIf
    instead_of: NamedRole | None = None

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


def explain(question: Question, *, role: str) -> Explained:
    """Explain the gap to a published role; raises KeyError for another.

    Raises UnknownStepError for a finished step that no roadmap to the role has.
    """
    market = question.market
    asked = market.role(role)
    if asked is None:
        raise KeyError(role)
    closers = read_closers(role=role, stamp=question.stamp)
    found = gap_at_level(
        asked.demands_by_level,
        question.level,
        question.held,
        mode=question.mode,
        closers=_useful(closers, question),
    )
    families = {skill.category.code: skill.category for skill in market.skills.values()}
    radar = radar_chart(found.radar)
    return Explained(
        role=role,
        title=asked.title,
        gap=found,
        lines=tuple(
            GapLine(market.skills[row.skill], row, gap_bar(row)) for row in found.rows
        ),
        ranked=_ranked(question),
        what_if=_what_if(found, closers, question),
        radar=radar,
        badges=tuple((badge, families[badge.category]) for badge in radar.badges)
        if radar
        else (),
    )


def explain_target(question: Question, *, target: Target) -> Explained:
    """Explain the gap to a learner's target, or to the role that follows it.

    Where none does, there is no gap but a reason, and the other roles ranked.
    Raises UnknownStepError like `explain`.
    """
    if target.shown is None:
        gone = Gap(None, "not_offered", mode=question.mode, asked_level=question.level)
        return Explained(
            role=target.chosen.slug,
            title=target.chosen.title,
            gap=gone,
            lines=(),
            ranked=_ranked(question),
            radar=None,
            badges=(),
            what_if=WhatIf(()),
        )
    found = explain(question, role=target.shown.slug)
    return replace(found, instead_of=target.chosen if target.is_replaced else None)


def _ranked(question: Question) -> tuple[RankedRole, ...]:
    return rank_roles(
        question.market.roles,
        question.held,
        level=question.level,
        mode=question.mode,
    )


def _what_if(found: Gap, closers: Closers, question: Question) -> WhatIf:
    """Compare once more as if the named steps were finished."""
    finished = question.finished
    steps = {
        closer.name: closer
        for teaching in closers.values()
        for closer in teaching
        if closer.kind == "step"
    }
    unknown = set(finished) - set(steps)
    if unknown:
        raise UnknownStepError(min(unknown))
    choices = {
        closer.name: closer
        for row in found.rows
        for closer in row.closers
        if closer.kind == "step" and not row.is_met
    }
    chosen = tuple(steps[name] for name in steps if name in finished)
    return WhatIf(
        choices=tuple(sorted(choices.values(), key=lambda step: step.number or 0)),
        chosen=chosen,
        coverage=_coverage_after(found, closers, question) if chosen else None,
    )


def _coverage_after(found: Gap, closers: Closers, question: Question) -> float | None:
    taught = (
        (skill, closer.level or 0)
        for skill, teaching in closers.items()
        for closer in teaching
        if closer.kind == "step" and closer.name in question.finished
    )
    demands = [
        Demand(row.skill, row.category, row.importance, row.required)
        for row in found.rows
    ]
    held = after(question.held, taught, mode=question.mode)
    return coverage(demands, held, mode=question.mode)


def read_closers(*, role: str, stamp: int | None = None) -> Closers:
    """Return what teaches or shows each skill on the way to a role (1 query, or 3).

    Steps are those of the newest published version of the role's roadmaps, in
    their order; certifications that nobody can earn any more are left out. Kept in
    the process while content stays as it is; with its stamp there is one query less.
    """
    return _closers.get(role, stamp=stamp)


def _read_closers(role: str) -> Closers:
    found: dict[str, list[Closer]] = defaultdict(list)
    for skill, closer in (*_teaching_steps(role), *_showing_certifications()):
        found[skill].append(closer)
    return {skill: tuple(closers) for skill, closers in found.items()}


_closers = Kept(_read_closers, most=64)


def _teaching_steps(role: str) -> Iterator[tuple[str, Closer]]:
    newest = RoadmapVersion.objects.startable().values("pk")
    steps = StepSkill.objects.filter(
        step__version__in=newest, step__version__roadmap__role__slug=role
    ).order_by("step__number")
    address = lru_cache(partial(reverse, "roadmaps:roadmap_step"))
    for skill, level, key, title, number, hours, roadmap in steps.values_list(
        "skill__slug",
        "level",
        "step__key",
        "step__title",
        "step__number",
        "step__hours",
        "step__version__roadmap__slug",
    ):
        yield (
            skill,
            Closer(
                "step",
                key,
                title,
                number,
                level,
                url=address(args=(roadmap, key)),
                hours=float(hours),
                roadmap=roadmap,
            ),
        )


def _showing_certifications() -> Iterator[tuple[str, Closer]]:
    shown = (
        CertificationSkill.objects.under_published("certification")
        .exclude(certification__standing=Certification.Standing.RETIRED)
        .order_by("certification__position", "certification__slug")
    )
    address = lru_cache(partial(reverse, "roles:certification_detail"))
    for skill, level, slug, name in shown.values_list(
        "skill__slug", "level", "certification__slug", "certification__name"
    ):
        url = address(args=(slug,))
        yield skill, Closer("certification", slug, name, level=level, url=url)


def _useful(closers: Closers, question: Question) -> Closers:
    """Leave out what teaches no more than is held."""
    return {
        skill: tuple(
            closer
            for closer in found
            if (closer.level or 0) > _counted(question, skill)
        )
        for skill, found in closers.items()
    }


def _counted(question: Question, skill: str) -> int:
    held = question.held.get(skill)
    return held.counted(question.mode) if held else 0
