"""Fixtures load into an empty database by plain loaddata and by seed alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import models

from careersite.common.columns import related_model
from careersite.fixtures import Record, fixture_files
from careersite.seeding import UNCHANGED
from tests.content import (
    FIXTURES,
    fixture_records,
    load_content,
    load_content_of,
    references,
)

pytestmark = pytest.mark.django_db

# These differ between two ways of loading and hold no content.
IGNORED = {"id", "created_at", "updated_at", "published_at"}


# How many records of each model the everyday test loads, with all they point to.
EACH = 2


def load_by_loaddata(directory: Path) -> None:
    paths = [str(path) for path in fixture_files(directory)]
    call_command("loaddata", *paths, verbosity=0)


def thinned(records: Sequence[Record]) -> list[Record]:
    """Return a few records of every model and whatever those point to, in order."""
    by_key = {(one.model, one.natural_key): one for one in records}
    chosen: set[tuple[type[models.Model], tuple[object, ...]]] = set()
    seen: Counter[type[models.Model]] = Counter()
    for record in records:
        seen[record.model] += 1
        if seen[record.model] <= EACH:
            _choose(record, by_key, chosen)
    return [one for one in records if (one.model, one.natural_key) in chosen]


def _choose(record, by_key, chosen) -> None:
    if (record.model, record.natural_key) in chosen:
        return
    chosen.add((record.model, record.natural_key))
    for name, key in references(record):
        _choose(by_key[related_model(record.model, name), key], by_key, chosen)


def write_fixtures(records: Iterable[Record], directory: Path) -> None:
    """Write records as fixtures again, in the folders of their apps."""
    files: dict[Path, list[object]] = {}
    for record in records:
        path = directory / record.model._meta.app_label / "all.yaml"
        row = {"model": record.model._meta.label_lower, "fields": record.values}
        files.setdefault(path, []).append(row)
    for path, rows in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(rows, allow_unicode=True))


def all_content() -> Counter[tuple[object, ...]]:
    """Return every row by natural key, without ids and time stamps."""
    return Counter(
        (model._meta.label, str(row))
        for model in {record.model for record in fixture_records()}
        for row in model.objects.values_list(*model.natural_fields, *own_columns(model))
    )


def own_columns(model: type[models.Model]) -> list[str]:
    return [
        column.name
        for column in model._meta.concrete_fields
        if not column.is_relation and column.name not in IGNORED
    ]


def test_what_loaddata_loads_is_exactly_what_seed_would_write(tmp_path):
    few = thinned(fixture_records())
    write_fixtures(few, tmp_path)
    load_by_loaddata(tmp_path)

    report = load_content_of(tmp_path)

    assert report.kept == []
    assert report.total(UNCHANGED) == len(few)


@pytest.mark.assure(id="fixtures")
def test_loading_everything_twice_by_loaddata_changes_nothing(figure):
    load_by_loaddata(FIXTURES)
    first = all_content()

    load_by_loaddata(FIXTURES)

    assert all_content() == first
    report = load_content()
    assert report.kept == []
    assert report.total(UNCHANGED) == len(fixture_records())
    figure(f"{sum(first.values())} rows")
