"""How long a review takes, and what fits into one evening.

The minutes are this site's own estimate: five to find one's way in, one for each
hundred words, four for each piece of evidence, two for each criterion; a later
round, where most is known, two thirds of that. Rounded up to five minutes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

FIND_IN = 5
WORDS_PER_MINUTE = 100
PER_ITEM = 4
PER_CRITERION = 2
LATER_ROUND = 2 / 3
STEP = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """One review of the evening: its minutes, those up to its end, whether it fits."""

    minutes: int
    until: int
    fits: bool


def expected_minutes(
    *, words: int, items: int, criteria: int, round_number: int
) -> int:
    """Return the expected minutes of one review, a multiple of 5."""
    whole = (
        FIND_IN + words / WORDS_PER_MINUTE + items * PER_ITEM + criteria * PER_CRITERION
    )
    share = whole if round_number == 1 else whole * LATER_ROUND
    return STEP * ceil(share / STEP)


def fill(minutes: Iterable[int], *, hours: float, limit: int | None) -> list[Slot]:
    """Return a slot for each review in order; the first fits however long it takes.

    `limit` is how many the week still holds, None where there is no weekly limit.
    """
    slots: list[Slot] = []
    until = 0
    for place, one in enumerate(minutes):
        until += one
        is_within = until <= hours * 60 or place == 0
        fits = is_within and (limit is None or place < limit)
        slots.append(Slot(minutes=one, until=until, fits=fits))
    return slots
