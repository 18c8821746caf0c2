"""Steps as editors write them: what they need, teach and consist of."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from careersite.common.models import (
    Keyed,
    NaturalKeyManager,
)
from roadmaps.models.roadmap import RoadmapVersion, Stage
from roles.models import Certification, Skill, SkillCategory
from roles.models.skill import level_validators

PART_HOURS_MAX = 4


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

    parent_field = "version"
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

    parent_field = "step"
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

    parent_field = "step"
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
        ordering = ["step", "from_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "from_key"], name="roadmaps_steporigin_key_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} from {self.from_key}"


class StepCriterion(Keyed, models.Model):
    """Something that a learner shows and a mentor answers Met or Change."""

    parent_field = "step"
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
        ordering = ["step", "position", "pk"]
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

    parent_field = "step"
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

    parent_field = "step"
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
        ordering = ["step", "position", "pk"]
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
