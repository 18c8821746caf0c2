"""Which figures stand in which chart, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from roles.pay import COMPONENTS, NOT_STATED, Band, level_order
from roles.pay_chart.scale import Scale, Tick, scale_for, ticks_of
from roles.pay_chart.shapes import LevelRows, level_rows


@dataclass(frozen=True, slots=True)
class ComponentRows:
    """Base pay, or pay whose component is not stated: a labelled group."""

    component: str
    label: str
    levels: tuple[LevelRows, ...]


@dataclass(frozen=True, slots=True)
class PayChart:
    """One chart; `notes` are figures of the same basis that do not fit it.

    A chart without rows has no scale and no ticks: only notes.
    """

    region: str
    region_label: str
    currency: str
    period: str
    is_total: bool
    scale: Scale | None
    ticks: tuple[Tick, ...]
    components: tuple[ComponentRows, ...]
    notes: tuple[Band, ...]
    source_count: int

    @property
    def band_count(self) -> int:
        return sum(
            len(level.rows) for group in self.components for level in group.levels
        )


def pay_charts(bands: Iterable[Band]) -> tuple[PayChart, ...]:
    """One chart per region, currency and period; most sources first.

    Averages, medians, total pay and figures without a level go to the chart's
    notes; where a chart would have no row at all, figures without a level
    are drawn. The chart of an unstated country comes last.
    """
    charts = [
        _chart(
            members,
            drawn=[band for band in members if _fits(band) and band.level is not None]
            or [band for band in members if _fits(band)],
        )
        for members in _by_axis(bands)
    ]
    return tuple(sorted(charts, key=_chart_order))


def total_pay_charts(bands: Iterable[Band]) -> tuple[PayChart, ...]:
    """Charts of total pay alone, figures without a level included."""
    totals = [band for band in bands if band.component == "total"]
    charts = [
        _chart(members, drawn=[band for band in members if _is_drawable(band)])
        for members in _by_axis(totals)
    ]
    return tuple(sorted(charts, key=_chart_order))


def _by_axis(bands: Iterable[Band]) -> list[list[Band]]:
    def axis(band: Band) -> tuple[str, str, str]:
        return (band.region, band.currency, band.period)

    return [list(members) for _, members in groupby(sorted(bands, key=axis), key=axis)]


def _is_drawable(band: Band) -> bool:
    return band.statistic in {"range", "point"}


def _fits(band: Band) -> bool:
    return _is_drawable(band) and band.component != "total"


def _chart(members: Sequence[Band], *, drawn: Sequence[Band]) -> PayChart:
    first = members[0]
    scale = scale_for(drawn) if drawn else None
    return PayChart(
        region=first.region,
        region_label=first.region_label if first.region else NOT_STATED,
        currency=first.currency,
        period=first.period,
        is_total=all(band.component == "total" for band in members),
        scale=scale,
        ticks=ticks_of(scale, first.currency) if scale else (),
        components=_components(drawn, scale) if scale else (),
        notes=tuple(sorted((b for b in members if b not in drawn), key=_note_order)),
        source_count=len({band.source for band in members}),
    )


def _components(bands: Sequence[Band], scale: Scale) -> tuple[ComponentRows, ...]:
    return tuple(
        ComponentRows(
            component=component,
            label=label,
            levels=_levels([b for b in bands if b.component == component], scale),
        )
        for component, label in COMPONENTS.items()
        if any(band.component == component for band in bands)
    )


def _levels(bands: Sequence[Band], scale: Scale) -> tuple[LevelRows, ...]:
    in_order = sorted(bands, key=_row_order)
    by_level = groupby(in_order, key=_level_of)
    return tuple(level_rows(tuple(members), scale) for _, members in by_level)


_COMPONENT_PLACE: Mapping[str, int] = {name: at for at, name in enumerate(COMPONENTS)}


def _note_order(band: Band) -> tuple[int, int, str, str]:
    return (
        _COMPONENT_PLACE[band.component],
        level_order(band.level),
        band.source_letter,
        band.key,
    )


def _chart_order(chart: PayChart) -> tuple[bool, bool, int, str, str]:
    return (
        not chart.region,
        chart.period != "year",
        -chart.source_count,
        chart.region_label,
        chart.currency,
    )


def _level_of(band: Band) -> tuple[int, str, str, str]:
    """A house level; figures without one are told apart by what the source says."""
    name = "" if band.level else band.level_label
    return (level_order(band.level), name, band.condition, band.subject)


def _row_order(band: Band) -> tuple[tuple[int, str, str, str], str, str]:
    return (_level_of(band), band.source_letter, band.key)
