"""What the columns of a content table hold, in the form that JSON can keep."""

from datetime import date
from decimal import Decimal

from django.db import models

from careersite.common.models import Keyed


def field_of(model: type[models.Model], name: str) -> models.Field:
    """The field `name` of a model; reverse relations are no fields of a record."""
    return model._meta.get_field(name)  # type: ignore[return-value]


def related_model(model: type[models.Model], name: str) -> type[Keyed]:
    """The model to which the foreign key or many-to-many field `name` points."""
    return field_of(model, name).related_model  # type: ignore[return-value]


def plain_many_to_many(model: type[models.Model]) -> list[models.ManyToManyField]:
    """Many-to-many fields whose rows are not content of their own."""
    return [
        column
        for column in model._meta.many_to_many
        if column.remote_field.through._meta.auto_created  # type: ignore[union-attr]
    ]


def tracked_names(model: type[models.Model]) -> list[str]:
    """Fields that an editor can change; time stamps and computed ones are not."""
    own = [
        column.name
        for column in model._meta.concrete_fields
        if column.editable and not column.primary_key and not column.generated
    ]
    return own + [column.name for column in plain_many_to_many(model)]


def canonical(value: object) -> object:
    """A value as JSON can hold it, the same before and after the database."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def parsed(column: models.Field, value: object) -> object:
    """A fixture's value as the field holds it; 6.2 is exactly 6.2."""
    return column.to_python(str(value) if isinstance(value, float) else value)


def blank_value(column: models.Field) -> object:
    """What a field of a new row holds if nobody fills it, as JSON can hold it."""
    if column.many_to_many:
        return []
    return canonical(parsed(column, column.get_default()))
