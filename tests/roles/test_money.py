from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.money import group_digits, money, money_range


@pytest.mark.parametrize(
    ("low", "high", "options", "text"),
    [
        (90_000, 120_000, {}, "$90k to $120k"),
        (180_000, 250_000, {"high_open": True}, "$180k to $250k+"),
        (Decimal("90000.00"), Decimal("120000.00"), {}, "$90k to $120k"),
        (200_000, None, {"qualifier": "above", "high_open": True}, "above $200k"),
        (120_000, None, {}, "above $120k"),
        (583_000, None, {"high_open": True}, "$583k+"),
        (None, 312_000, {"high_open": True}, "$312k+"),
        (None, 155_000, {"qualifier": "up_to"}, "up to $155k"),
        (160_000, 160_000, {"qualifier": "about"}, "about $160k"),
        (206_600, 206_600, {}, "$206,600"),
        (
            101_752,
            245_000,
            {"high_open": True, "qualifier": "about"},
            "about $101,752 to $245,000+",
        ),
        (
            120,
            150,
            {"high_open": True, "period": "hour"},
            "$120 to $150+ an hour",
        ),
        (250_000, 250_000, {"high_open": True, "is_long": True}, "$250,000+"),
    ],
)
def test_dollars_are_written_as_in_the_united_states(low, high, options, text):
    assert money_range(low, high, currency="USD", **options) == text


def test_pounds_are_written_with_their_sign():
    text = money_range(90_000, 140_000, currency="GBP", high_open=True)

    assert text == "£90k to £140k+"


def test_rupees_are_written_in_lakhs_and_in_full():
    both = {"currency": "INR"}

    assert money_range(800_000, 1_800_000, **both) == "₹8\N{EN DASH}18 LPA"
    assert (
        money_range(800_000, 1_800_000, is_long=True, **both)
        == "₹8,00,000 to ₹18,00,000"
    )
    assert (
        money_range(3_500_000, 7_000_000, high_open=True, **both)
        == "₹35\N{EN DASH}70 LPA+"
    )


def test_one_amount_is_written_short_only_if_nothing_is_lost():
    assert money(250_000, "USD") == "$250k"
    assert money(101_752, "USD") == "$101,752"
    assert money(1_050_000, "INR") == "₹10.5 LPA"


def test_crores_are_grouped_by_two_digits():
    assert group_digits(12_345_678, "INR") == "1,23,45,678"
    assert group_digits(12_345_678, "USD") == "12,345,678"


@given(st.integers(1, 10**9), st.sampled_from(["USD", "INR"]))
def test_grouping_keeps_every_digit(amount, currency):
    assert group_digits(amount, currency).replace(",", "") == str(amount)


@pytest.mark.parametrize(
    ("low", "high", "is_open", "text"),
    [
        (None, 800_000, False, "up to ₹8 LPA"),
        (None, 800_000, True, "₹8 LPA+"),
        (800_000, None, False, "above ₹8 LPA"),
        (800_000, 800_000, True, "₹8 LPA+"),
    ],
)
def test_rupees_with_one_end_or_two_equal_ones_name_it_once(low, high, is_open, text):
    assert money_range(low, high, currency="INR", high_open=is_open) == text
