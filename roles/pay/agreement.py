"""What figures of one group say together, and where they contradict each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf
from typing import Literal

from roles.money import Amount, money_range
from roles.pay.band import Band

MIDPOINT_TOLERANCE = 0.20


@dataclass(frozen=True, slots=True)
class Overlap:
    """What most sources of one group share; `count` of `total` sources."""

    low: float
    high: float
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two figures of one basis that cannot both be the whole story."""

    first: str
    second: str
    reason: Literal["no_overlap", "midpoints"]
    is_same_source: bool


@dataclass(frozen=True, slots=True)
class Envelope:
    """The outer ends of one group, from figures as stated, never an average."""

    low: Amount | None
    high: Amount | None
    low_open: bool
    high_open: bool
    band_count: int


def overlap(bands: Sequence[Band]) -> Overlap | None:
    """The elementary interval that most distinct sources cover, if two or more do.

    Open ends count as closed at the stated figure. Adjacent intervals of equal
    cover are one; of several, the lowest is taken.
    """
    ends = sorted(
        {end for band in bands for end in (band.stated_low, band.stated_high)}
    )
    covered = [(low, high, _cover(bands, low, high)) for low, high in pairwise(ends)]
    most = max((count for _, _, count in covered), default=0)
    if most < 2:
        return None
    start = next(index for index, row in enumerate(covered) if row[2] == most)
    stop = start
    while stop + 1 < len(covered) and covered[stop + 1][2] == most:
        stop += 1
    return Overlap(
        low=covered[start][0],
        high=covered[stop][1],
        count=most,
        total=len({band.source for band in bands}),
    )


def overlap_label(bands: Sequence[Band], found: Overlap | None) -> str:
    """ "3 of 3 sources overlap at $95k to $120k", "One source" or "2 sources"."""
    total = len({band.source for band in bands})
    if total == 1:
        return "One source"
    if found is None:
        return (
            f"{total} sources, no overlap" if _all_apart(bands) else f"{total} sources"
        )
    place = money_range(
        found.low, found.high, currency=bands[0].currency, period=bands[0].period
    )
    return f"{found.count} of {found.total} sources overlap at {place}"


def disagreements(bands: Sequence[Band]) -> tuple[Disagreement, ...]:
    """Pairs of one group whose ranges do not overlap or whose middles differ.

    Middles differ when one is more than 20 % above the other. Two single
    values are judged by that alone. An open or empty end has no middle.
    """
    pairs = ((a, b, _reason(a, b)) for a, b in combinations(bands, 2))
    return tuple(
        Disagreement(
            first=a.key,
            second=b.key,
            reason=reason,
            is_same_source=a.source == b.source,
        )
        for a, b, reason in pairs
        if reason is not None
    )


def sources_disagree(bands: Sequence[Band]) -> bool:
    """Whether two different sources disagree; the bands must share one basis."""
    return any(not found.is_same_source for found in disagreements(bands))


def envelope(bands: Sequence[Band]) -> Envelope:
    """The outer ends; one band alone is returned as it is.

    An end that is open or empty in any band is open in the envelope.
    """
    lows = [band.low for band in bands if band.low is not None]
    highs = [band.high for band in bands if band.high is not None]
    only = bands[0] if len(bands) == 1 else None
    return Envelope(
        low=min(lows, key=float, default=None),
        high=max(highs, key=float, default=None),
        low_open=only.low_open if only else any(b.bottom == -inf for b in bands),
        high_open=only.high_open if only else any(b.top == inf for b in bands),
        band_count=len(bands),
    )


def _reason(a: Band, b: Band) -> Literal["no_overlap", "midpoints"] | None:
    both_single = a.is_single and b.is_single
    if not both_single and (a.top < b.bottom or b.top < a.bottom):
        return "no_overlap"
    if a.midpoint is None or b.midpoint is None:
        return None
    lower, upper = sorted((a.midpoint, b.midpoint))
    return "midpoints" if upper > lower * (1 + MIDPOINT_TOLERANCE) else None


def _all_apart(bands: Sequence[Band]) -> bool:
    return all(
        a.top < b.bottom or b.top < a.bottom
        for a, b in combinations(bands, 2)
        if a.source != b.source
    )


def _cover(bands: Sequence[Band], low: float, high: float) -> int:
    return len(
        {
            band.source
            for band in bands
            if band.stated_low <= low and high <= band.stated_high
        }
    )
