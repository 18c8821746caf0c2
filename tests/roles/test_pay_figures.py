"""The pay figures of the five documents stand in the database unaltered."""

from collections import Counter

import pytest

from roles.models import SalaryBand
from tests.pay_table import PayFigure, figures_in_database

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]


def difference(left: list[PayFigure], right: list[PayFigure]) -> list[PayFigure]:
    return sorted((Counter(left) - Counter(right)).elements(), key=lambda f: f.sort_key)


def test_the_table_holds_every_figure_of_the_five_documents(pay_table):
    assert Counter(figure.unit for figure in pay_table) == {"money": 41, "percent": 5}


def test_every_printed_figure_is_in_the_database_with_its_basis(pay_table):
    assert difference(pay_table, figures_in_database()) == []


def test_no_pay_figure_is_in_the_database_that_no_document_prints(pay_table):
    assert difference(figures_in_database(), pay_table) == []


def test_a_figure_altered_by_one_dollar_is_noticed(pay_table):
    band = SalaryBand.objects.get(key="jobs-guide-entry-us")
    band.low += 1
    band.save()

    assert len(difference(pay_table, figures_in_database())) == 1
