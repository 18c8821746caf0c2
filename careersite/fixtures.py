"""Read the fixture files: their records, natural keys, and values."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from careersite.common.columns import related_model
from careersite.common.models import Keyed

# The order in which apps build on each other.
FOLDERS = ("roles", "profiles", "roadmaps")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Record:
    """One record of a fixture file."""

    file: str
    model: type[Keyed]
    values: dict[str, Any]

    @property
    def natural_key(self) -> tuple[object, ...]:
        """The values of the model's natural fields, read from the record alone."""
        return tuple(self._value_at(path) for path in self.model.natural_fields)

    @property
    def identity(self) -> tuple[str, str]:
        """The label and natural key under which a record is remembered."""
        return self.model._meta.label, json.dumps(self.natural_key)

    def __str__(self) -> str:
        return " ".join(self.identity)

    def _value_at(self, path: str) -> object:
        name, _, rest = path.partition("__")
        if not rest:
            return self.values[name]
        place = related_model(self.model, name).natural_fields.index(rest)
        return self.values[name][place]


def fixture_files(directory: Path) -> list[Path]:
    """Fixture files in the order in which they build on each other."""
    return [
        path
        for folder in FOLDERS
        for path in sorted((directory / folder).glob("*.yaml"))
    ]


def read_records(directory: Path) -> Iterator[Record]:
    """Yield every record of the fixtures, in order."""
    for path in fixture_files(directory):
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Record]:
    """Yield the records of one fixture file, in order."""
    name = f"{path.parent.name}/{path.name}"
    for entry in yaml.load(path.read_text(), Loader):  # noqa: S506 (safe loader)
        yield Record(name, apps.get_model(entry["model"]), entry["fields"])


def hash_files(directory: Path) -> str:
    """One hash over the names and bytes of all fixture files."""
    digest = hashlib.sha256()
    for path in fixture_files(directory):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
