"""The world of the access tests, made once for each of their modules."""

import pytest
from django.db import transaction

from tests.access.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
