"""One pay figure, and the basis inside which it may be compared."""

from dataclasses import dataclass, replace
from datetime import date
from math import inf

from roles.money import Amount, money_range

LEVELS = ("entry", "mid", "senior", "staff", "executive")


@dataclass(frozen=True, slots=True)
class Band:
    """One pay figure as one source prints it.

    `level` is a house level or None where the figure speaks of none. An empty
    region means that the country is not stated. `high_open` is the printed plus;
    `source` is the source family's slug, `source_letter` its letter on the page.
    `condition` and `subject` narrow the figure to less than the role as a whole.
    After `review_by` it may be out of date.
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
    condition: str = ""
    subject: str = ""
    as_of: str = ""
    review_by: date | None = None

    @property
    def name(self) -> str:
        """The level with what narrows the figure, such as "Mid, Remote"."""
        known = self.level_label.lower()
        narrowed = (self.condition, self.subject)
        more = (one for one in narrowed if one and one.lower() not in known)
        return ", ".join([self.level_label, *more])

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
            condition=self.condition,
            subject=self.subject,
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
    condition: str = ""
    subject: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether a condition or a subject makes it less than the role as a whole."""
        return bool(self.condition or self.subject)


def level_order(level: str | None) -> int:
    """Place in the ladder; figures without a level come last."""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


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


def _stated(end: Amount | None, other: Amount | None) -> Amount:
    if end is not None:
        return end
    if other is None:
        message = "A pay figure needs at least one end."
        raise ValueError(message)
    return other
