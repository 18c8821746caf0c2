"""Callers are counted by all processes together, and nobody slips between."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from careersite.common.counting import count_up


def count(key="caller"):
    return count_up(key, now=timezone.now(), seconds=60)


def test_each_key_is_counted_for_itself(db):
    assert [count(), count(), count("another"), count()] == [1, 2, 1, 3]


def test_a_key_of_any_length_and_kind_is_counted(db):
    for key in ("x" * 5000, "\0", "\ud800", "名前"):
        assert count(key) == 1
        assert count(key) == 2


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_get_numbers_of_their_own():
    def count_and_close(_):
        try:
            return count()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(count_and_close, range(40)))

    assert sorted(numbers) == list(range(1, 41))
