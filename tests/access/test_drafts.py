"""Nothing half-done reaches a reader: drafts of all kinds come, and no page changes.

All that readers can open is read twice, before and after: words of a draft show as well
as a number that counts it, or an order that it takes part in.
"""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.access.drafts import READERS, add_drafts, add_plans, compared, looks_of
from tests.access.world import NOBODY
from tests.roles.test_life_of_every_kind import KINDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "readers",
    [
        pytest.param([NOBODY], id="visitors"),
        pytest.param(READERS, id="everybody", marks=pytest.mark.assure(id="S22")),
    ],
)
def test_drafts_of_every_kind_come_and_nothing_changes_for_readers(
    world, readers, figure
):
    with transaction.atomic():
        live = [make() for make, _ in KINDS.values()]
        looks = looks_of(readers, world)

        def add():
            add_drafts(live, by=world.people["editor"], now=timezone.now())
            add_plans(world.step.version.roadmap, world.step.key)

        changed, shown = compared(world.clients, looks, add)
        transaction.set_rollback(True)

    figure(
        f"{len(live)} kinds of content, each with a draft and a sibling that waits:"
        f" {len(looks)} looks by {' and '.join(readers)}: {len(changed)} changed,"
        f" {len(shown)} show words of a draft"
    )
    assert not changed
    assert not shown
