"""The role page, put together in reading order.

The order matters: sources get their letters as the page first names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from roles.models import (
    FaqAnswer,
    Role,
    RoleCertification,
    Rung,
    Source,
)
from roles.models.fact import Fact
from roles.pages.certifications import CertificationRow, certification_rows
from roles.pages.letters import Letters
from roles.pages.pay import PaySection, pay_section
from roles.pages.progression import LadderLine, MoveGroup, ladder_lines, other_moves
from roles.pages.skills import SkillSection, skill_section
from roles.pages.work import (
    DutyGroup,
    FactGroup,
    SourcedFact,
    TimeShare,
    duty_groups,
    of_measure,
    outlook_groups,
    sourced,
    time_shares,
)

# How many scores the strip under the title holds; the others stand in the outlook.
STRIP = 6


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the answers of several sources: (letter, text)."""

    question: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RolePage:
    """Everything that the page of one role shows."""

    role: Role
    scores: tuple[SourcedFact, ...]
    time_shares: tuple[TimeShare, ...]
    duties: tuple[DutyGroup, ...]
    pay: PaySection | None
    skills: SkillSection | None
    ladders: tuple[LadderLine, ...]
    moves: tuple[MoveGroup, ...]
    certifications: tuple[CertificationRow, ...]
    outlook: tuple[FactGroup, ...]
    questions: tuple[Question, ...]
    sources: tuple[tuple[str, Source], ...]


def role_page(role: Role, *, country: str) -> RolePage:
    """Load and put together the page of `role`, pay opened at `country`."""
    letters = Letters(Source.objects.all())
    facts = _facts(role)
    bands = list(role.salary_bands.live().with_sources())
    scores = sourced(of_measure(facts, Fact.Measure.SCORE), letters)
    shares = time_shares(of_measure(facts, Fact.Measure.TIME_SHARE), letters)
    duties = duty_groups(role.duty_rows, letters)
    pay = pay_section(bands, letters, country)
    skill_rows = list(role.skill_requirements.in_reading_order())
    skills = skill_section(skill_rows, letters)
    moves = list(role.moves.published().select_related("to_role", "attributed_to"))
    ladders = ladder_lines(list(Rung.objects.of(role)), moves, bands, letters)
    left_over = other_moves(moves, ladders, letters)
    links = list(RoleCertification.objects.shown().filter(role=role))
    more = (FactGroup("More scores", scores[STRIP:]),) if scores[STRIP:] else ()
    return RolePage(
        role=role,
        scores=scores[:STRIP],
        time_shares=shares,
        duties=duties,
        pay=pay,
        skills=skills,
        ladders=ladders,
        moves=left_over,
        certifications=certification_rows(links, letters),
        outlook=(*more, *outlook_groups(facts, letters)),
        questions=_questions(list(FaqAnswer.objects.of(role)), letters),
        sources=tuple(letters.used()),
    )


def _facts(role: Role) -> list[Fact]:
    return list(
        role.facts.published()
        .filter(is_promotional=False)
        .select_related("attributed_to", "region")
    )


def _questions(answers: Sequence[FaqAnswer], letters: Letters) -> tuple[Question, ...]:
    return tuple(
        Question(
            members[0].faq.question,
            tuple((letters.of(row.source_id), row.text) for row in members),
        )
        for _, group in groupby(answers, key=lambda row: row.faq_id)
        for members in [list(group)]
    )
