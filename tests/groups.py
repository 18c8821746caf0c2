"""The groups of the desk, which a flush after transactional tests takes away."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection


def make_groups():
    """Make the groups as the migrations do, where they are missing.

    A migration that adds permissions does so in a function `make_groups`.
    """
    for label in ("roles", "profiles", "roadmaps"):
        folder = Path(apps.get_app_config(label).path) / "migrations"
        for path in sorted(folder.glob("0*.py")):
            module = import_module(f"{label}.migrations.{path.stem}")
            if hasattr(module, "make_groups"):
                module.make_groups(apps, None)


def group(name):
    """Return the group `name`, made again if need be."""
    if not Group.objects.filter(name=name).exists():
        # In a connection of its own, so that later tests find them as well.
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(_make_groups_to_stay).result()
    return Group.objects.get(name=name)


def _make_groups_to_stay():
    make_groups()
    connection.close()
