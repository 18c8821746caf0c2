"""The page of a comparison, put together in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roles.models import (
    CareerMove,
    Certification,
    ComparisonFactor,
    Fact,
    HouseLevel,
    Role,
    RoleCertification,
    RoleSkill,
    Rung,
    SalaryBand,
    Source,
)
from roles.pages.compare.glance import GlanceRow, factor_rows, glance_rows
from roles.pages.compare.pay import ComparedPay, compared_pay
from roles.pages.compare.skills import ComparedSkills, compared_skills
from roles.pages.facts import DutyGroup, duty_groups
from roles.pages.letters import Letters
from roles.pages.progression import LadderLine, ladder_lines
from roles.pages.tray import ROLES_MAX
from roles.pages.words.reading import with_origins
from roles.reader import Held, Reader

SUGGESTIONS = 3
# What the short view shows of each rhythm of duties, and of ladders.
DUTIES_SHORT, LADDERS_SHORT = 4, 2
COMPARED_MEASURES = (Fact.Measure.DEMAND, Fact.Measure.SCORE, Fact.Measure.PREMIUM)


@dataclass(frozen=True, slots=True)
class Column:
    """One of the roles, with the address of the comparison without it."""

    role: Role
    place: int
    is_target: bool
    covered: Held | None
    without: str
    duties: tuple[DutyGroup, ...]
    ladders: tuple[LadderLine, ...]

    @property
    def is_cut(self) -> bool:
        """Whether the short view leaves duties or ladders out."""
        return len(self.ladders) > LADDERS_SHORT or any(
            len(group.duties) > DUTIES_SHORT for group in self.duties
        )


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """A certification with, for each role, whether a source names it for that role."""

    certification: Certification
    named: tuple[bool, ...]

    @property
    def is_shared(self) -> bool:
        """Whether it is named for every role."""
        return all(self.named)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that the page shows."""

    columns: tuple[Column, ...]
    shows_all: bool
    pay: ComparedPay
    skills: ComparedSkills
    glance: tuple[GlanceRow, ...]
    certifications: tuple[CertificationRow, ...]
    more: tuple[Role, ...]
    sources: tuple[tuple[str, Source], ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(column.role for column in self.columns)

    @property
    def slugs(self) -> str:
        """The roles as the address names them."""
        return ",".join(role.slug for role in self.roles)


@dataclass(frozen=True, slots=True)
class Start:
    """The page while fewer than two roles are chosen."""

    role: Role | None
    suggestions: tuple[Role, ...]
    others: tuple[Role, ...]


def compare(
    roles: Sequence[Role], reader: Reader, *, level: HouseLevel, shows_all: bool
) -> Comparison:
    """Return two to four roles side by side (as many queries for two as for four)."""
    letters = Letters(Source.objects.all())
    bands = list(SalaryBand.objects.shown().with_sources().filter(role__in=roles))
    facts = _facts(roles)
    premiums = [fact for fact in facts if fact.measure == Fact.Measure.PREMIUM]
    demands = RoleSkill.objects.in_reading_order().filter(role__in=roles)
    pay = compared_pay(
        roles, bands, premiums, letters, reader.country, with_lone=shows_all
    )
    skills = compared_skills(
        roles,
        list(demands),
        level,
        reader.levels() if reader.is_learner else None,
        with_equal=shows_all,
    )
    between = ComparisonFactor.objects.filter(role__in=roles, other_role__in=roles)
    factors = with_origins(between).order_by("position", "key")
    main, *measures = glance_rows(roles, facts, letters)
    glance = (
        main,
        *factor_rows(roles, list(factors), letters),
        *measures,
    )
    certifications = _certifications(roles)
    others = Role.objects.published().exclude(pk__in=[role.pk for role in roles])
    return Comparison(
        columns=_columns(roles, reader, letters),
        shows_all=shows_all,
        pay=pay,
        skills=skills,
        glance=tuple(row for row in glance if shows_all or row.differs),
        certifications=tuple(
            row for row in certifications if shows_all or not row.is_shared
        ),
        more=tuple(others.by_name()) if len(roles) < ROLES_MAX else (),
        sources=tuple(letters.used()),
    )


def start_page(roles: Sequence[Role]) -> Start:
    """Return what to pick from; beside one role its side moves come first."""
    others = Role.objects.published().exclude(pk__in=[role.pk for role in roles])
    role = roles[0] if roles else None
    if role is None:
        return Start(None, (), tuple(others.by_name()))
    listed = {one.pk: one for one in others}
    moves = CareerMove.objects.published().sideways().filter(role=role)
    near = dict.fromkeys(moves.values_list("to_role_id", flat=True))
    found = [listed[pk] for pk in (*near, *listed) if pk in listed]
    by_name = sorted(listed.values(), key=lambda one: one.title.lower())
    suggestions = tuple(dict.fromkeys(found))[:SUGGESTIONS]
    return Start(role, suggestions, tuple(by_name))


def _facts(roles: Sequence[Role]) -> list[Fact]:
    return list(
        Fact.objects.shown()
        .filter(role__in=roles, measure__in=COMPARED_MEASURES)
        .select_related("published_in")
        .order_by("measure", "position", "key")
    )


def _columns(
    roles: Sequence[Role], reader: Reader, letters: Letters
) -> tuple[Column, ...]:
    coverage: Mapping[int, Held] = reader.coverage()
    rungs = list(Rung.objects.of_roles(roles))
    return tuple(
        Column(
            role=role,
            place=at,
            is_target=role.pk == reader.target_role_id,
            covered=coverage.get(role.pk),
            without=",".join(one.slug for one in roles if one != role),
            duties=duty_groups(role.duty_rows, letters),
            ladders=ladder_lines(
                [rung for rung in rungs if rung.ladder.role_id == role.pk],
                (),
                (),
                letters,
            ),
        )
        for at, role in enumerate(roles)
    )


def _certifications(roles: Sequence[Role]) -> tuple[CertificationRow, ...]:
    named: dict[Certification, set[int]] = {}
    for link in RoleCertification.objects.shown().filter(role__in=roles):
        named.setdefault(link.certification, set()).add(link.role_id)
    rows = [
        CertificationRow(certification, tuple(role.pk in found for role in roles))
        for certification, found in named.items()
    ]
    return tuple(sorted(rows, key=lambda row: -sum(row.named)))
