"""Two editors who put the same rows in another order at the same moment."""

import random
from functools import partial

import pytest
from django.test import Client

from tests.desk import at_desk
from tests.factories.roadmaps import RoadmapVersionFactory, StageFactory
from tests.factories.roles import LadderFactory, RungFactory
from tests.roadmaps.test_races import at_once
from tests.roles.desk_forms import address, form_of

pytestmark = pytest.mark.django_db
ROUNDS, ROWS = 200, 5


def rungs():
    ladder = LadderFactory(status="draft")
    RungFactory.create_batch(ROWS, ladder=ladder)
    return ladder, ladder.rungs


def stages():
    version = RoadmapVersionFactory(status="draft", published_at=None)
    for position in range(ROWS):
        StageFactory(version=version, position=position)
    return version, version.stages


def in_order(values, name, order):
    """Return a form that puts its rows in another order."""
    changed = {f"{name}-{row}-position": place for row, place in enumerate(order)}
    return {**values, **changed}


def order_of(children):
    return tuple(children.order_by("pk").values_list("position", flat=True))


BOTH = pytest.mark.parametrize("make", [rungs, stages], ids=["rungs", "stages"])


@pytest.mark.assure(id="S50")
@pytest.mark.django_db(transaction=True)
@BOTH
def test_two_who_reorder_at_once_leave_one_of_both_orders(
    make, editor, publisher, figure
):
    chance = random.Random(7)  # noqa: S311 - the same orders in every run
    statuses, mixed, doubled = [], 0, 0
    for _ in range(ROUNDS):
        row, children = make()
        clients: list[Client] = [at_desk(editor), at_desk(publisher)]
        orders = [tuple(chance.sample(range(10, 10 + ROWS), ROWS)) for _ in clients]
        forms = [
            in_order(form_of(client, row), make.__name__, order)
            for client, order in zip(clients, orders, strict=True)
        ]

        answers = at_once(
            *(
                partial(client.post, address(row), form)
                for client, form in zip(clients, forms, strict=True)
            )
        )

        statuses.append(tuple(sorted(answer.status_code for answer in answers)))
        found = order_of(children)
        doubled += len(set(found)) < ROWS
        mixed += found not in orders

    kinds = {one: statuses.count(one) for one in sorted(set(statuses))}
    figure(
        f"{ROUNDS} rounds of two editors who reorder {ROWS} {make.__name__}: answered"
        f" {kinds}; {doubled} with one position twice, {mixed} with a mixed order"
    )
    assert (doubled, mixed) == (0, 0)
    assert set(statuses) <= {(302, 302), (302, 409)}


@BOTH
def test_two_rows_change_places(make, editor):
    row, children = make()
    client = at_desk(editor)
    before = order_of(children)

    answer = client.post(
        address(row), in_order(form_of(client, row), make.__name__, before[::-1])
    )

    assert answer.status_code == 302
    assert order_of(children) == before[::-1]


@BOTH
def test_one_position_for_two_rows_is_refused_at_the_form(make, editor):
    row, children = make()
    client = at_desk(editor)
    before = order_of(children)

    answer = client.post(
        address(row), in_order(form_of(client, row), make.__name__, [3] * ROWS)
    )

    assert answer.status_code in {200, 422}
    assert order_of(children) == before
