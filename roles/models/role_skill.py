"""Which skills a role asks for, by whose word."""

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    EveryRowManager,
    LiveManager,
)
from roles.models.level import HouseLevel
from roles.models.role import Role
from roles.models.skill import (
    Skill,
    SkillPrerequisite,
    level_validators,
)
from roles.models.source import Source


class RoleSkillQuerySet(ChildQuerySet):
    """Which demands of roles."""

    def weights_by_family(
        self, role_ids: Iterable[int]
    ) -> models.QuerySet[models.Model, dict[str, Any]]:
        """Return role and family with the importance asked, most first.

        Of published skills, as everywhere that readers look.
        """
        return (
            self.under_published("skill")
            .filter(role__in=list(role_ids))
            .values("role_id", "skill__category_id")
            .annotate(weight=models.Sum("importance"))
            .order_by("-weight", "skill__category__position")
        )

    def in_reading_order(self) -> Self:
        """Return demands for published skills, family by family, ready to show.

        `after_names` are the skills that come first, `mention_source_ids` the
        sources that name the skill for the role.
        """
        before = SkillPrerequisite.objects.filter(
            skill=models.OuterRef("skill"),
            prerequisite__status=Skill.Status.PUBLISHED,
        )
        mentions = SkillMention.objects.filter(
            role=models.OuterRef("role"), skill=models.OuterRef("skill")
        )
        return (
            self.filter(skill__status=Skill.Status.PUBLISHED)
            .select_related("skill__category")
            .annotate(
                after_names=ArraySubquery(
                    before.order_by("prerequisite__position").values(
                        "prerequisite__name"
                    )
                ),
                mention_source_ids=ArraySubquery(
                    mentions.order_by("source__position").values("source_id").distinct()
                ),
            )
            .order_by(
                "skill__category__position",
                "skill__position",
                "skill__slug",
                "house_level",
            )
        )


class RoleSkill(ContentChild):
    """How much a role at one house level asks of one skill."""

    class Importance(models.IntegerChoices):
        HELPFUL = 1, "Helpful"
        USEFUL = 2, "Useful"
        IMPORTANT = 3, "Important"
        VERY_HIGH = 4, "Very high"
        CRITICAL = 5, "Critical"

    parent_field = "role"
    natural_fields = ("role__slug", "skill__slug", "house_level")

    role = models.ForeignKey(
        Role, on_delete=models.CASCADE, related_name="skill_requirements"
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, related_name="role_requirements"
    )
    house_level = models.CharField(max_length=10, choices=HouseLevel)
    importance = models.PositiveSmallIntegerField(
        choices=Importance,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="A number only where a source prints a scale, else our estimate.",
    )
    required_level = models.PositiveSmallIntegerField(validators=level_validators)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    # Set by `in_reading_order`.
    after_names: list[str]
    mention_source_ids: list[int]

    everything = EveryRowManager.from_queryset(RoleSkillQuerySet)()
    objects = LiveManager.from_queryset(RoleSkillQuerySet)()

    class Meta:
        ordering = ["role", "skill", "house_level"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "skill", "house_level"],
                name="roles_roleskill_one_row_per_level",
            ),
            models.CheckConstraint(
                condition=models.Q(importance__range=(1, 5)),
                name="roles_roleskill_importance_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(required_level__range=(0, 5)),
                name="roles_roleskill_required_level_is_0_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.skill} ({self.house_level})"


class SkillMention(ContentChild):
    """A source names a skill for a role, in its own category and words."""

    parent_field = "role"
    natural_fields = ("role__slug", "source__slug", "key")

    role = models.ForeignKey(
        Role, on_delete=models.CASCADE, related_name="skill_mentions"
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="skill_mentions"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="mentions")
    key = models.SlugField(max_length=80)
    as_printed = models.CharField(max_length=80)
    category_label = models.CharField(max_length=80, blank=True)
    importance_label = models.CharField(
        max_length=40, blank=True, help_text="As printed, such as Critical Requirement."
    )
    importance = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        choices=RoleSkill.Importance,
        help_text="Only where the label is printed on a scale.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["role", "source", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "source", "key"],
                name="roles_skillmention_key_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_printed} ({self.source})"
