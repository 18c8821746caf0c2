"""Which steps are known already, and on what ground (rule 17).

A step is proposed where every skill that it teaches is covered at the level that it
teaches. Levels run from 0 to 5. Nothing is decided here: the learner confirms.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

GROUND_MAX = 280

# The order in which grounds are preferred at the same step.
KINDS = ("certification", "verified", "step", "claimed")
Kind = Literal["certification", "verified", "step", "claimed"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that shows a skill at a level; `note` says why not at a higher one."""

    kind: Kind
    label: str
    level: int
    note: str = ""

    @property
    def words(self) -> str:
        """The ground as the waiver names it."""
        return f"{self.label} ({self.note})" if self.note else self.label


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step that could be waived: what it teaches, the certification it leads to.

    `taught` are pairs of skill and level.
    """

    key: str
    taught: Sequence[tuple[str, int]]
    certification: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step and the grounds on which it may be waived, each once."""

    key: str
    grounds: tuple[Ground, ...]

    @property
    def ground(self) -> str:
        """What the waiver will say, in at most 280 characters."""
        words = "; ".join(ground.words for ground in self.grounds)
        return words if len(words) <= GROUND_MAX else f"{words[: GROUND_MAX - 1]}…"


def certificate_level(
    level: int, *, expires_on: date | None, today: date
) -> tuple[int, str]:
    """What a certificate still shows on `today`, and why it is less if it is.

    One that has expired counts one level lower. That its provider no longer offers
    it changes nothing before its own expiry.
    """
    if expires_on is None or expires_on >= today:
        return level, ""
    return level - 1, "expired, so it counts one level lower"


def propose(
    steps: Iterable[Candidate],
    grounds: Mapping[str, Sequence[Ground]],
    earned: Mapping[str, Ground],
) -> tuple[Proposal, ...]:
    """Propose waivers; `grounds` are by skill, `earned` by certification.

    A step that leads to a certification is covered by that certification alone,
    and only while it has not expired.
    """
    found = []
    for step in steps:
        if step.certification:
            own = earned.get(step.certification)
            chosen: list[Ground] | None = [own] if own else None
        else:
            chosen = _covering(step.taught, grounds)
        if chosen:
            found.append(Proposal(step.key, tuple(dict.fromkeys(chosen))))
    return tuple(found)


def _covering(
    taught: Sequence[tuple[str, int]], grounds: Mapping[str, Sequence[Ground]]
) -> list[Ground] | None:
    """Return the best ground for each skill; None where one is not covered."""
    chosen = []
    for skill, level in taught:
        enough = [one for one in grounds.get(skill, ()) if one.level >= level > 0]
        if not enough:
            return None
        chosen.append(min(enough, key=lambda one: (KINDS.index(one.kind), -one.level)))
    return chosen
