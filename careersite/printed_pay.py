"""Every pay figure of the five documents, written apart from the fixtures.

`fixtures/printed_pay.csv` was copied from the documents' own figures and never
from the fixtures, so that a slip in one shows against the other. Pages and the
API are compared with the same table.
"""

import csv
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q

from roles.models import Fact, SalaryBand
from roles.models.salary_band import SalaryBandQuerySet

TABLE = settings.BASE_DIR / "fixtures" / "printed_pay.csv"
ROLE = "ai-engineer"
SEEDS = {
    "S0": "ai-engineer-jobs-guide",
    "S1": "ai-engineering-overview",
    "S2": "ai-engineer-career-guide",
    "S3": "careersteps-ai-engineer",
    "S4": "acceler8-ai-engineer",
}


@dataclass(frozen=True, order=True)
class PayFigure:
    """One figure with its whole basis; empty text or None is "not stated"."""

    seed: str
    level: str
    years_low: int | None
    years_high: int | None
    region: str
    region_basis: str
    currency: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    is_open: bool
    component: str
    period: str
    statistic: str
    origin: str
    origin_date: str

    @property
    def sort_key(self) -> tuple[str, ...]:
        return tuple(str(value) for value in astuple(self))


def read_pay_table() -> list[PayFigure]:
    """Read every figure that the five documents print."""
    with TABLE.open(newline="") as lines:
        return [_from_line(line) for line in csv.DictReader(lines)]


def figures_in_database() -> list[PayFigure]:
    """Every live pay figure of the role that the documents are about."""
    return _figures(SalaryBand.objects.live(), Q(role__slug=ROLE))


def figures_ever_published() -> list[PayFigure]:
    """The same with those that a newer edition of their series superseded."""
    return _figures(SalaryBand.objects.published(), Q(role__slug=ROLE))


def figures_of_other_roles() -> list[PayFigure]:
    """What is repeated at the role that such a figure speaks of."""
    return _figures(SalaryBand.objects.live(), ~Q(role__slug=ROLE))


def _figures(bands: SalaryBandQuerySet, whose: Q) -> list[PayFigure]:
    """Bands and relative figures; a premium in words alone is no figure."""
    found = bands.with_sources().filter(whose)
    relative = Fact.objects.published().filter(whose, measure="premium", text_value="")
    growth = Fact.objects.published().filter(whose, dimension="salary-growth")
    facts = (relative | growth).select_related(
        "published_in", "attributed_to", "region"
    )
    return [_from_band(band) for band in found] + [_from_fact(fact) for fact in facts]


def _from_line(line: dict[str, str]) -> PayFigure:
    return PayFigure(
        seed=SEEDS[line["seed"]],
        level=line["level"],
        years_low=int(line["years_low"]) if line["years_low"] else None,
        years_high=int(line["years_high"]) if line["years_high"] else None,
        region=line["region"],
        region_basis=line["region_basis"],
        currency=line["currency"],
        unit=line["unit"],
        low=Decimal(line["low"]) if line["low"] else None,
        high=Decimal(line["high"]) if line["high"] else None,
        is_open={"yes": True, "no": False}[line["open"]],
        component=line["component"],
        period=line["period"],
        statistic=line["statistic"],
        origin=line["origin"],
        origin_date=line["origin_date"],
    )


def _from_band(band: SalaryBand) -> PayFigure:
    return PayFigure(
        years_low=band.years_low,
        years_high=band.years_high,
        currency=band.currency,
        unit="money",
        period=band.period,
        statistic=band.statistic,
        **_common(band),
    )


def _from_fact(fact: Fact) -> PayFigure:
    return PayFigure(
        years_low=None,
        years_high=None,
        currency="",
        unit=fact.unit,
        period="",
        statistic="",
        **_common(fact),
    )


def _common(fact: SalaryBand | Fact) -> dict[str, Any]:
    origin = fact.attributed_to
    return {
        "seed": fact.published_in.slug,
        "level": fact.house_level,
        "region": fact.region.name if fact.region else "",
        "region_basis": fact.region_basis,
        "low": fact.low,
        "high": fact.high,
        "is_open": fact.high_open,
        "component": fact.component,
        "origin": origin.publisher if origin else "",
        "origin_date": fact.as_of if origin else "",
    }
