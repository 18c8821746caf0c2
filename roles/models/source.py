"""Where facts come from."""

from django.db import models
from django.urls import reverse

from careersite.common.models import (
    ContentRoot,
    Keyed,
    LiveManager,
    NaturalKeyManager,
    PublishableQuerySet,
    TimeStamped,
    draft_constraints,
)


class SourceFamily(Keyed, TimeStamped):
    """The successive issues (editions) of one publisher's document."""

    natural_fields = ("slug",)

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "source families"

    def __str__(self) -> str:
        return self.name


class Source(ContentRoot):
    """A document that prints facts, or an origin that a document names."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Document"
        ORIGIN = "origin", "Cited origin"
        EDITORIAL = "editorial", "Editorial estimate"

    natural_fields = ("slug",)

    family = models.ForeignKey(
        SourceFamily, on_delete=models.PROTECT, related_name="editions"
    )
    edition = models.PositiveSmallIntegerField(
        default=1, help_text="A higher edition of one family supersedes a lower one."
    )
    slug = models.SlugField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DOCUMENT)
    title = models.CharField(
        max_length=200, blank=True, help_text="As printed; empty if it has none."
    )
    publisher = models.CharField(max_length=120, blank=True)
    author = models.CharField(max_length=120, blank=True)
    published_on = models.DateField(null=True, blank=True)
    updated_on = models.DateField(null=True, blank=True)
    year_label = models.CharField(max_length=40, blank=True)
    raw_date = models.CharField(
        max_length=40, blank=True, help_text="The date as printed, damage included."
    )
    reading_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    accessed_on = models.DateField(null=True, blank=True)
    url = models.URLField(blank=True)
    commercial_interest = models.TextField(blank=True)
    gives = models.CharField(
        max_length=200, blank=True, help_text="What this source gives, in a few words."
    )
    oddities = models.TextField(
        blank=True, help_text="What a reader should know: damage, contradictions."
    )
    file_name = models.CharField(
        max_length=80, blank=True, help_text="The file in which the document came."
    )
    file_sha256 = models.CharField(max_length=64, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = LiveManager.from_queryset(PublishableQuerySet)()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            *draft_constraints("roles_source", "slug"),
            models.UniqueConstraint(
                fields=["family", "edition"],
                condition=models.Q(draft_of=None),
                name="roles_source_one_live_document_per_edition",
                violation_error_message="The family has a source of this edition.",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("roles:source_detail", args=[self.slug])

    @property
    def display_name(self) -> str:
        """What readers see: the title, else the publisher, else a stated lack."""
        return self.title or self.publisher or f"Untitled guide ({self.slug})"

    @property
    def cited_name(self) -> str:
        """How an origin is cited beside a figure: its name, and when, if stated."""
        when = self.year_label
        return f"{self.display_name}, {when}" if when else self.display_name
