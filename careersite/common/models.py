"""Abstract models that all apps build on."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router
from django.db.models.functions import Now

from careersite.common.reviewed import Reviewed


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

    def archived(self) -> Self:
        """Return what readers saw once and see no longer."""
        return self.filter(status=Publishable.Status.ARCHIVED)

    def published_or(self, held: Iterable[int | None]) -> Self:
        """Return what is published, and what somebody holds already by its key."""
        return self.filter(
            models.Q(status=Publishable.Status.PUBLISHED)
            | models.Q(pk__in=[key for key in held if key is not None])
        )

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

    def validate_constraints(self, exclude: Iterable[str] | None = None) -> None:
        """Say what a constraint refuses at the field that an editor can mend."""
        left_out = set(exclude or ())
        errors: dict[str, list[Any]] = defaultdict(list)
        using = router.db_for_write(type(self), instance=self)
        for model, constraints in self.get_constraints():
            for one in constraints:
                try:
                    one.validate(model, self, exclude=left_out, using=using)
                except ValidationError as error:
                    errors[_place_of(one, model, left_out)] += error.error_list
        if errors:
            raise ValidationError(errors)

    def natural_key(self) -> tuple[object, ...]:
        """Return the values of `natural_fields`, walking foreign keys."""
        return tuple(self._walk(name) for name in self.natural_fields)

    def _walk(self, path: str) -> object:
        value: object = self
        for name in path.split("__"):
            value = getattr(value, name)
        return value


def _place_of(
    constraint: models.BaseConstraint, model: type[models.Model], left_out: set[str]
) -> str:
    """Return the field to mend: the last of a key, the first of a condition."""
    if isinstance(constraint, models.UniqueConstraint):
        named = list(reversed(constraint.fields))
    else:
        meant = getattr(constraint, "condition", models.Q()).referenced_base_fields
        named = [field.name for field in model._meta.fields if field.name in meant]
    editable = (name for name in named if model._meta.get_field(name).editable)
    return next((name for name in editable if name not in left_out), NON_FIELD_ERRORS)


class LiveManager(NaturalKeyManager[Row]):
    """Yields what is no draft of something else, so that readers never meet one."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Leave out drafts of published things, and what belongs to such drafts."""
        return super().get_queryset().filter(**self.model.live_rows)  # type: ignore[attr-defined]


class EveryRowManager(NaturalKeyManager[Row]):
    """Yields drafts too; a natural key still names the live row."""

    def get_by_natural_key(self, *values: object) -> Row:
        """Return the live row whose natural key is `values`."""
        live = self.filter(**self.model.live_rows)  # type: ignore[attr-defined]
        return live.get(**dict(zip(self.model.natural_fields, values, strict=True)))


class ContentRoot(Keyed, Reviewed, Publishable):
    """Content that is drafted, reviewed and published as a whole with its children.

    While it is published, an edit is made in a draft: a row of the same table with
    `draft_of` set, which has copies of all children. `objects` yields live rows
    only; `everything` yields drafts too. Names of other roots lead to live rows.
    """

    live_rows: ClassVar[dict[str, object]] = {"draft_of": None}

    draft_of = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="working_copy",
    )
    draft_base = models.PositiveIntegerField(
        null=True,
        editable=False,
        help_text="The number of the revision from which the draft was made.",
    )

    everything = EveryRowManager()

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Iterable[str] | None = None) -> None:
        """Check the conditions on `draft_of` too, which no form shows."""
        super().validate_constraints(exclude=set(exclude or ()) - {"draft_of"})

    def publishing_problems(self) -> list[str]:
        """Return what this kind of content lacks before readers may see it."""
        return []

    def publish(self, *, now: datetime) -> None:
        """Show this to readers; it waits for no time any more."""
        if self.status == self.Status.SCHEDULED:
            self.move_to(self.Status.IN_REVIEW, by=None)
        super().publish(now=now)

    def set_successor(self, successor: Any) -> None:
        """Name what follows this; kinds of content without a successor name none."""

    @property
    def is_draft_copy(self) -> bool:
        """Whether this is a draft of something that has a life of its own."""
        return self.draft_of_id is not None  # type: ignore[attr-defined]


class ContentChild(Keyed, models.Model):
    """A row that belongs to a root (or to another child), named by `parent_field`.

    It is drafted and published with its root. Its natural fields, the parent's left
    out, find its copy in a draft; they never change once published. `objects`
    yields live rows; `parent.children.all()` yields the parent's own, draft or not,
    for which each child declares `everything` first, then `objects`.
    """

    parent_field: ClassVar[str] = ""
    live_rows: ClassVar[dict[str, object]] = {"of_draft": False}

    of_draft = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Take over from the parent whether this belongs to a draft."""
        parent = getattr(self, self.parent_field)
        self.of_draft = getattr(parent, "is_draft_copy", False) or getattr(
            parent, "of_draft", False
        )
        super().save(*args, **options)

    def validate_constraints(self, exclude: Iterable[str] | None = None) -> None:
        """Check the conditions on `of_draft` too, which no form shows."""
        super().validate_constraints(exclude=set(exclude or ()) - {"of_draft"})


def draft_constraints(table: str, *natural_fields: str) -> list[models.BaseConstraint]:
    """Return what holds for every root: `table` is such as `roles_role`.

    Live rows differ in `natural_fields`; a draft is never published; a time is set
    for what is scheduled, and for nothing else.
    """
    return [
        models.UniqueConstraint(
            fields=natural_fields,
            condition=models.Q(draft_of=None),
            name=f"{table}_live_key_is_unique",
            violation_error_message="Something else has this address already.",
        ),
        models.CheckConstraint(
            condition=models.Q(draft_of=None)
            | models.Q(status__in=["draft", "in_review", "scheduled"]),
            name=f"{table}_draft_is_not_published",
        ),
        models.CheckConstraint(
            condition=models.Q(status="scheduled", scheduled_for__isnull=False)
            | ~models.Q(status="scheduled") & models.Q(scheduled_for=None),
            name=f"{table}_scheduled_has_its_time",
        ),
    ]


def range_check(low: str, high: str, name: str) -> models.CheckConstraint:
    """Return the constraint that `low` does not exceed `high`; either may be empty."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{low}__isnull": True})
        | models.Q(**{f"{high}__isnull": True})
        | models.Q(**{f"{low}__lte": models.F(high)}),
        name=name,
        violation_error_message="The low end must not be above the high end.",
    )
