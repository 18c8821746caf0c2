"""Abstract models that all apps build on."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models.functions import Now


class TimeStamped(models.Model):
    """A row that knows when it was made and last changed (UTC)."""

    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        abstract = True


class PublishableQuerySet(models.QuerySet):
    """Which content readers may see."""

    def published(self) -> Self:
        """Return what is published now."""
        return self.filter(status=Publishable.Status.PUBLISHED)

    def unpublished(self) -> Self:
        """Return what readers do not see."""
        return self.exclude(status=Publishable.Status.PUBLISHED)

    def published_with(self, *paths: str) -> Self:
        """Return what is published together with what each of `paths` leads to."""
        return self.published().filter(
            **{f"{path}__status": Publishable.Status.PUBLISHED for path in paths}
        )


class ChildQuerySet(models.QuerySet):
    """Rows that have no life of their own but point to content that has."""

    def under_published(self, *paths: str) -> Self:
        """Return rows for which all that `paths` lead to is published."""
        return self.filter(
            **{f"{path}__status": Publishable.Status.PUBLISHED for path in paths}
        )


class Publishable(TimeStamped):
    """Content with an editorial life; only what is published reaches a reader."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        ARCHIVED = "archived", "Archived"

    class WrongStatusError(Exception):
        """Raised by a verb that the present status does not allow."""

    status = models.CharField(
        max_length=12,
        choices=Status,
        default=Status.DRAFT,
        help_text="Readers see published content only.",
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def was_readable(self) -> bool:
        """Whether readers see this now or saw it once."""
        return (
            self.status in {self.Status.PUBLISHED, self.Status.ARCHIVED}
            or self.published_at is not None
        )

    def publish(self, *, now: datetime) -> None:
        """Show this to readers from now on; raises WrongStatusError if archived."""
        if self.status == self.Status.ARCHIVED:
            raise self.WrongStatusError(
                "Archived content is restored before publishing."
            )
        self.status = self.Status.PUBLISHED
        self.published_at = now
        self.save(update_fields=["status", "published_at", "updated_at"])

    def unpublish(self) -> None:
        """Take this back to draft; readers no longer see it."""
        self.status = self.Status.DRAFT
        self.save(update_fields=["status", "updated_at"])


Row = TypeVar("Row", bound="Keyed")


class NaturalKeyManager(models.Manager[Row]):
    """Finds a row by the fields that its model names in `natural_fields`.

    A name such as `role__slug` walks a foreign key, so that fixtures hold no
    ids. Every content model names its fields, through rows included.
    """

    def get_by_natural_key(self, *values: object) -> Row:
        """Return the row whose natural key is `values`."""
        names = self.model.natural_fields
        return self.get(**dict(zip(names, values, strict=True)))


class Keyed(models.Model):
    """A model that fixtures, imports and drafts find by its natural key."""

    natural_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[object, ...]:
        """Return the values of `natural_fields`, walking foreign keys."""
        return tuple(self._walk(name) for name in self.natural_fields)

    def _walk(self, path: str) -> object:
        value: object = self
        for name in path.split("__"):
            value = getattr(value, name)
        return value


def range_check(low: str, high: str, name: str) -> models.CheckConstraint:
    """Return the constraint that `low` does not exceed `high`; either may be empty."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{low}__isnull": True})
        | models.Q(**{f"{high}__isnull": True})
        | models.Q(**{f"{low}__lte": models.F(high)}),
        name=name,
        violation_error_message="The low end must not be above the high end.",
    )
