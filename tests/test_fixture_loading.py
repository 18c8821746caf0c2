"""Fixtures load into an empty database by plain loaddata and by seed alike."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import models

from careersite.fixtures import fixture_files, read_records
from careersite.seeding import UNCHANGED
from tests.content import FIXTURES, load_content

pytestmark = pytest.mark.django_db

# These differ between two ways of loading and hold no content.
IGNORED = {"id", "created_at", "updated_at", "published_at"}


def load_by_loaddata() -> None:
    paths = [str(path) for path in fixture_files(FIXTURES)]
    call_command("loaddata", *paths, verbosity=0)


def all_content() -> Counter[tuple[object, ...]]:
    """Return every row by natural key, without ids and time stamps."""
    return Counter(
        (model._meta.label, str(row))
        for model in {record.model for record in read_records(FIXTURES)}
        for row in model.objects.values_list(*model.natural_fields, *own_columns(model))
    )


def own_columns(model: type[models.Model]) -> list[str]:
    return [
        column.name
        for column in model._meta.concrete_fields
        if not column.is_relation and column.name not in IGNORED
    ]


def test_what_loaddata_loads_is_exactly_what_seed_would_write():
    load_by_loaddata()

    report = load_content()

    assert report.kept == []
    assert report.total(UNCHANGED) == len(list(read_records(FIXTURES)))


@pytest.mark.assure(id="fixtures")
def test_loading_twice_by_loaddata_changes_nothing():
    load_by_loaddata()
    first = all_content()

    load_by_loaddata()

    assert all_content() == first
