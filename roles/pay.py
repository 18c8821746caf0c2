"""Pay figures side by side, never mixed (DESIGN, rules 1 and 2).

Figures meet only inside one group: same region, currency, period, component and
statistic, and the same house level. Amounts are in the unit of the currency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, pairwise
from math import inf
from typing import Literal

from roles.money import Amount, money, money_range

LEVELS = ("entry", "mid", "senior", "staff", "executive")
NOT_STATED = "Country not stated"
COMPONENTS = {
    "base": "Base pay",
    "not_stated": "Base or total not stated",
    "total": "Total pay, with bonus and stock",
}
MIDPOINT_TOLERANCE = 0.20


@dataclass(frozen=True, slots=True)
class Band:
    """One pay figure as one source prints it.

    `level` is a house level or None where the figure speaks of none. An empty
    region means that the country is not stated. `high_open` is the printed plus;
    `source` is the source family's slug, `source_letter` its letter on the page.
    """

    key: str
    level: str | None
    level_label: str
    years_label: str
    region: str
    region_label: str
    region_basis: str
    currency: str
    low: Amount | None
    high: Amount | None
    low_open: bool
    high_open: bool
    period: str
    component: str
    statistic: str
    qualifier: str
    source: str
    source_letter: str
    as_printed: str
    note: str
    is_derived: bool = False

    @property
    def bottom(self) -> float:
        """The least it may mean; minus infinity where the low end is open."""
        return -inf if self.low is None or self.low_open else float(self.low)

    @property
    def top(self) -> float:
        """The most it may mean; infinity where the high end is open or empty."""
        return inf if self.high is None or self.high_open else float(self.high)

    @property
    def stated_low(self) -> float:
        """The lower end closed at the stated figure."""
        return float(_stated(self.low, self.high))

    @property
    def stated_high(self) -> float:
        """The upper end closed at the stated figure."""
        return float(_stated(self.high, self.low))

    @property
    def midpoint(self) -> float | None:
        """The middle, or None where an end is open or empty."""
        if inf in (-self.bottom, self.top):
            return None
        return (self.bottom + self.top) / 2

    @property
    def is_single(self) -> bool:
        """Whether it is one value, not a range."""
        return self.bottom == self.top

    @property
    def group(self) -> "GroupKey":
        return GroupKey(
            region=self.region,
            currency=self.currency,
            period=self.period,
            component=self.component,
            statistic=self.statistic,
            level=self.level,
        )

    def text(self, *, is_long: bool = False) -> str:
        """The figure as readers of its country write it."""
        return money_range(
            self.low,
            self.high,
            currency=self.currency,
            low_open=self.low_open,
            high_open=self.high_open,
            period=self.period,
            qualifier=self.qualifier,
            is_long=is_long,
        )


@dataclass(frozen=True, slots=True)
class GroupKey:
    """The basis inside which figures may be compared."""

    region: str
    currency: str
    period: str
    component: str
    statistic: str
    level: str | None


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


@dataclass(frozen=True, slots=True)
class PayGroup:
    """Figures of one basis, in letter order, with what they say together."""

    key: GroupKey
    label: str
    bands: tuple[Band, ...]
    overlap: Overlap | None
    overlap_label: str
    disagreements: tuple[Disagreement, ...]
    envelope: Envelope

    @property
    def source_count(self) -> int:
        return len({band.source for band in self.bands})

    @property
    def sources_disagree(self) -> bool:
        return any(not found.is_same_source for found in self.disagreements)

    @property
    def contradicts_itself(self) -> bool:
        """Whether one source disagrees with itself inside the group."""
        return any(found.is_same_source for found in self.disagreements)


def pay_groups(bands: Iterable[Band]) -> tuple[PayGroup, ...]:
    """Put figures into groups, in order of region, component and level."""
    in_order = sorted(bands, key=_group_order)
    return tuple(
        _pay_group(key, tuple(members))
        for key, members in groupby(in_order, key=lambda band: band.group)
    )


def group_label(band: Band) -> str:
    """The basis in words: region, component, currency and period."""
    region = band.region_label if band.region else NOT_STATED
    period = "an hour" if band.period == "hour" else "a year"
    return f"{region}, {COMPONENTS[band.component].lower()}, {band.currency} {period}"


def card_group(bands: Iterable[Band], *, region: str = "") -> PayGroup | None:
    """The one group that a card shows: the visitor's country, else most sources.

    Ranges come before single values; then mid level comes first, since
    it is what most readers compare. Averages, medians and total pay are left out.
    """
    fitting = [
        group
        for group in pay_groups(bands)
        if group.key.statistic in {"range", "point"} and group.key.component != "total"
    ]
    here = [group for group in fitting if region and group.key.region == region]
    return min(here or fitting, key=_card_order, default=None)


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


def derive(band: Band, *, key: str, factor_low: float, factor_high: float) -> Band:
    """A band worked out from another by a stated premium: drawn hatched, and said.

    low x factor_low to high x factor_high; a missing end stays missing.
    """
    return replace(
        band,
        key=key,
        low=None if band.low is None else round(float(band.low) * factor_low, 2),
        high=None if band.high is None else round(float(band.high) * factor_high, 2),
        as_printed="",
        is_derived=True,
    )


def _pay_group(key: GroupKey, bands: tuple[Band, ...]) -> PayGroup:
    found = overlap(bands)
    return PayGroup(
        key=key,
        label=group_label(bands[0]),
        bands=bands,
        overlap=found,
        overlap_label=overlap_label(bands, found),
        disagreements=disagreements(bands),
        envelope=envelope(bands),
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


def _stated(end: Amount | None, other: Amount | None) -> Amount:
    if end is not None:
        return end
    if other is None:
        message = "A pay figure needs at least one end."
        raise ValueError(message)
    return other


_COMPONENT_ORDER: Mapping[str, int] = {name: at for at, name in enumerate(COMPONENTS)}


def level_order(level: str | None) -> int:
    """Place in the ladder; figures without a level come last."""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _group_order(band: Band) -> tuple[bool, str, str, str, int, str, int, str, str]:
    return (
        not band.region,
        band.region_label,
        band.currency,
        band.period,
        _COMPONENT_ORDER[band.component],
        band.statistic,
        level_order(band.level),
        band.source_letter,
        band.key,
    )


def _card_order(group: PayGroup) -> tuple[int, bool, bool, str]:
    return (
        -group.source_count,
        group.key.statistic != "range",
        group.key.level != "mid",
        group.label,
    )


__all__ = [
    "LEVELS",
    "Amount",
    "Band",
    "Disagreement",
    "Envelope",
    "GroupKey",
    "Overlap",
    "PayGroup",
    "card_group",
    "derive",
    "disagreements",
    "envelope",
    "group_label",
    "level_order",
    "money",
    "money_range",
    "overlap",
    "overlap_label",
    "pay_groups",
    "sources_disagree",
]
