"""A request that is sent three times does what it does once."""

import json

import pytest
from django.db import connection, transaction

from tests.access import table
from tests.access.test_access import address, named
from tests.access.test_mass_assignment import VALID

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S51")]

# Counters and sessions, and what only says that a row was written.
ASIDE = ("shared_cache", "django_session", "usersessions_usersession")
# Two equal requests are two things here, as two people who say the same would mean it,
# unless they are named by one key, or come from one page.
ANEW = {
    "api:my_project-list": "two projects may have one title",
    "api:my_work-list": "two jobs at one employer",
    "api:my_education-list": "two studies at one school",
    "api:my_share_links": "each link is for somebody else",
    "api:my_personal-list": "a step may come twice",
    "api:my_step_comment": "a word may be said twice",
    "api:my_step_log_time": "two sessions of the same length on one day",
    "api:my_time-list": "the same, at no step",
    "roadmaps:step_log_time": "the same, by a page",
    "roadmaps:time_log": "the same, by a page",
    "api:mentor_link": "a new link each time; the one before ends",
    "roadmaps:mentor_link_renew": "the same, by a page",
    "api:my_calendar": "the same",
    "roadmaps:calendar": "the same",
    "roadmaps:practice_mark": "a page also sends which answer it saw, and counts once",
}


def inserted():
    """Return table -> rows inserted so far in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins > 0 AND relname <> ALL(%s)",
            [list(ASIDE)],
        )
        return dict(cursor.fetchall())


def send(row, world, key):
    actor = "mentor" if "mentor_" in row.name else "owner"
    client, url = world.clients[actor], address(row, world)
    if row.name.startswith("api:"):
        body = json.dumps(VALID.get(row.name, {}))
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(url, body, content_type="application/json", headers=headers)
    token = {"csrfmiddlewaretoken": key} if key else {}
    return client.post(url, {**named(row.body, world), **token})


def rows_of_three(row, world, key):
    """Return the statuses of three equal requests, and rows of the first and others."""
    with transaction.atomic():
        counts, statuses = [inserted()], []
        for _ in range(3):
            statuses.append(send(row, world, key).status_code)
            counts.append(inserted())
        transaction.set_rollback(True)
    first, rest = (
        {
            name: number - earlier.get(name, 0)
            for name, number in later.items()
            if number != earlier.get(name, 0)
        }
        for earlier, later in ((counts[0], counts[1]), (counts[1], counts[3]))
    )
    return statuses, first, rest


@pytest.mark.parametrize(
    ("key", "anew"),
    [
        ("", ANEW),
        ("c6f1d0", {"roadmaps:practice_mark": ANEW["roadmaps:practice_mark"]}),
    ],
    ids=["unnamed", "named"],
)
def test_no_request_that_is_repeated_writes_a_second_row(world, figure, key, anew):
    asked, done, twice = 0, 0, {}
    for row in table.ROWS:
        if "POST" not in row.methods:
            continue
        statuses, first, rest = rows_of_three(row, world, key)
        asked += 1
        done += statuses[0] < 400
        assert max(statuses) < 500, row.name
        # Rows of a request that was refused are counted and gone.
        if rest and min(statuses[1:]) < 400 and row.name not in anew:
            twice[row.name] = (statuses, first, rest)

    figure(
        f"{asked} routes that take a POST{', named by a key' if key else ''}, {done} of"
        f" them did something: sent three times, {len(twice)} wrote a second row or"
        f" mail; {len(anew)} are meant to"
    )
    assert twice == {}
