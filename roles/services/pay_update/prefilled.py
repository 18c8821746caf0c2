"""The workbook that an editor changes: every live pay figure with its series."""

from decimal import Decimal
from typing import Any

from roles.models import SalaryBand, SourceFamily

# What an editor changes; all else says which series a line is of.
TO_FILL_IN = (
    "low",
    "high",
    "high_open",
    "qualifier",
    "as_printed",
    "as_of",
    "note",
)
SERIES = (
    "series_key",
    "source_family",
    "role",
    "level",
    "region",
    "currency",
    "period",
    "component",
    "statistic",
    "condition",
    "subject",
    "label",
)


def series_of(band: SalaryBand) -> dict[str, str]:
    """Return what says of which series a figure is, as the workbook shows it."""
    return {
        "series_key": band.key,
        "source_family": band.published_in.family.slug,
        "role": band.role.slug,
        "level": band.house_level,
        "region": band.region.slug if band.region else "",
        "currency": band.currency,
        "period": band.period,
        "component": band.component,
        "statistic": band.statistic,
        "condition": band.condition,
        "subject": band.subject,
        "label": band.label,
    }


def prefilled(family: SourceFamily | None) -> tuple[list[str], list[dict[str, Any]]]:
    """Return columns and lines: every figure that counts now, of one family or all."""
    bands = SalaryBand.objects.live().with_sources()
    if family is not None:
        bands = bands.filter(published_in__family=family)
    bands = bands.select_related("role", "region", "published_in__family")
    rows = [
        series_of(band) | {name: _shown(getattr(band, name)) for name in TO_FILL_IN}
        for band in bands.order_by(
            "published_in__family__slug", "role__slug", "position", "key"
        )
    ]
    return [*SERIES, *TO_FILL_IN], rows


def _shown(value: Any) -> Any:
    return value.normalize() if isinstance(value, Decimal) else value
