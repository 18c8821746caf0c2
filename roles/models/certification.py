"""Certifications: who gives them, what they show, how long they hold."""

from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import JSONObject
from django.urls import reverse

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    ContentRoot,
    EveryRowManager,
    Keyed,
    LiveManager,
    NaturalKeyManager,
    PublishableQuerySet,
    TimeStamped,
    draft_constraints,
)
from roles.models.progression import Ladder, Rung
from roles.models.role import Role
from roles.models.skill import Skill, SkillCategory, level_validators
from roles.models.source import Source


class Provider(Keyed, TimeStamped):
    """Who gives a certification."""

    natural_fields = ("slug",)

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    url = models.URLField(blank=True)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class CertificationQuerySet(PublishableQuerySet):
    """Which certifications."""

    def named(self, text: str) -> Self:
        """Return certifications that have `text` in a name, alias or provider."""
        aliases = models.Func(
            models.F("aliases"),
            models.Value(" | "),
            function="array_to_string",
            output_field=models.TextField(),
        )
        return self.alias(all_aliases=aliases).filter(
            models.Q(name__icontains=text)
            | models.Q(all_aliases__icontains=text)
            | models.Q(provider__name__icontains=text)
        )


class Certification(ContentRoot):
    """A certificate that a learner can earn."""

    class Standing(models.TextChoices):
        ACTIVE = "active", "Offered"
        CHECK = "check", "Check with the provider"
        RETIRED = "retired", "No longer offered"

    natural_fields = ("slug",)

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="certifications"
    )
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    level = models.CharField(max_length=40, blank=True)
    description = models.TextField(blank=True)
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.ACTIVE)
    retired_on = models.DateField(null=True, blank=True)
    renewals_closed = models.BooleanField(default=False)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    url = models.URLField(blank=True)
    review_by = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = LiveManager.from_queryset(CertificationQuerySet)()

    class Meta:
        ordering = ["position", "slug"]
        constraints = draft_constraints("roles_certification", "slug")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("roles:certification_detail", args=[self.slug])

    def set_successor(self, successor: "Certification") -> None:
        """Name what follows this."""
        self.successor = successor
        self.save(update_fields=["successor", "updated_at"])

    @property
    def can_be_planned(self) -> bool:
        """Whether a learner can still set out to earn it."""
        return self.standing != self.Standing.RETIRED


class CertificationSkill(ContentChild):
    """The level of a skill that holding a certification shows."""

    parent_field = "certification"
    natural_fields = ("certification__slug", "skill__slug")

    certification = models.ForeignKey(
        Certification, on_delete=models.CASCADE, related_name="validated_skills"
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, related_name="validating_certifications"
    )
    level = models.PositiveSmallIntegerField(validators=level_validators)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["certification", "skill__slug", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "skill"],
                name="roles_certificationskill_pair_is_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 5)),
                name="roles_certificationskill_level_is_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification} shows {self.skill} at {self.level}"


class RoleCertificationQuerySet(ChildQuerySet):
    """Which recommendations."""

    def shown(self) -> Self:
        """Return recommendations of published certifications by published roles.

        `families` are the skill families that a certification shows.
        """
        covers = CertificationSkill.objects.filter(
            certification=models.OuterRef(models.OuterRef("certification")),
            skill__category=models.OuterRef("pk"),
        )
        families = SkillCategory.objects.filter(models.Exists(covers)).values(
            row=JSONObject(code="code", name="name", color_slot="color_slot")
        )
        return (
            self.filter(
                certification__status=Certification.Status.PUBLISHED,
                role__status=Role.Status.PUBLISHED,
            )
            .select_related("certification__provider", "role")
            .annotate(families=ArraySubquery(families))
            .order_by("position", "certification__slug", "source__position")
        )


class RoleCertification(ContentChild):
    """A source recommends a certification to people heading for a role."""

    parent_field = "role"
    natural_fields = ("role__slug", "certification__slug", "source__slug")

    role = models.ForeignKey(
        Role, on_delete=models.CASCADE, related_name="certification_links"
    )
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="role_links"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    as_printed = models.CharField(max_length=120, blank=True)
    best_for = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    note = models.CharField(max_length=280, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    # Set by `shown`.
    families: list[dict[str, object]]

    everything = EveryRowManager.from_queryset(RoleCertificationQuerySet)()
    objects = LiveManager.from_queryset(RoleCertificationQuerySet)()

    class Meta:
        ordering = ["role", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "certification", "source"],
                name="roles_rolecertification_one_row_per_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification} for {self.role}"


class RungCertificationQuerySet(models.QuerySet):
    """Which demands of rungs."""

    def beside(self, certification: Certification) -> Self:
        """Return what published ladders ask: this one, and what may stand instead."""
        asked = RungCertification.objects.filter(
            rung=models.OuterRef("rung"),
            choice=models.OuterRef("choice"),
            certification=certification,
        )
        return (
            self.filter(
                models.Exists(asked),
                rung__ladder__status=Ladder.Status.PUBLISHED,
                rung__ladder__role__status=Role.Status.PUBLISHED,
                certification__status=Certification.Status.PUBLISHED,
            )
            .select_related("certification", "rung__ladder__role")
            .select_related("rung__ladder__source")
            .order_by("rung__ladder__position", "rung__position", "rung", "choice")
        )


class RungCertification(ContentChild):
    """A rung asks for a certification; those of one `choice` stand for each other."""

    parent_field = "rung"
    natural_fields = (
        "rung__ladder__role__slug",
        "rung__ladder__key",
        "rung__key",
        "certification__slug",
    )

    rung = models.ForeignKey(
        Rung, on_delete=models.CASCADE, related_name="certifications"
    )
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="asking_rungs"
    )
    choice = models.PositiveSmallIntegerField(
        default=1, help_text="The same number: any one of these certifications does."
    )

    everything = EveryRowManager.from_queryset(RungCertificationQuerySet)()
    objects = LiveManager.from_queryset(RungCertificationQuerySet)()

    class Meta:
        ordering = ["rung", "choice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rung", "certification"],
                name="roles_rungcertification_pair_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} asks for {self.certification}"
