"""The fit quiz as readers see it: its statements, and what their answers say.

The answers stand in the address alone, such as `?a-curiosity=4`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from roles.fit import HIGHEST, LOWEST, Reason, rank
from roles.models import Quiz, QuizItem, QuizWeight, Role

PREFIX = "a-"
CHOICES = (
    (1, "Not at all"),
    (2, "Rather not"),
    (3, "So-so"),
    (4, "Rather"),
    (5, "Very much"),
)
WORDS = dict(CHOICES)
NO_ANSWER = "Answer at least one statement."
# With fewer answers a ranking says little.
FEW = 5
COMPARED = 3
# A fit that speaks neither for a role nor against it.
NEITHER = 50


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with the answer so far."""

    item: QuizItem
    answer: int | None
    problem: str

    @property
    def name(self) -> str:
        """Its name in the address."""
        return PREFIX + self.item.key


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address answers; `problems` are by statement's key."""

    answers: Mapping[str, int]
    problems: Mapping[str, str] = field(default_factory=dict)
    unknown: int = 0

    @property
    def query(self) -> str:
        """The answers as an address holds them."""
        return urlencode({PREFIX + key: value for key, value in self.answers.items()})


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One answer that moved a role, in words."""

    text: str
    answer: str
    is_for: bool


@dataclass(frozen=True, slots=True)
class FitLine:
    """One role of the ranking; `tied_with` are the others of the same fit."""

    role: Role
    fit: int | None
    rank: int | None
    answered: int
    asked: int
    tied_with: tuple[str, ...]
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class FitResult:
    """What a quiz's answers say."""

    quiz: Quiz
    version: int
    asked: Asked
    statements: int
    lines: tuple[FitLine, ...]
    compared: str

    @property
    def best(self) -> tuple[FitLine, ...]:
        """The first role, with those that are level with it."""
        return tuple(line for line in self.lines if line.rank == 1)

    @property
    def speaks_for(self) -> bool:
        """Whether the answers speak for the first role, not only least against it."""
        return any(line.fit > NEITHER for line in self.best if line.fit is not None)

    def as_kept(self) -> list[dict[str, object]]:
        """Return the ranking as plain values, the best first."""
        return [
            {
                "role": line.role.slug,
                "title": line.role.title,
                "fit": line.fit,
                "rank": line.rank,
            }
            for line in self.lines
        ]

    @property
    def compared_count(self) -> int:
        """How many roles the address of the comparison names."""
        return len(self.compared.split(","))

    @property
    def is_thin(self) -> bool:
        """Whether so few answers say little."""
        return len(self.asked.answers) < FEW


def statements_of(quiz: Quiz) -> list[QuizItem]:
    """Return the statements of a quiz with their sources (one query)."""
    return list(quiz.items.select_related("source").order_by("position", "key"))


def read_answers(sent: Mapping[str, str], items: list[QuizItem]) -> Asked:
    """Read what an address or a form holds; empty values are no answers.

    Names that start like an answer and belong to no statement are counted: the quiz
    may have changed since the address was kept.
    """
    given = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in sent.items()
        if name.startswith(PREFIX) and value.strip()
    }
    keys = {item.key for item in items}
    allowed = {str(value): value for value, _ in CHOICES}
    return Asked(
        answers={
            item.key: allowed[given[item.key]]
            for item in items
            if given.get(item.key) in allowed
        },
        problems={
            item.key: f"Choose {LOWEST} to {HIGHEST}, or leave it out."
            for item in items
            if item.key in given and given[item.key] not in allowed
        },
        unknown=len(given.keys() - keys),
    )


def statements(items: list[QuizItem], asked: Asked) -> list[Statement]:
    """Return the statements with the answers so far."""
    return [
        Statement(item, asked.answers.get(item.key), asked.problems.get(item.key, ""))
        for item in items
    ]


def result_of(quiz: Quiz, items: list[QuizItem], asked: Asked) -> FitResult:
    """Rank all published roles that the quiz knows (two queries)."""
    roles: dict[str, Role] = {}
    weights: dict[str, dict[str, int]] = {}
    keys = {item.pk: item.key for item in items}
    for row in QuizWeight.objects.of(quiz):
        roles[row.role.slug] = row.role
        weights.setdefault(row.role.slug, {})[keys[row.item_id]] = row.weight
    fits = rank(weights, asked.answers)
    texts = {item.key: item.text for item in items}
    lines = tuple(
        FitLine(
            role=roles[fit.role],
            fit=fit.fit,
            rank=fit.rank,
            answered=fit.answered,
            asked=fit.asked,
            tied_with=tuple(
                roles[other.role].title
                for other in fits
                if fit.is_tied and other.fit == fit.fit and other.role != fit.role
            ),
            reasons=tuple(_line(reason, texts) for reason in fit.reasons),
        )
        for fit in fits
    )
    best = [line.role.slug for line in lines if line.rank][:COMPARED]
    return FitResult(
        quiz=quiz,
        version=quiz.version(),
        asked=asked,
        statements=len(items),
        lines=lines,
        compared=",".join(best) if len(best) > 1 else "",
    )


def answered(sent: Mapping[str, str]) -> FitResult | None:
    """Return what the present quiz says to these answers; None where it cannot."""
    quiz = Quiz.objects.current()
    if quiz is None:
        return None
    items = statements_of(quiz)
    found = answered_or_refused(quiz, items, read_answers(sent, items))
    return None if isinstance(found, dict) else found


def answered_or_refused(
    quiz: Quiz, items: list[QuizItem], asked: Asked
) -> FitResult | dict[str, str]:
    """Return the result, or what is wrong with the answers by name in the address."""
    if asked.problems:
        return {PREFIX + key: said for key, said in asked.problems.items()}
    if not asked.answers:
        return {"non_field_errors": NO_ANSWER}
    return result_of(quiz, items, asked)


def _line(reason: Reason, texts: Mapping[str, str]) -> ReasonLine:
    return ReasonLine(
        text=texts[reason.item], answer=WORDS[reason.answer], is_for=reason.pull > 0
    )
