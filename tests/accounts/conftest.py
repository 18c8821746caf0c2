import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _outside_demonstration(settings, db):
    settings.CAREERSITE_DEMO = False
    cache.clear()
