"""Roles (careers) and what people in them do."""

from collections.abc import Sequence
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import JSONObject, Lower
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
    draft_constraints,
)
from roles.models.level import HouseLevel
from roles.models.redirect import Redirect
from roles.models.skill import (
    SkillCategory,
)
from roles.models.source import Source


class RoleQuerySet(PublishableQuerySet):
    """Which roles."""

    def readable(self) -> Self:
        """Return what a reader may open: published, or retired with a successor."""
        return self.filter(
            models.Q(status=Publishable.Status.PUBLISHED)
            | models.Q(
                status=Publishable.Status.ARCHIVED,
                successor__status=Publishable.Status.PUBLISHED,
            )
        )

    def listed(self, *, with_drafts: bool = False) -> Self:
        """Return what the list of roles shows; editors also see what is on its way."""
        if not with_drafts:
            return self.published()
        return self.exclude(status=Publishable.Status.ARCHIVED)

    def with_slugs(self, slugs: Sequence[str]) -> Self:
        """Return roles with these slugs."""
        return self.filter(slug__in=slugs)

    def renamed(self, slugs: Sequence[str]) -> dict[str, str]:
        """Return old slug -> present slug for those that once named these roles."""
        if not slugs:
            return {}
        present = Redirect.objects.new_slugs(Redirect.Kind.ROLE, list(slugs))
        targets = self.with_slugs(list(present.values())) if present else self.none()
        readable = set(targets.values_list("slug", flat=True))
        return {old: new for old, new in present.items() if new in readable}

    def beside(self, slug: str) -> Self:
        """Return roles to which a source describes a side move from role `slug`."""
        return self.filter(
            moves_here__status=Publishable.Status.PUBLISHED,
            moves_here__kind__in=["lateral", "similar"],
            moves_here__role__slug=slug,
            moves_here__role__status=Publishable.Status.PUBLISHED,
        ).distinct()

    def matching(self, text: str) -> Self:
        """Return roles that have `text` in a title, another name or a skill."""
        return self.filter(
            models.Q(title__icontains=text)
            | models.Q(summary__icontains=text)
            | models.Q(aliases__name__icontains=text)
            | models.Q(skill_requirements__skill__name__icontains=text)
            | models.Q(certification_links__certification__name__icontains=text)
        ).distinct()

    def of(self, facts: models.QuerySet) -> Self:
        """Return the roles that any of `facts` speaks of."""
        return self.filter(pk__in=facts.values("role"))

    def by_name(self) -> Self:
        """Order by title."""
        return self.order_by(Lower("title"), "slug")

    def with_names_and_duties(self) -> Self:
        """Annotate other titles and duties, so that a page needs no query for them."""
        of_role = {"role": models.OuterRef("pk")}
        titles = RoleAlias.objects.filter(**of_role, kind=RoleAlias.Kind.ALIAS)
        duties = Duty.objects.filter(**of_role).order_by("position", "key")
        # No join and no group: what else a page reads here would run for each title.
        return self.select_related("successor").annotate(
            other_titles=ArraySubquery(
                titles.order_by("position", "name").values("name")
            ),
            duty_rows=ArraySubquery(
                duties.values(
                    row=JSONObject(
                        text="text",
                        cadence="cadence",
                        level="house_level",
                        source_id="source_id",
                    )
                )
            ),
        )


class Role(ContentRoot):
    """A career, such as AI Engineer."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=80)
    summary = models.CharField(
        max_length=90, help_text="One sentence for the card, at most 90 characters."
    )
    lead = models.CharField(
        max_length=200, blank=True, help_text="One or two sentences under the title."
    )
    body = models.TextField(blank=True, help_text="Markdown.")
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="Where readers of a retired role are sent.",
    )
    reviewed_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    # Set by `with_names_and_duties`.
    other_titles: list[str]
    duty_rows: list[dict[str, object]]

    objects = LiveManager.from_queryset(RoleQuerySet)()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            *draft_constraints("roles_role", "slug"),
            models.UniqueConstraint(
                fields=["title"],
                condition=models.Q(draft_of=None),
                name="roles_role_live_title_is_unique",
                violation_error_message="Another role has this title.",
            ),
        ]
        permissions = [("publish_content", "Can publish content")]
        indexes = [
            GinIndex(
                name="roles_role_title_trigrams",
                fields=["title"],
                opclasses=["gin_trgm_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roles:role_detail", args=[self.slug])

    def set_successor(self, successor: "Role") -> None:
        """Name what follows this."""
        self.successor = successor
        self.save(update_fields=["successor", "updated_at"])

    def publishing_problems(self) -> list[str]:
        """Ask for what a reader of the page would miss."""
        problems = []
        if not self.lead:
            problems.append("Write the one or two sentences under the title.")
        if not self.skill_requirements.exists():
            problems.append("Name at least one skill that the role asks for.")
        if not self.duties.exists():
            problems.append("Name at least one thing that people in the role do.")
        return problems


class RoleAlias(ContentChild):
    """Another title: the same work under another name, or a related title."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "Another name"
        RELATED = "related", "Related title"

    parent_field = "role"
    natural_fields = ("role__slug", "name")

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ALIAS)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["position", "name", "pk"]
        verbose_name_plural = "role aliases"
        constraints = [
            models.UniqueConstraint(
                "role", Lower("name"), name="roles_rolealias_name_is_unique_in_role"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(ContentChild):
    """Something that people in a role do, as a source reports it."""

    class Cadence(models.TextChoices):
        CORE = "core", "Core"
        DAY = "day", "Every day"
        WEEK = "week", "Every week"
        MONTH = "month", "Every month"

    parent_field = "role"
    natural_fields = ("role__slug", "source__slug", "key")

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="duties")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="duties")
    key = models.SlugField(max_length=80)
    text = models.CharField(max_length=280)
    cadence = models.CharField(max_length=5, choices=Cadence, default=Cadence.CORE)
    house_level = models.CharField(max_length=10, choices=HouseLevel, blank=True)
    rank = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Only where the source ranks its duties."
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["role", "position", "pk"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["role", "source", "key"], name="roles_duty_key_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class RoleMapStop(ContentChild):
    """Where a role sits on the home page's map of 712 by 408 units."""

    class Anchor(models.TextChoices):
        START = "start", "Label to the right"
        END = "end", "Label to the left"
        ABOVE = "above", "Label above"
        BELOW = "below", "Label below"

    parent_field = "role"
    natural_fields = ("role__slug",)

    role = models.OneToOneField(Role, on_delete=models.CASCADE, related_name="map_stop")
    x = models.PositiveSmallIntegerField()
    y = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField(
        default=14, help_text="Of the capsule; higher where several lines meet."
    )
    anchor = models.CharField(max_length=5, choices=Anchor, default=Anchor.START)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    def __str__(self) -> str:
        return f"{self.role} at {self.x}, {self.y}"


class RoleMapLine(Keyed, models.Model):
    """One family's line: a path of straight runs at 0, 45 or 90 degrees."""

    natural_fields = ("category__code",)

    category = models.OneToOneField(
        SkillCategory,
        on_delete=models.CASCADE,
        related_name="map_line",
    )
    points = models.JSONField(help_text="A list of [x, y] pairs.")
    badge = models.JSONField(help_text="[x, y] of the code's badge.")

    objects = NaturalKeyManager()

    def __str__(self) -> str:
        return f"Line of {self.category}"
