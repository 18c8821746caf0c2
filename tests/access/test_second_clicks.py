"""Who clicks twice on what takes a thing away is answered as the first time."""

import pytest
from django.db import transaction

from tests.access import table
from tests.access.test_replays import send

pytestmark = pytest.mark.django_db

TAKEN_AWAY = (
    "profiles:project_delete",
    "profiles:certification_delete",
    "profiles:experience_delete",
    "profiles:quiz_result_delete",
    "roadmaps:note_delete",
    "roadmaps:personal_delete",
    "roadmaps:time_delete",
    "roadmaps:mentorship_end",
    "roadmaps:block_remove",
)


@pytest.mark.parametrize("name", TAKEN_AWAY)
def test_a_second_click_is_answered_as_the_first(world, name):
    row = next(row for row in table.ROWS if row.name == name)

    with transaction.atomic():
        first, again = (send(row, world, "one page") for _ in range(2))
        other = send(row, world, "another page")
        transaction.set_rollback(True)

    assert first.status_code in {200, 302}
    assert again.status_code == first.status_code
    assert again.content == first.content
    assert again.headers.get("Location") == first.headers.get("Location")
    assert other.status_code == 404
