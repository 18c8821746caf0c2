"""Letters of sources."""

import pytest

from roles.models import Source
from roles.pages.letters import Letters


def letters(count):
    return Letters(Source(pk=pk, slug=f"s{pk}") for pk in range(count))


def test_letters_follow_first_use_and_stay():
    found = letters(3)

    assert [found.of(2), found.of(0), found.of(2)] == ["A", "B", "A"]
    assert [letter for letter, _ in found.used()] == ["A", "B"]


@pytest.mark.parametrize(("index", "letter"), [(25, "Z"), (26, "AA"), (53, "BB")])
def test_more_than_26_sources_get_two_letters(index, letter):
    found = letters(80)
    for pk in range(index):
        found.of(pk)

    assert found.of(index) == letter
