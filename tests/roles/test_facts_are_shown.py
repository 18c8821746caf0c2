"""What the facts of the real content say in words stands on the pages of roles."""

import re
from html import unescape

import pytest

from roles.models import Fact, Role
from tests.factories.roles import FactFactory

pytestmark = pytest.mark.django_db
IN_WORDS = {"low": None, "high": None, "scale_max": None, "unit": "", "polarity": ""}


def items_of(page):
    """Return the text of each plain item of a list."""
    items = re.findall(r"<li>(.*?)</li>", page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", one)).split()) for one in items]


def test_each_fact_in_words_stands_on_its_page_beside_its_label(client, content):
    shown = Fact.objects.live().filter(is_promotional=False).exclude(text_value="")

    missing = [
        fact.key
        for role in Role.objects.published()
        for items in [items_of(client.get(role.get_absolute_url()).text)]
        for fact in shown.filter(role=role)
        if not any(fact.label in one and fact.text_value in one for one in items)
    ]

    assert shown.filter(measure="premium").exists()
    assert missing == []


def test_what_is_printed_is_followed_by_what_it_says(client):
    fact = FactFactory(
        measure="market",
        label="Hiring",
        as_printed="through at least 2028",
        text_value="Hard until 2028 or longer",
        **IN_WORDS,
    )

    items = items_of(client.get(fact.role.get_absolute_url()).text)

    said = "through at least 2028 Hiring: Hard until 2028 or longer Source A"
    assert any(one.startswith(said) for one in items)


def test_words_that_are_just_what_is_printed_are_not_repeated(client):
    fact = FactFactory(
        measure="demand_level",
        label="Coding",
        as_printed="High",
        text_value="high",
        **IN_WORDS,
    )

    items = items_of(client.get(fact.role.get_absolute_url()).text)

    assert any(one.startswith("High Coding Source A") for one in items)
