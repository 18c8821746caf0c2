"""Roadmaps as editors write them: versions and stages."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.urls import reverse

from careersite.common.models import (
    Keyed,
    NaturalKeyManager,
    Publishable,
    PublishableQuerySet,
    TimeStamped,
)
from careersite.common.reviewed import Reviewed
from roles.models import Role


class Roadmap(Keyed, Publishable):
    """A way to a role; what it consists of stands in its versions."""

    natural_fields = ("slug",)

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="roadmaps")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=200)

    objects = NaturalKeyManager.from_queryset(PublishableQuerySet)()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:roadmap_detail", args=[self.slug])

    def archive(self) -> None:
        """Take this from readers; who follows it goes on. Raises WrongStatusError."""
        if self.status != self.Status.PUBLISHED:
            raise self.WrongStatusError("Only a published roadmap is archived.")
        self.status = self.Status.ARCHIVED
        self.save(update_fields=["status", "updated_at"])


class RoadmapVersionQuerySet(models.QuerySet):
    """Which versions."""

    def drafts(self) -> Self:
        """Return versions whose plan editors may still change."""
        return self.exclude(status=RoadmapVersion.Status.PUBLISHED)

    def due(self, now: datetime) -> Self:
        """Return scheduled versions whose time has come, the earliest first."""
        scheduled = self.filter(status=RoadmapVersion.Status.SCHEDULED)
        return scheduled.filter(scheduled_for__lte=now).order_by("scheduled_for", "pk")

    def published(self) -> Self:
        """Return versions that were published, superseded ones included."""
        return self.filter(status=RoadmapVersion.Status.PUBLISHED)

    def startable(self) -> Self:
        """Return the newest published version of each published roadmap."""
        published = Roadmap.objects.published()
        return (
            self.latest_published()
            .filter(roadmap__in=published)
            .select_related("roadmap__role")
        )

    def with_size(self) -> models.QuerySet["RoadmapVersion", Any]:
        """Annotate how many steps a version has, and how many hours they take."""
        found = RoadmapVersion.objects.filter(pk__in=self.values("pk"))
        sized = found.annotate(
            step_count=models.Count("steps"), hours=models.Sum("steps__hours")
        )
        return sized.select_related("roadmap__role").order_by("roadmap_id")

    def latest_published(self) -> Self:
        """Return the newest published version of each roadmap."""
        return self.published().order_by("roadmap_id", "-number").distinct("roadmap_id")


class RoadmapVersion(Keyed, Reviewed, TimeStamped):
    """One version; once published, its plan never changes.

    The newest is the roadmap's draft until then: there is one at most.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"

    class NotADraftError(Exception):
        """Raised where only a draft may be changed or published."""

    natural_fields = ("roadmap__slug", "number")

    roadmap = models.ForeignKey(
        Roadmap, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    change_note = models.CharField(
        max_length=280, blank=True, help_text="What changed, as learners will read it."
    )
    layout = models.JSONField(
        null=True, blank=True, editable=False, help_text="The drawn map, kept."
    )

    objects = NaturalKeyManager.from_queryset(RoadmapVersionQuerySet)()

    class Meta:
        ordering = ["roadmap", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "number"],
                name="roadmaps_roadmapversion_number_is_unique",
            ),
            models.UniqueConstraint(
                fields=["roadmap"],
                condition=~models.Q(status="published"),
                name="roadmaps_roadmapversion_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(status="published", published_at__isnull=False)
                | ~models.Q(status="published") & models.Q(published_at__isnull=True),
                name="roadmaps_roadmapversion_published_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status="scheduled", scheduled_for__isnull=False)
                | ~models.Q(status="scheduled") & models.Q(scheduled_for=None),
                name="roadmaps_roadmapversion_scheduled_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roadmap}, version {self.number}"

    def keep_layout(self, layout: list[dict[str, Any]]) -> None:
        """Keep the drawn map; a draft, which still changes, keeps none."""
        if not self.is_draft and self.layout is None:
            self.layout = layout
            self.save(update_fields=["layout"])

    def publish(self, *, now: datetime, layout: list[dict[str, Any]]) -> None:
        """Fix the plan for good and keep its drawn map; raises NotADraftError."""
        if not self.is_draft:
            raise self.NotADraftError(f"{self} is published already.")
        self.status = self.Status.PUBLISHED
        self.published_at = now
        self.scheduled_for = None
        self.layout = layout
        names = ["status", "published_at", "scheduled_for", "layout", "updated_at"]
        self.save(update_fields=names)

    @property
    def is_draft(self) -> bool:
        """Whether editors may still change the plan."""
        return self.status != self.Status.PUBLISHED


class Stage(Keyed, models.Model):
    """A stretch of a version, such as Foundations."""

    parent_field = "version"
    natural_fields = ("version__roadmap__slug", "version__number", "key")

    version = models.ForeignKey(
        RoadmapVersion, on_delete=models.CASCADE, related_name="stages"
    )
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"], name="roadmaps_stage_key_is_unique"
            ),
            models.UniqueConstraint(
                fields=["version", "position"],
                name="roadmaps_stage_position_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title
