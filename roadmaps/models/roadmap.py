"""Roadmaps as editors write them: versions, stages, steps and resources."""

from datetime import datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from careersite.common.models import (
    Keyed,
    NaturalKeyManager,
    Publishable,
    PublishableQuerySet,
    TimeStamped,
)
from roles.models import Certification, Role, Skill, SkillCategory
from roles.models.skill import level_validators

PART_HOURS_MAX = 4


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


class RoadmapVersionQuerySet(models.QuerySet):
    """Which versions."""

    def drafts(self) -> Self:
        """Return versions whose plan editors may still change."""
        return self.filter(status=RoadmapVersion.Status.DRAFT)

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

    def latest_published(self) -> Self:
        """Return the newest published version of each roadmap."""
        return self.published().order_by("roadmap_id", "-number").distinct("roadmap_id")


class RoadmapVersion(Keyed, TimeStamped):
    """One version; once published, its plan never changes."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
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
                condition=models.Q(status="draft"),
                name="roadmaps_roadmapversion_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", published_at__isnull=True)
                | models.Q(status="published", published_at__isnull=False),
                name="roadmaps_roadmapversion_published_has_its_time",
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
        self.layout = layout
        self.save(update_fields=["status", "published_at", "layout", "updated_at"])

    @property
    def is_draft(self) -> bool:
        """Whether editors may still change the plan."""
        return self.status == self.Status.DRAFT


class StageQuerySet(models.QuerySet):
    """Which stages."""

    def of_drafts(self) -> Self:
        """Return stages that steps may still be put into."""
        return self.filter(version__status=RoadmapVersion.Status.DRAFT)


class Stage(Keyed, models.Model):
    """A stretch of a version, such as Foundations."""

    natural_fields = ("version__roadmap__slug", "version__number", "key")

    version = models.ForeignKey(
        RoadmapVersion, on_delete=models.CASCADE, related_name="stages"
    )
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40)

    objects = NaturalKeyManager.from_queryset(StageQuerySet)()

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


class Step(Keyed, models.Model):
    """One thing to learn, build, earn or practice; its key is permanent."""

    class Kind(models.TextChoices):
        LEARN = "learn", "Learn"
        BUILD = "build", "Build"
        CERTIFY = "certify", "Certify"
        INTERVIEW = "interview", "Interview"

    class Device(models.TextChoices):
        PHONE = "phone", "A phone is enough"
        COMPUTER = "computer", "Needs a computer"

    natural_fields = ("version__roadmap__slug", "version__number", "key")

    version = models.ForeignKey(
        RoadmapVersion, on_delete=models.CASCADE, related_name="steps"
    )
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=60, help_text="Permanent: versions meet by it.")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    summary = models.CharField(max_length=280, blank=True)
    category = models.ForeignKey(
        SkillCategory, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.LEARN)
    hours = models.DecimalField(
        max_digits=5,
        decimal_places=1,
        help_text="Editorial estimate of the hours that a learner needs.",
    )
    is_required = models.BooleanField(default=True)
    needs_review = models.BooleanField(default=False)
    reviewer_guidance = models.TextField(
        blank=True, help_text="What a mentor should look for."
    )
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    device = models.CharField(
        max_length=8, choices=Device, default=Device.COMPUTER, blank=True
    )
    cost_note = models.CharField(max_length=160, blank=True)
    must_redo = models.BooleanField(
        default=False,
        help_text="Learners who finished this step in an older version redo it.",
    )
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="StepPrerequisite",
        through_fields=("step", "prerequisite"),
        related_name="dependents",
        blank=True,
    )

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"], name="roadmaps_step_key_is_unique"
            ),
            models.UniqueConstraint(
                fields=["version", "number"],
                name="roadmaps_step_number_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gt=0),
                name="roadmaps_step_hours_are_positive",
                violation_error_message="A step takes more than 0 hours.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class StepPrerequisite(Keyed, models.Model):
    """`prerequisite` comes before `step`; never forward in number."""

    natural_fields = (
        "step__version__roadmap__slug",
        "step__version__number",
        "step__key",
        "prerequisite__key",
    )

    step = models.ForeignKey(
        Step, on_delete=models.CASCADE, related_name="prerequisite_links"
    )
    prerequisite = models.ForeignKey(
        Step, on_delete=models.CASCADE, related_name="dependent_links"
    )

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["step", "prerequisite"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "prerequisite"],
                name="roadmaps_stepprerequisite_pair_is_unique",
            ),
            models.CheckConstraint(
                condition=~models.Q(step=models.F("prerequisite")),
                name="roadmaps_stepprerequisite_is_not_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prerequisite} before {self.step}"


class StepOrigin(Keyed, models.Model):
    """An editor's mark: this step came from another key of an older version.

    Several origins of one step mean merged, one origin of several steps split.
    """

    natural_fields = (
        "step__version__roadmap__slug",
        "step__version__number",
        "step__key",
        "from_key",
    )

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="origins")
    from_key = models.SlugField(max_length=60)

    objects = NaturalKeyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "from_key"], name="roadmaps_steporigin_key_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} from {self.from_key}"


class StepCriterion(Keyed, models.Model):
    """Something that a learner shows and a mentor answers Met or Change."""

    natural_fields = (
        "step__version__roadmap__slug",
        "step__version__number",
        "step__key",
        "key",
    )

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["step", "position"]
        verbose_name_plural = "step criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["step", "key"], name="roadmaps_stepcriterion_key_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class StepSkill(Keyed, models.Model):
    """A skill that a step teaches, up to a level."""

    natural_fields = (
        "step__version__roadmap__slug",
        "step__version__number",
        "step__key",
        "skill__slug",
    )

    step = models.ForeignKey(
        Step, on_delete=models.CASCADE, related_name="taught_skills"
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, related_name="teaching_steps"
    )
    level = models.PositiveSmallIntegerField(validators=level_validators)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["step", "skill"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "skill"], name="roadmaps_stepskill_pair_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 5)),
                name="roadmaps_stepskill_level_is_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} teaches {self.skill} to {self.level}"


class StepPart(Keyed, models.Model):
    """A part of a long step, short enough for an evening."""

    natural_fields = (
        "step__version__roadmap__slug",
        "step__version__number",
        "step__key",
        "key",
    )

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    hours = models.DecimalField(
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(0.1), MaxValueValidator(PART_HOURS_MAX)],
    )

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["step", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "key"], name="roadmaps_steppart_key_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gt=0, hours__lte=PART_HOURS_MAX),
                name="roadmaps_steppart_takes_at_most_4_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.title


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
        ordering = ["roadmap", "step_key", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "step_key", "key"],
                name="roadmaps_resource_key_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.title
