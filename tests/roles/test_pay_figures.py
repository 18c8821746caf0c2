"""The pay figures of the five documents stand in the database unaltered."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from careersite.printed_pay import (
    PayFigure,
    figures_in_database,
    figures_of_other_roles,
)
from roles.models import SalaryBand

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]


def difference(left: list[PayFigure], right: list[PayFigure]) -> list[PayFigure]:
    return sorted((Counter(left) - Counter(right)).elements(), key=lambda f: f.sort_key)


def test_the_table_holds_every_figure_of_the_five_documents(pay_table):
    assert Counter(figure.unit for figure in pay_table) == {"money": 41, "percent": 5}


def test_every_printed_figure_is_in_the_database_with_its_basis(pay_table):
    assert difference(pay_table, figures_in_database()) == []


def test_no_pay_figure_is_in_the_database_that_no_document_prints(pay_table):
    assert difference(figures_in_database(), pay_table) == []


def test_other_roles_show_only_figures_that_a_document_prints_of_them(pay_table):
    repeated = figures_of_other_roles()

    assert len(repeated) == 3
    assert difference(repeated, pay_table) == []


def test_a_figure_altered_by_one_dollar_is_noticed(pay_table):
    band = SalaryBand.objects.get(key="jobs-guide-entry-us")
    band.low += 1
    band.save()

    assert len(difference(pay_table, figures_in_database())) == 1


def test_low_and_high_are_the_figures_that_stand_as_printed():
    wrong = [
        band
        for band in SalaryBand.objects.all()
        if numbers_in(band.as_printed) != ends_of(band)
    ]

    assert wrong == []


def test_an_end_is_open_where_it_is_printed_so_and_nowhere_else():
    for band in SalaryBand.objects.all():
        printed_open = re.search(r"\+|above|over|exceeds", band.as_printed, re.I)

        assert band.high_open == bool(printed_open), band


def test_no_median_is_called_so_by_us_alone():
    for band in SalaryBand.objects.filter(statistic="median"):
        said = f"{band.as_printed} {band.label}".lower()

        assert "median" in said, band


def numbers_in(printed: str) -> set[Decimal]:
    """Return the amounts of a printed range, K and LPA written out."""
    factor = 100_000 if "LPA" in printed else 1_000 if "K" in printed else 1
    found = re.findall(r"\d[\d,]*", printed)
    return {Decimal(number.replace(",", "")) * factor for number in found}


def ends_of(band: SalaryBand) -> set[Decimal]:
    return {end for end in (band.low, band.high) if end is not None}
