"""If-Match: no program writes over what it has not seen."""

import json

import pytest
from django.db import transaction
from django.urls import resolve

from careersite.common.api_versions import VersionedMixin
from tests.access.test_access import API_ROWS, address
from tests.access.test_mass_assignment import VALID

pytestmark = pytest.mark.django_db

WRITES = {"PUT", "PATCH", "DELETE"}
STALE = '"read-long-ago"'


def view_at(row, world):
    found = resolve(address(row, world)).func
    return getattr(found, "cls", None) or found.view_class


def is_versioned(row, world):
    is_list = row.name.endswith("-list")
    return issubclass(view_at(row, world), VersionedMixin) and not is_list


def change(world, row, method, tag):
    """Send a change with If-Match and undo it; return the answer."""
    actor = "mentor" if row.name.startswith("api:mentor_") else "owner"
    with transaction.atomic():
        answer = world.clients[actor].generic(
            method,
            address(row, world),
            json.dumps(VALID.get(row.name, {})),
            content_type="application/json",
            headers={"If-Match": tag},
        )
        transaction.set_rollback(True)
    return answer


def test_whatever_is_read_and_changed_at_one_address_has_a_version(world):
    lists = {"api:my_skill-list"}

    without = [
        row.name
        for row in API_ROWS
        if "GET" in row.methods
        and WRITES & {*row.methods}
        and row.name not in lists
        and not is_versioned(row, world)
    ]

    assert not without


def test_a_stale_version_changes_nothing_anywhere(world):
    asked = 0
    for row in API_ROWS:
        if not is_versioned(row, world):
            continue
        for method in {"POST", *WRITES} & {*row.methods}:
            answer = change(world, row, method, STALE)
            asked += 1

            assert answer.status_code == 412, (row.name, method)
            assert answer.json()["code"] == "stale"
    assert asked > 50


@pytest.mark.parametrize(
    "name",
    ["api:my_profile", "api:my_project-detail", "api:mentor_reply-detail"],
)
def test_the_version_that_was_read_may_be_changed_once(world, name):
    row = next(row for row in API_ROWS if row.name == name)
    actor = "mentor" if name.startswith("api:mentor_") else "owner"
    client, url = world.clients[actor], address(row, world)
    field = next(iter(VALID[name]))
    tag = client.get(url)["ETag"]

    def rename(to):
        return client.patch(
            url,
            {field: to},
            content_type="application/json",
            headers={"If-Match": tag},
        )

    with transaction.atomic():
        first, second = rename("Once"), rename("Twice")
        shown = client.get(url).json()[field]
        transaction.set_rollback(True)

    assert (first.status_code, second.status_code) == (200, 412)
    assert shown == "Once"


def test_any_tag_of_a_list_and_a_weakened_one_will_do(world):
    row = next(row for row in API_ROWS if row.name == "api:my_profile")
    tag = world.clients["owner"].get(address(row, world))["ETag"]

    for sent in (f"{STALE}, {tag}", f"W/{tag}", "*"):
        assert change(world, row, "PATCH", sent).status_code == 200


def test_reading_twice_gives_the_same_version(world):
    for row in API_ROWS:
        if "GET" in row.methods and is_versioned(row, world):
            actor = "mentor" if row.name.startswith("api:mentor_") else "owner"
            client, url = world.clients[actor], address(row, world)

            assert client.get(url)["ETag"] == client.get(url)["ETag"], row.name


def test_a_look_at_the_headers_alone_tells_the_version_too(world):
    told = {}
    for row in API_ROWS:
        if "GET" in row.methods and is_versioned(row, world):
            actor = "mentor" if row.name.startswith("api:mentor_") else "owner"
            client, url = world.clients[actor], address(row, world)
            tags = [ask(url).headers.get("ETag") for ask in (client.get, client.head)]
            told[row.name] = tags

    assert {name: tags for name, tags in told.items() if tags[0] != tags[1]} == {}
    assert any(tags[0] for tags in told.values())
