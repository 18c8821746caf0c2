"""A list shows at most a hundred rows, whatever page of it is asked for."""

import pytest
from django.core.paginator import Page
from django.urls import reverse

from tests.access import table
from tests.access.many_rows import fill_own
from tests.access.test_access import address

pytestmark = pytest.mark.django_db

# Routes of pages that are cut into numbered pages, and who reads them here.
NUMBERED = {
    "profiles:certification_list": "owner",
    "profiles:notice_list": "owner",
    "profiles:project_list": "owner",
    "profiles:token_list": "owner",
    "roadmaps:own_time_list": "owner",
    "roadmaps:comment_list": "owner",
    "roadmaps:kept_words": "mentor",
    "roadmaps:mentee_list": "mentor",
    "roadmaps:mentorship_list": "mentor",
    "roadmaps:review_list": "mentor",
    "roles:certification_list": "nobody",
    "roles:interview_list": "nobody",
    "roles:skill_list": "nobody",
    "admin:framework_plans": "operator",
    "admin:job_list": "operator",
    "styleguide": "nobody",
}
ODD_NUMBERS = ("0", "-1", "1000000000", "x", "1.5", "\u0663", "")
ROWS_MAX, MANY = 100, 150


def page_in(answer):
    """Return the numbered page of rows that an answer was made of."""
    values = (
        value for layer in answer.context for part in layer for value in part.values()
    )
    found = (getattr(getattr(one, "found", None), "page", one) for one in values)
    return next(one for one in found if isinstance(one, Page))


def test_a_numbered_page_is_there_whatever_number_is_asked_for(world):
    """All pages read numbers alike: each is asked for two, by turns."""
    fill_own(world, MANY)
    addresses = {row.name: address(row, world) for row in table.ROWS}
    found = {}

    for turn, (name, reader) in enumerate(NUMBERED.items()):
        url = addresses.get(name) or reverse(name)
        for number in ODD_NUMBERS[turn % 4 :: 4]:
            answer = world.clients[reader].get(url, {"page": number})
            shown = page_in(answer)
            if answer.status_code != 200 or not 0 < len(shown) <= ROWS_MAX:
                found[name, number] = (answer.status_code, shown)

    assert not found


def test_the_desk_shows_a_hundred_rows_at_most(world):
    fill_own(world, MANY)
    url = reverse("admin:roles_report_changelist")
    found = {}

    for asked in ({}, {"all": ""}, {"p": "0"}, {"p": "1000000000"}):
        answer = world.clients["operator"].get(url, asked, follow=True)
        rows = answer.context["cl"].result_list
        found[str(asked)] = (answer.status_code, len(rows) <= ROWS_MAX)

    assert set(found.values()) == {(200, True)}
