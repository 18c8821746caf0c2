"""The role page, put together in reading order.

The order matters: sources get their letters as the page first names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from roles.models import (
    Guidance,
    HouseLevel,
    Role,
    RoleCertification,
    Rung,
    Source,
)
from roles.models.fact import Fact
from roles.pages.certifications import CertificationRow, certification_rows
from roles.pages.facts import (
    DutyGroup,
    FactGroup,
    LetteredFact,
    TimeShare,
    duty_groups,
    has_prospects,
    of_measure,
    outlook_groups,
    sourced,
    time_shares,
)
from roles.pages.letters import Letters
from roles.pages.pay import PaySection, pay_section
from roles.pages.progression import LadderLine, MoveGroup, ladder_lines, other_moves
from roles.pages.skills import SkillSection, skill_section
from roles.pages.words import Words
from roles.pages.words.parts import (
    Comparison,
    CredentialRow,
    Dispute,
    EmployerType,
    InterviewGroup,
    Named,
    NamedGroup,
    Point,
    PointGroup,
    Question,
    SpecialtyRow,
    Stance,
)

Kind = Guidance.Kind
STARTING = (
    Kind.FIRST_STEP,
    Kind.PORTFOLIO,
    Kind.RESUME,
    Kind.INTERNSHIP,
    Kind.INTERNSHIP_HOST,
    Kind.LEARNING_PLACE,
)
LIFE = (
    Kind.CHALLENGE,
    Kind.ADVANTAGE,
    Kind.FIT,
    Kind.SELF_QUESTION,
    Kind.VOICE,
)
# Checklists that stand in another section than "Getting in".
OFFERS = "What to compare in an offer"
EARLY = "Questions to ask early"
GROWING = ("Moves that raise your ceiling", "A record of decisions")
# How many scores the strip under the title holds; the others stand in the outlook.
STRIP = 6


@dataclass(frozen=True, slots=True)
class Work:
    """What people in the role do, where and with what."""

    definitions: tuple[Point, ...]
    time_shares: tuple[TimeShare, ...]
    duties: tuple[DutyGroup, ...]
    more: tuple[PointGroup, ...]
    industries: tuple[Named, ...]
    employers: tuple[EmployerType, ...]
    use_cases: tuple[NamedGroup, ...]
    tools: tuple[NamedGroup, ...]
    comparisons: tuple[Comparison, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class GettingIn:
    """What it takes to be taken on."""

    stances: tuple[Stance, ...]
    credentials: tuple[CredentialRow, ...]
    groups: tuple[PointGroup, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Points of one section, and where sources differ about them."""

    groups: tuple[PointGroup, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class RolePage:
    """Everything that the page of one role shows."""

    role: Role
    scores: tuple[LetteredFact, ...]
    work: Work
    pay: PaySection | None
    about_pay: Told
    skills: SkillSection | None
    about_skills: Told
    ladders: tuple[LadderLine, ...]
    moves: tuple[MoveGroup, ...]
    specialties: tuple[SpecialtyRow, ...]
    about_growth: Told
    certifications: tuple[CertificationRow, ...]
    getting_in: GettingIn
    interview: tuple[InterviewGroup, ...]
    outlook: tuple[FactGroup, ...]
    has_prospects: bool
    about_outlook: Told
    life: Told
    questions: tuple[Question, ...]
    sources: tuple[tuple[str, Source], ...]


def role_page(role: Role, *, country: str, level: HouseLevel) -> RolePage:
    """Load and put together the page of `role`.

    Pay opens at `country`; skills are compared at `level`.
    """
    letters = Letters(Source.objects.all())
    facts = _facts(role)
    words = Words(role, facts, letters)
    bands = list(role.salary_bands.shown().with_sources())
    scores = sourced(of_measure(facts, Fact.Measure.SCORE), letters)
    work = _work(role, facts, words, letters)
    pay = pay_section(bands, letters, country)
    about_pay = _told(words, "pay", [Kind.PAY_FACTOR], [OFFERS])
    skill_rows = list(role.skill_requirements.in_reading_order())
    skills = skill_section(skill_rows, letters, level)
    about_skills = _told(words, "skills", [Kind.SKILL_NOTE, Kind.DIMENSION])
    moves = list(role.moves.published().select_related("to_role", "attributed_to"))
    ladders = ladder_lines(list(Rung.objects.of(role)), moves, bands, letters)
    left_over = other_moves(moves, ladders, letters)
    specialties = words.specialties()
    growing = [Kind.ADVANCEMENT, Kind.MENTORING, Kind.TIP]
    about_growth = _told(words, "ladder", growing, GROWING)
    links = list(RoleCertification.objects.shown().filter(role=role))
    certifications = certification_rows(links, letters)
    getting_in = _getting_in(words)
    interview = words.interview()
    more = (FactGroup("More scores", scores[STRIP:]),) if scores[STRIP:] else ()
    outlook = (*more, *outlook_groups(facts, letters))
    about_outlook = _told(words, "outlook", [Kind.MARKET, Kind.DRIVER, Kind.TREND])
    life = _told(words, "life", LIFE, [EARLY])
    return RolePage(
        role=role,
        scores=scores[:STRIP],
        work=work,
        pay=pay,
        about_pay=about_pay,
        skills=skills,
        about_skills=about_skills,
        ladders=ladders,
        moves=left_over,
        specialties=specialties,
        about_growth=about_growth,
        certifications=certifications,
        getting_in=getting_in,
        interview=interview,
        outlook=outlook,
        has_prospects=has_prospects(facts),
        about_outlook=about_outlook,
        life=life,
        questions=words.questions(),
        sources=tuple(letters.used()),
    )


def _work(role: Role, facts: list[Fact], words: Words, letters: Letters) -> Work:
    return Work(
        definitions=words.points(Kind.DEFINITION),
        time_shares=time_shares(of_measure(facts, Fact.Measure.TIME_SHARE), letters),
        duties=duty_groups(role.duty_rows, letters),
        more=words.groups(Kind.DAY, Kind.LIFE_CYCLE, Kind.TAKEAWAY, Kind.BENEFIT),
        industries=words.industries(),
        employers=words.employers(),
        use_cases=words.use_cases(),
        tools=words.tools(),
        comparisons=words.comparisons(),
        disputes=words.disputes("work"),
    )


def _getting_in(words: Words) -> GettingIn:
    return GettingIn(
        stances=words.stances(),
        credentials=words.credentials(),
        groups=(
            *words.groups(*STARTING),
            *words.checklists(leaving_out={OFFERS, EARLY, *GROWING}),
        ),
        disputes=words.disputes("getting_in"),
    )


def _told(
    words: Words, section: str, kinds: Sequence[str], lists: Sequence[str] = ()
) -> Told:
    groups = (*words.groups(*kinds), *(words.checklists(*lists) if lists else ()))
    return Told(groups, words.disputes(section))


def _facts(role: Role) -> list[Fact]:
    return list(role.facts.shown().select_related("attributed_to", "region"))
