"""Put the pay of several roles side by side, within one basis only (rules 2 and 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roles.pay.band import Band, GroupKey, level_order

COMPARED_STATISTICS = frozenset({"range", "point"})
COMPONENT_ORDER = ("base", "not_stated", "total")


@dataclass(frozen=True, slots=True)
class CommonGroup:
    """Figures of one basis; `bands` are (place of the role, figure)."""

    key: GroupKey
    bands: tuple[tuple[int, Band], ...]

    @property
    def role_count(self) -> int:
        return len({role for role, _ in self.bands})


@dataclass(frozen=True, slots=True)
class CommonAxis:
    """Region, currency and period in which at least two roles share a basis."""

    region: str
    currency: str
    period: str
    groups: tuple[CommonGroup, ...]

    @property
    def shared(self) -> tuple[CommonGroup, ...]:
        """The groups in which at least two roles have a figure."""
        return tuple(group for group in self.groups if group.role_count > 1)

    @property
    def role_count(self) -> int:
        """How many roles have a figure in a basis that another role shares."""
        return len({role for group in self.shared for role, _ in group.bands})

    @property
    def source_count(self) -> int:
        return len({band.source for group in self.groups for _, band in group.bands})


def common_axis(
    pay: Sequence[Sequence[Band]], *, region: str = ""
) -> CommonAxis | None:
    """Return the axis on which the roles' pay may be compared, None if there is none.

    `region` is preferred where at least two roles meet there; else the axis on which
    most roles meet, then in most groups, then the one with most sources. Averages,
    medians and total pay are left out: they are bases of their own, rarely shared.
    """
    axes = [axis for axis in _axes(pay) if axis.role_count > 1]
    return min(axes, key=lambda axis: _rank(axis, region), default=None)


def _axes(pay: Sequence[Sequence[Band]]) -> list[CommonAxis]:
    found: dict[tuple[str, str, str], dict[GroupKey, list[tuple[int, Band]]]] = {}
    for role, bands in enumerate(pay):
        for band in bands:
            if _is_comparable(band):
                axis = (band.region, band.currency, band.period)
                groups = found.setdefault(axis, {})
                groups.setdefault(band.group, []).append((role, band))
    return [CommonAxis(*axis, _in_order(groups)) for axis, groups in found.items()]


def _is_comparable(band: Band) -> bool:
    return (
        band.level is not None
        and band.component != "total"
        and band.statistic in COMPARED_STATISTICS
    )


def _in_order(
    groups: Mapping[GroupKey, Sequence[tuple[int, Band]]],
) -> tuple[CommonGroup, ...]:
    keys = sorted(
        groups,
        key=lambda key: (
            COMPONENT_ORDER.index(key.component),
            level_order(key.level),
            key.statistic,
        ),
    )
    return tuple(CommonGroup(key, tuple(groups[key])) for key in keys)


def _rank(axis: CommonAxis, region: str) -> tuple[bool, int, int, bool, int, str, str]:
    return (
        not (region and axis.region == region),
        -axis.role_count,
        -len(axis.shared),
        not axis.region,
        -axis.source_count,
        axis.region,
        axis.currency,
    )
