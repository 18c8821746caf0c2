"""Rank roles by the answers to the fit quiz (rule 10); pure.

An answer is 1 (not at all me) to 5 (very much me), 3 the middle. A statement has a
weight for some roles, positive where agreeing speaks for the role. The pull of an
answer on a role is weight x (answer - 3). A role's fit is the sum of pulls against
the largest sum that the answered statements allow, put on 0 to 100: 50 says neither
nor. What was not answered counts nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

LOWEST, MIDDLE, HIGHEST = 1, 3, 5
REASONS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """How far one answer moved a role: above 0 for it, below 0 against it."""

    item: str
    answer: int
    pull: int


@dataclass(frozen=True, slots=True)
class RoleFit:
    """How a role fits; `rank` counts from 1, and equal fits share one rank.

    `fit` is 0 to 100 rounded half up; None where nothing answered is about the role.
    `answered` of `asked` statements about it were answered.
    """

    role: str
    fit: int | None
    rank: int | None
    is_tied: bool
    answered: int
    asked: int
    reasons: tuple[Reason, ...]


def rank(
    weights: Mapping[str, Mapping[str, int]], answers: Mapping[str, int]
) -> tuple[RoleFit, ...]:
    """Return all roles of `weights` (role -> statement -> weight), the best fit first.

    Roles whose rounded fits are equal are tied: what a reader sees as the same is
    the same. They, and roles without a fit, come in the order of their names.
    """
    fits = {role: _fit(said, answers) for role, said in weights.items()}
    known = sorted((fit for fit in fits.values() if fit is not None), reverse=True)
    return tuple(
        RoleFit(
            role=role,
            fit=fit,
            rank=None if fit is None else known.index(fit) + 1,
            is_tied=known.count(fit) > 1 if fit is not None else False,
            answered=len(weights[role].keys() & answers.keys()),
            asked=len(weights[role]),
            reasons=_reasons(weights[role], answers),
        )
        for role, fit in sorted(fits.items(), key=_best_first)
    )


def _best_first(pair: tuple[str, int | None]) -> tuple[int, str]:
    role, fit = pair
    return (1 if fit is None else -fit, role)


def _fit(said: Mapping[str, int], answers: Mapping[str, int]) -> int | None:
    answered = said.keys() & answers.keys()
    largest = sum(abs(said[item]) for item in answered) * (HIGHEST - MIDDLE)
    if not largest:
        return None
    total = sum(reason.pull for reason in _pulls(said, answers, answered))
    return int((Fraction(total, largest) + 1) * 50 + Fraction(1, 2))


def _reasons(said: Mapping[str, int], answers: Mapping[str, int]) -> tuple[Reason, ...]:
    """Return the answers that moved the role most; those that moved nothing never."""
    pulls = _pulls(said, answers, said.keys() & answers.keys())
    moving = [one for one in pulls if one.pull]
    return tuple(sorted(moving, key=lambda one: (-abs(one.pull), one.item))[:REASONS])


def _pulls(
    said: Mapping[str, int], answers: Mapping[str, int], items: Iterable[str]
) -> list[Reason]:
    return [
        Reason(item, answers[item], said[item] * (answers[item] - MIDDLE))
        for item in items
    ]
