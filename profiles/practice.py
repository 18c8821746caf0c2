"""In which order a learner practices interview questions (rule 11); pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KNOW, PARTLY, NOT = "know", "partly", "not"
# What was not known comes before what was known in part, then what is new.
GROUPS = {NOT: 0, PARTLY: 1, "": 2, KNOW: 3}
# How many other questions come before one that was just answered; of few questions
# half, so that what was not known still comes before what was.
SPACING = 3
# How often "not" is said before a step is proposed.
MISSES = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How a learner stands at one question.

    `mark` is the last answer, empty for none; `misses` counts "not" since it was
    last known; `place` is the question's own place in its list.
    """

    question: int
    place: int
    mark: str = ""
    misses: int = 0
    marked_at: datetime | None = None

    @property
    def needs_teaching(self) -> bool:
        """Whether a step that teaches it is proposed."""
        return self.misses >= MISSES


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions are known, known in part, not known and new."""

    total: int
    know: int
    partly: int
    missed: int
    new: int


def queue(standings: Iterable[Standing], *, skipped: int | None = None) -> list[int]:
    """Return the ids of questions in the order in which to ask them.

    First what was not known, then what was known in part, then what is new, then
    what was known; within each the longest ago first, new ones in their own order.
    The questions answered last wait behind all others, the newest of them and the one
    `skipped` at the very end, so that nothing is asked twice in a row where there is
    anything else.
    """
    rows = list(standings)
    answered = sorted(
        (row for row in rows if row.marked_at is not None), key=_when, reverse=True
    )
    waiting = {row.question for row in answered[: min(SPACING, len(rows) // 2)]}
    newest = {row.question for row in answered[:1]}

    def turn(row: Standing) -> tuple[Any, ...]:
        key = row.question
        return (key == skipped, key in newest, key in waiting, *_urgency(row))

    return [row.question for row in sorted(rows, key=turn)]


def tally(standings: Iterable[Standing]) -> Tally:
    """Count questions by how they stand."""
    counts = Counter(row.mark for row in standings)
    return Tally(
        total=sum(counts.values()),
        know=counts[KNOW],
        partly=counts[PARTLY],
        missed=counts[NOT],
        new=counts[""],
    )


def misses_after(mark: str, misses: int) -> int:
    """Return the count of "not" after one more answer."""
    if mark == KNOW:
        return 0
    return misses + (mark == NOT)


def _when(row: Standing) -> tuple[float, int, int]:
    at = row.marked_at.timestamp() if row.marked_at else 0.0
    return (at, row.place, row.question)


def _urgency(row: Standing) -> tuple[int, float, int, int]:
    return (GROUPS[row.mark], *_when(row))
