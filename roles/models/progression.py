"""Ladders, one per source, and moves to other work."""

from collections.abc import Sequence
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from careersite.common.models import (
    ContentChild,
    ContentRoot,
    EveryRowManager,
    LiveManager,
    PublishableQuerySet,
    draft_constraints,
    range_check,
)
from roles.models.level import HouseLevel
from roles.models.role import Role
from roles.models.source import Source
from roles.models.sourced_child import SourcedChild

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Ladder(ContentRoot):
    """One source's ladder; ladders are never merged."""

    natural_fields = ("role__slug", "key")

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="ladders")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="ladders")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=280, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = LiveManager.from_queryset(PublishableQuerySet)()

    class Meta:
        ordering = ["role", "position", "pk"]
        constraints = draft_constraints("roles_ladder", "role", "key")

    def __str__(self) -> str:
        return f"{self.title} ({self.source})"

    def get_absolute_url(self) -> str:
        return self.role.get_absolute_url()

    def publishing_problems(self) -> list[str]:
        """Ask for rungs."""
        return [] if self.rungs.exists() else ["Give the ladder at least one rung."]


class RungQuerySet(models.QuerySet):
    """Which rungs."""

    def of(self, role: Role) -> Self:
        """Return the rungs of a role's published ladders, ladder by ladder."""
        return self.of_roles([role])

    def of_roles(self, roles: Sequence[Role]) -> Self:
        """Return the rungs of several roles' published ladders, ladder by ladder."""
        return (
            self.filter(ladder__role__in=roles, ladder__status=Ladder.Status.PUBLISHED)
            .select_related("ladder")
            .order_by("ladder__position", "ladder_id", "position")
        )


class Rung(ContentChild):
    """One stop of a ladder, with the years that its source states, if any."""

    parent_field = "ladder"
    natural_fields = ("ladder__role__slug", "ladder__key", "key")

    ladder = models.ForeignKey(Ladder, on_delete=models.CASCADE, related_name="rungs")
    key = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField()
    titles = ArrayField(models.CharField(max_length=80))
    years_from = models.PositiveSmallIntegerField(null=True, blank=True)
    years_to = models.PositiveSmallIntegerField(null=True, blank=True)
    house_level = models.CharField(max_length=10, choices=HouseLevel, blank=True)
    level_note = models.CharField(
        max_length=160, blank=True, help_text="Why it is mapped to this house level."
    )
    track = models.CharField(max_length=40, blank=True)
    focus = models.CharField(max_length=280, blank=True)
    requirements = models.CharField(max_length=280, blank=True)

    everything = EveryRowManager.from_queryset(RungQuerySet)()
    objects = LiveManager.from_queryset(RungQuerySet)()

    class Meta:
        ordering = ["ladder", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "key"], name="roles_rung_key_is_unique"
            ),
            models.UniqueConstraint(
                fields=["ladder", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="roles_rung_position_is_unique",
            ),
            range_check("years_from", "years_to", "roles_rung_years_from_not_above_to"),
        ]

    def __str__(self) -> str:
        return " / ".join(self.titles)


class CareerMoveQuerySet(PublishableQuerySet):
    """Which moves."""

    def sideways(self) -> Self:
        """Return moves to the side or to a similar role that has a page."""
        return self.filter(
            kind__in=[CareerMove.Kind.LATERAL, CareerMove.Kind.SIMILAR],
            to_role__isnull=False,
        )


class CareerMove(ContentRoot):
    """A step from one role to another kind of work, as a source describes it."""

    class Kind(models.TextChoices):
        ADVANCEMENT = "advancement", "Advancement"
        LATERAL = "lateral", "Lateral move"
        SIMILAR = "similar", "Similar role"
        SPECIALTY = "specialty", "Specialty"
        CONTRACT = "contract", "Contract work"

    natural_fields = ("role__slug", "key")

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="moves")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    to_role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moves_here",
    )
    to_label = models.CharField(max_length=80)
    from_level = models.CharField(max_length=10, choices=HouseLevel, blank=True)
    share_low = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    share_high = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    as_printed = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=280, blank=True)
    published_in = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="moves_printed"
    )
    attributed_to = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moves_originated",
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = LiveManager.from_queryset(CareerMoveQuerySet)()

    class Meta:
        ordering = ["role", "position", "pk"]
        constraints = [
            *draft_constraints("roles_careermove", "role", "key"),
            range_check(
                "share_low", "share_high", "roles_careermove_share_low_not_above_high"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} to {self.to_label}"

    def get_absolute_url(self) -> str:
        return self.role.get_absolute_url()


class Specialty(SourcedChild):
    """A field in which people in a role specialize, as one source sees it."""

    class Kind(models.TextChoices):
        PREMIUM = "premium", "Said to pay more"
        EMERGING = "emerging", "Said to be growing"
        NICHE = "niche", "A niche"

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80)
    pay_effect = models.CharField(
        max_length=160, blank=True, help_text="In words; no source gives a number."
    )
    note = models.CharField(max_length=280, blank=True)
    to_role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specialties_here",
    )

    class Meta(SourcedChild.Meta):
        verbose_name_plural = "specialties"

    def __str__(self) -> str:
        return f"{self.name} ({self.source})"
