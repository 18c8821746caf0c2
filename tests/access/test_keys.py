"""Which fields each endpoint shows to whom, exactly: keys.py declares them."""

import pytest

from tests.access import table
from tests.access.keys import KEYS
from tests.access.test_access import OTHERWISE, address
from tests.access.world import NOBODY

pytestmark = pytest.mark.django_db
BY_KEY = {"answers"}  # what is inside goes by the keys of content


def shape(value):
    """Return the keys of JSON: {a b{c}} where b holds objects with c."""
    if isinstance(value, list):
        value = merged(value)
    if not isinstance(value, dict):
        return ""
    inner = " ".join(
        key if key in BY_KEY else f"{key}{shape(value[key])}" for key in sorted(value)
    )
    return f"{{{inner}}}" if inner else ""


def merged(rows):
    """Return one object with the keys of all that a list holds."""
    found = {}
    for row in rows:
        for key, value in row.items() if isinstance(row, dict) else ():
            kept = found.get(key)
            found[key] = kept + value if isinstance(kept, list) else value or kept
    return found


def reader(row):
    if row.who == table.EVERYBODY:
        return NOBODY
    is_mentors = row.who == table.MENTOR or row.name.startswith("api:mentor_")
    return "mentor" if is_mentors else "owner"


def shown(world):
    for row in table.ROWS:
        is_read = row.name.startswith("api:") and "GET" in row.methods
        if is_read and row.name not in OTHERWISE:
            actor = reader(row)
            answer = world.clients[actor].get(address(row, world))
            if answer.status_code == 200:  # else it asks for parameters
                yield f"{row.name} {actor}", shape(answer.json())


def test_each_endpoint_shows_exactly_the_declared_fields(world, figure):
    found = dict(shown(world))

    figure(f"{len(found)} answers show the declared fields and no other")
    assert found == KEYS
