"""What there is to read, watch or try at a step."""

from typing import Self

from django.db import models

from careersite.common.models import (
    Keyed,
    NaturalKeyManager,
    Publishable,
    PublishableQuerySet,
)
from roadmaps.models.roadmap import Roadmap


class ResourceQuerySet(PublishableQuerySet):
    """Which resources."""

    def of_step(self, roadmap: "Roadmap | int", step_key: str) -> Self:
        """Return what readers are offered at a step, in order."""
        return (
            self.published()
            .filter(roadmap=roadmap, step_key=step_key)
            .order_by("position", "pk")
        )


class Resource(Keyed, Publishable):
    """Something to read, watch or try; belongs to a step key of all versions."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "Article"
        BOOK = "book", "Book"
        COURSE = "course", "Course"
        DOCS = "docs", "Documentation"
        LAB = "lab", "Lab"
        VIDEO = "video", "Video"

    class Cost(models.TextChoices):
        FREE = "free", "Free"
        CARD = "card", "Free, card needed"
        PAID = "paid", "Paid"

    natural_fields = ("roadmap__slug", "step_key", "key")

    roadmap = models.ForeignKey(
        Roadmap, on_delete=models.CASCADE, related_name="resources"
    )
    step_key = models.SlugField(max_length=60)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    provider = models.CharField(max_length=80)
    url = models.URLField()
    kind = models.CharField(max_length=8, choices=Kind)
    cost = models.CharField(max_length=5, choices=Cost, default=Cost.FREE)
    cost_note = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=20, default="English")
    minutes = models.PositiveIntegerField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = NaturalKeyManager.from_queryset(ResourceQuerySet)()

    class Meta:
        ordering = ["roadmap", "step_key", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "step_key", "key"],
                name="roadmaps_resource_key_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.title
