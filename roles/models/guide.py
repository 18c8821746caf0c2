"""What a document says section by section, and where it leads."""

from django.db import models

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    EveryRowManager,
    LiveManager,
)
from roles.models.role import Role
from roles.models.source import Source


class GuideSection(ContentChild):
    """One heading of a document with its substance in our words.

    A heading without anything under it is kept and marked as missing.
    """

    class Kind(models.TextChoices):
        SECTION = "section", "Section"
        CONCLUSION = "conclusion", "Conclusion"
        CALL = "call", "Call to action"
        AUTHOR = "author", "About the author"
        PROMOTION = "promotion", "Promotion"

    parent_field = "source"
    natural_fields = ("source__slug", "key")

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="sections"
    )
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SECTION)
    heading = models.CharField(
        max_length=120, blank=True, help_text="As printed; empty if it has none."
    )
    body = models.TextField(blank=True, help_text="The substance, in our words.")
    is_missing = models.BooleanField(
        default=False, help_text="The document has nothing under this heading."
    )
    is_promotional = models.BooleanField(
        default=False, help_text="Kept, but hidden from readers by default."
    )
    see_also = models.CharField(
        max_length=160,
        blank=True,
        help_text="Where else a reader finds it, for a heading that is empty.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["source", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], name="roles_guidesection_key_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(is_missing=True, body="")
                | models.Q(is_missing=False) & ~models.Q(body=""),
                name="roles_guidesection_is_empty_only_if_missing",
                violation_error_message="Write the substance, or mark it as missing.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.body[:80]


class RelatedGuide(ContentChild):
    """Another guide or page to which a document leads."""

    parent_field = "source"
    natural_fields = ("source__slug", "key")

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="related_guides"
    )
    key = models.SlugField(max_length=80)
    label = models.CharField(max_length=120, help_text="As printed.")
    blurb = models.CharField(max_length=160, blank=True)
    to_role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guides_here",
    )
    is_promotional = models.BooleanField(
        default=False, help_text="Kept, but hidden from readers by default."
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["source", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], name="roles_relatedguide_key_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.label
