"""Pay rows as the plain figures that the calculations take."""

from roles.models import HouseLevel, SalaryBand
from roles.pay import Band

EN_DASH = "\N{EN DASH}"


def as_band(row: SalaryBand, letter: str = "") -> Band:
    """Return a row as a plain figure; needs its region and source loaded.

    Where no house level is known, what narrows it, such as a kind of employer, names
    the figure, else what the source says instead of a level.
    """
    return Band(
        key=row.key,
        level=row.house_level or None,
        level_label=HouseLevel(row.house_level).label
        if row.house_level
        else row.condition or row.level_label or "No level stated",
        years_label=years_label(row.years_low, row.years_high),
        region=row.region.slug if row.region else "",
        region_label=row.region.name if row.region else "",
        region_basis=row.region_basis,
        currency=row.currency,
        low=row.low,
        high=row.high,
        low_open=False,
        high_open=row.high_open,
        period=row.period,
        component=row.component,
        statistic=row.statistic,
        qualifier=row.qualifier,
        source=str(row.published_in.family_id),
        source_letter=letter,
        as_printed=row.as_printed,
        note=row.note,
        condition=row.condition,
        subject=row.subject,
        as_of=row.as_of,
        review_by=row.review_by,
    )


def years_label(low: int | None, high: int | None) -> str:
    """Return "2-5 years", "5+ years" or nothing, as the source states them."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low}+ years"
    return f"{low or 0}{EN_DASH}{high} years"
