"""What a link or a handle shows tells of a person: nobody keeps it for another."""

import pytest

from tests.access import table
from tests.access.test_access import address
from tests.access.world import NOBODY

pytestmark = pytest.mark.django_db

LINKS = [
    row
    for row in table.ROWS
    if {"token", "handle"} & {*row.path} and "GET" in row.methods
]


@pytest.mark.parametrize("row", LINKS, ids=[row.name for row in LINKS])
def test_what_a_visitor_sees_by_a_link_is_stored_nowhere(world, row):
    answer = world.clients[NOBODY].get(address(row, world))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
