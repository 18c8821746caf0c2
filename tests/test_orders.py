"""Lists of content come in one order: the same at every look, in every process."""

from django.apps import apps
from django.db import models

from careersite.common.models import Keyed

# Its few rows are read into a dictionary.
NEVER_LISTED = {"RoleMapStop", "RoleMapLine"}


def unique_sets(model):
    """Yield sets of fields of which no two rows have the same values."""
    yield {"pk"}
    for column in model._meta.concrete_fields:
        if column.unique:
            yield {column.name}
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and not one.expressions:
            yield set(one.fields)


def test_every_kind_of_content_has_one_order():
    kinds = [
        model
        for model in apps.get_models()
        if issubclass(model, Keyed) and model.__name__ not in NEVER_LISTED
    ]

    undecided = [
        model.__name__
        for model in kinds
        if not any(
            names <= {name.lstrip("-") for name in model._meta.ordering}
            for names in unique_sets(model)
        )
    ]

    assert len(kinds) > 30
    assert undecided == []
