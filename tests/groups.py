"""The groups of the desk, which a flush after transactional tests takes away."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group


def make_groups():
    """Make the groups as the migration does, where they are missing."""
    import_module("roadmaps.migrations.0003_make_editor_groups").make_groups(apps, None)


def group(name):
    """Return the group `name`, made again if need be."""
    if not Group.objects.filter(name=name).exists():
        make_groups()
    return Group.objects.get(name=name)
