"""Skills, their families and what comes before them."""

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    ContentRoot,
    EveryRowManager,
    Keyed,
    LiveManager,
    NaturalKeyManager,
    Publishable,
    PublishableQuerySet,
    TimeStamped,
    draft_constraints,
)

LEVEL_MAX = 5
level_validators = [MinValueValidator(0), MaxValueValidator(LEVEL_MAX)]


class SkillCategory(Keyed, TimeStamped):
    """A family of skills: one line on the map, one color, one two-letter code."""

    natural_fields = ("code",)

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)
    color_slot = models.PositiveSmallIntegerField(unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "skill categories"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(color_slot__range=(1, 8)),
                name="roles_skillcategory_color_slot_is_1_to_8",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProficiencyAnchor(Keyed, models.Model):
    """What one level of proficiency, 0 to 5, means in words that readers see."""

    natural_fields = ("level",)

    level = models.PositiveSmallIntegerField(unique=True, validators=level_validators)
    name = models.CharField(max_length=30)
    description = models.CharField(max_length=160)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["level"]

    def __str__(self) -> str:
        return f"{self.level} {self.name}"


def path_to(start: int, before: dict[int, list[int]]) -> list[int]:
    """Return the way from `start` back to itself by what comes before; or nothing."""
    waiting, seen = [[start]], set()
    while waiting:
        way = waiting.pop()
        for step in before.get(way[-1], []):
            if step == start:
                return [*way, start]
            if step not in seen:
                seen.add(step)
                waiting.append([*way, step])
    return []


class SkillQuerySet(PublishableQuerySet):
    """Which skills."""

    def in_reading_order(self) -> Self:
        """Return skills family by family, with the family loaded."""
        return self.select_related("category").order_by(
            "category__position", "position", Lower("name")
        )

    def asked_by(self, role_id: int) -> Self:
        """Return skills that a role asks for at any level."""
        return self.filter(role_requirements__role=role_id).distinct()

    def asked_most(self) -> Self:
        """Return skills by how many published roles ask for them, most first."""
        published = Publishable.Status.PUBLISHED
        return (
            self.filter(role_requirements__role__status=published)
            .annotate(role_count=models.Count("role_requirements__role", distinct=True))
            .order_by("-role_count", "category__position", "position", "slug")
        )

    def with_role_counts(self) -> Self:
        """Annotate how many published roles ask for each skill."""
        roles = models.Count(
            "role_requirements__role",
            filter=models.Q(
                role_requirements__role__status=Publishable.Status.PUBLISHED
            ),
            distinct=True,
        )
        return self.annotate(role_count=roles)

    def as_rows(self) -> models.QuerySet[Any, dict[str, Any]]:
        """Return skills as the plain rows of a list, other names too (one query).

        The family is no join, so that counting the rows needs none either.
        """
        families = SkillCategory.objects.filter(pk=models.OuterRef("category"))
        names = SkillAlias.objects.filter(skill=models.OuterRef("pk"))
        return self.annotate(
            family=models.Subquery(families.order_by().values("code")),
            names=ArraySubquery(names.order_by("name").values("name")),
        ).values("id", "slug", "name", "kind", "family", "names", "description")

    def named(self, text: str) -> Self:
        """Return skills that have `text` in their name or another name."""
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(
                pk__in=SkillAlias.objects.filter(name__icontains=text).values("skill")
            )
        )


class Skill(ContentRoot):
    """Something that a person can do and a role can ask for."""

    class Kind(models.TextChoices):
        TECHNICAL = "technical", "Technical"
        SOFT = "soft", "Soft"
        EMERGING = "emerging", "Emerging"

    natural_fields = ("slug",)

    category = models.ForeignKey(
        SkillCategory, on_delete=models.PROTECT, related_name="skills"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TECHNICAL)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="SkillPrerequisite",
        through_fields=("skill", "prerequisite"),
        related_name="leads_to",
        blank=True,
    )

    objects = LiveManager.from_queryset(SkillQuerySet)()

    class Meta:
        ordering = ["category__position", "position", "slug"]
        constraints = [
            *draft_constraints("roles_skill", "slug"),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(draft_of=None),
                name="roles_skill_live_name_is_unique",
                violation_error_message="Another skill has this name.",
            ),
        ]
        indexes = [
            GinIndex(
                name="roles_skill_name_trigrams",
                fields=["name"],
                opclasses=["gin_trgm_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("roles:skill_detail", args=[self.slug])

    def publishing_problems(self) -> list[str]:
        """Refuse prerequisites that lead back to this skill; name the way."""
        own = self.prerequisite_links.values_list("prerequisite", flat=True)
        return list(self.circles_through(own).values())

    def circles_through(self, prerequisites: Iterable[int]) -> dict[int, str]:
        """Say of each prerequisite that leads back to this skill by which way."""
        before: dict[int, list[int]] = {}
        for skill, prerequisite in SkillPrerequisite.objects.values_list(
            "skill", "prerequisite"
        ):
            before.setdefault(skill, []).append(prerequisite)
        live = self.draft_of_id or self.pk
        ways = {one: path_to(live, {**before, live: [one]}) for one in prerequisites}
        names = Skill.objects.in_bulk({pk for way in ways.values() for pk in way})
        return {
            one: "Its prerequisites go in a circle: "
            + " after ".join(str(names.get(pk, self)) for pk in way)
            + "."
            for one, way in ways.items()
            if way
        }


class SkillAlias(ContentChild):
    """Another name under which people look for a skill."""

    parent_field = "skill"
    natural_fields = ("skill__slug", "name")

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "skill aliases"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(of_draft=False),
                name="roles_skillalias_live_name_is_unique",
                violation_error_message="Another skill has this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SkillPrerequisite(ContentChild):
    """`prerequisite` is learned before `skill`; together they form no cycle."""

    parent_field = "skill"
    natural_fields = ("skill__slug", "prerequisite__slug")

    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, related_name="prerequisite_links"
    )
    prerequisite = models.ForeignKey(
        Skill, on_delete=models.PROTECT, related_name="dependent_links"
    )

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["skill", "prerequisite__slug", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["skill", "prerequisite"],
                name="roles_skillprerequisite_pair_is_unique",
            ),
            models.CheckConstraint(
                condition=~models.Q(skill=models.F("prerequisite")),
                name="roles_skillprerequisite_is_not_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prerequisite} before {self.skill}"
