"""Each pay figure of the five documents is served with its source and basis."""

from collections import Counter
from decimal import Decimal

import pytest

from careersite.printed_pay import PayFigure

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]

PREMIUMS = ("measure=premium", "dimension=salary-growth")


def decimal(text):
    return None if text is None else Decimal(text)


def common(row):
    return {
        "seed": row["source"]["slug"],
        "low": decimal(row["low"]),
        "high": decimal(row["high"]),
        "is_open": row["high_open"],
        "origin": row["origin"]["name"] if row["origin"] else "",
        "origin_date": row["as_of"] if row["origin"] else "",
    }


def from_band(row):
    basis = row["basis"]
    return PayFigure(
        level=basis["house_level"],
        years_low=row["years_low"],
        years_high=row["years_high"],
        region=basis["region"]["name"] if basis["region"] else "",
        region_basis=basis["region_basis"],
        currency=basis["currency"],
        unit="money",
        component=basis["component"],
        period=basis["period"],
        statistic=row["statistic"],
        **common(row),
    )


def from_fact(row):
    return PayFigure(
        level=row["house_level"],
        years_low=None,
        years_high=None,
        region=row["region"]["name"] if row["region"] else "",
        region_basis=row["region_basis"],
        currency="",
        unit=row["unit"],
        component=row["component"],
        period="",
        statistic="",
        **common(row),
    )


def rows(client, address):
    return client.get(f"/api/v1/{address}&page_size=100").json()["results"]


def test_the_api_serves_every_pay_figure_with_its_source_and_basis(client, pay_table):
    bands = [from_band(row) for row in rows(client, "salary-bands/?role=ai-engineer")]
    premiums = [
        from_fact(row)
        for condition in PREMIUMS
        for row in rows(client, f"facts/?role=ai-engineer&{condition}")
    ]

    assert Counter(bands + premiums) == Counter(pay_table)
