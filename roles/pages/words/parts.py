"""The parts of a page that show what sources say in words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a source says, with the source's letter."""

    title: str
    text: str
    letter: str
    items: tuple[str, ...] = ()
    url: str = ""
    figure: str = ""
    horizon: str = ""
    polarity: str = ""


@dataclass(frozen=True, slots=True)
class PointGroup:
    """Points that a source lists together, or all of one kind."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Something that several sources name: each with its letter, label and note."""

    name: str
    mentions: tuple[tuple[str, str, str], ...]
    remark: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of the sources, each once."""
        return tuple(dict.fromkeys(letter for letter, _, _ in self.mentions))


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """Things of one kind."""

    label: str
    things: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class EmployerType:
    """A kind of employer as one source sees it."""

    title: str
    names: tuple[str, ...]
    pros: str
    cons: str
    note: str
    letter: str


@dataclass(frozen=True, slots=True)
class Stance:
    """What one source asks of a person's education."""

    level: str
    requirement: str
    text: str
    details: tuple[tuple[str, str], ...]
    letter: str


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """A row of a source's table; what the source lost stays empty."""

    name: str
    why: str
    best_for: tuple[str, ...]
    is_incomplete: bool
    letter: str


@dataclass(frozen=True, slots=True)
class SpecialtyRow:
    """A field to specialize in; linked where it has a page."""

    name: str
    kind: str
    pay_effect: str
    note: str
    url: str
    letter: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A role beside other work: (factor, value, other, letter, origins) each."""

    label: str
    url: str
    factors: tuple[tuple[str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A point on which sources differ: (letter, what it says)."""

    statement: str
    note: str
    sides: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class InterviewGroup:
    """Interview questions of one kind."""

    label: str
    questions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the answers of several sources: (letter, text)."""

    key: str
    question: str
    answers: tuple[tuple[str, str], ...]
