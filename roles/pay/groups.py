"""Put pay figures into groups of one basis (rule 2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from roles.pay.agreement import (
    Disagreement,
    Envelope,
    Overlap,
    disagreements,
    envelope,
    overlap,
    overlap_label,
)
from roles.pay.band import Band, GroupKey, level_order

NOT_STATED = "Country not stated"
COMPONENTS = {
    "base": "Base pay",
    "not_stated": "Base or total not stated",
    "total": "Total pay, with bonus and stock",
}


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
    """The basis in words: region, component, currency, period and what narrows it."""
    region = band.region_label if band.region else NOT_STATED
    period = "an hour" if band.period == "hour" else "a year"
    basis = f"{region}, {COMPONENTS[band.component].lower()}, {band.currency} {period}"
    return ", ".join(filter(None, (basis, band.condition, band.subject)))


def card_group(bands: Iterable[Band], *, region: str = "") -> PayGroup | None:
    """The one group that a card shows: the visitor's country, else most sources.

    Ranges come before single values; then mid level comes first, since it is what
    most readers compare. What a condition or a subject narrows stands in only where
    there is nothing broader. Averages and medians stand in only where a role has
    nothing else, and the card names them; total pay is left out.
    """
    groups = [group for group in pay_groups(bands) if group.key.component != "total"]
    ranges = [group for group in groups if group.key.statistic in {"range", "point"}]
    fitting = ranges or groups
    here = [group for group in fitting if region and group.key.region == region]
    return min(here or fitting, key=_card_order, default=None)


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


_COMPONENT_ORDER: Mapping[str, int] = {name: at for at, name in enumerate(COMPONENTS)}


def _group_order(band: Band) -> tuple[bool | int | str, ...]:
    return (
        not band.region,
        band.region_label,
        band.currency,
        band.period,
        _COMPONENT_ORDER[band.component],
        band.statistic,
        level_order(band.level),
        band.condition,
        band.subject,
        band.source_letter,
        band.key,
    )


def _card_order(group: PayGroup) -> tuple[bool, int, bool, bool, str]:
    return (
        group.key.is_narrowed,
        -group.source_count,
        group.key.statistic != "range",
        group.key.level != "mid",
        group.label,
    )
