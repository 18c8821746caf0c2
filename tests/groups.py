"""The groups of the desk, which a flush after transactional tests takes away."""

from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Group


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
        make_groups()
    return Group.objects.get(name=name)
