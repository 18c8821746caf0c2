"""What a step needs, in words and in a filter."""

import pytest

from roadmaps.services.needs import Needs, NeedsFilter, words_of

FREE = Needs("laptop", frozenset({"free", "paid"}))
CARD = Needs("phone", frozenset({"card"}))
PAID = Needs("laptop", frozenset({"paid"}))


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        (FREE, []),
        (CARD, ["a phone is enough", "needs a card"]),
        (PAID, ["costs money"]),
    ],
)
def test_a_reader_is_told_what_a_step_asks_for(needs, words):
    assert words_of(needs) == words


def test_free_is_without_a_card_and_cheap_is_without_money():
    takes = {
        cost: [NeedsFilter(cost=cost).takes(one) for one in (FREE, CARD, PAID)]
        for cost in ("free", "card")
    }

    assert takes == {"free": [True, False, False], "card": [True, True, False]}
