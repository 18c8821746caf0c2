"""What roles pay, as sources print it."""

from collections.abc import Collection
from typing import Self

from django.db import models

from careersite.common.models import LiveManager, draft_constraints, range_check
from roles.models.level import HouseLevel
from roles.models.progression import Rung
from roles.models.role import Role
from roles.models.sourced_fact import SourcedFact, SourcedFactQuerySet

PAY_IS_POSITIVE = "Pay must be more than nothing."


class SalaryBandQuerySet(SourcedFactQuerySet):
    """Which pay figures."""

    series = (
        "role",
        "house_level",
        "currency",
        "period",
        "component",
        "statistic",
        "condition",
        "subject",
    )

    def of_us_mid_level(self) -> Self:
        """Return ranges and values of the US, dollars a year, mid level, not total.

        What a condition or another subject narrows is another group.
        """
        return self.filter(
            low__isnull=False,
            condition="",
            subject="",
            region__code="US",
            currency="USD",
            period=SalaryBand.Period.YEAR,
            house_level=HouseLevel.MID,
            statistic__in=[SalaryBand.Statistic.RANGE, SalaryBand.Statistic.POINT],
            component__in=[SalaryBand.Component.BASE, SalaryBand.Component.NOT_STATED],
        )

    def of_region(self, slug: str) -> Self:
        """Return the figures of one region; of no stated one for an empty slug."""
        if not slug:
            return self.filter(region__isnull=True)
        return self.filter(region__slug=slug)

    def of_roles(self, slugs: Collection[str]) -> Self:
        """Return the figures of the roles with these slugs."""
        return self.filter(role__slug__in=slugs)

    def with_sources(self) -> Self:
        """Return bands with everything that a row of pay shows."""
        return self.select_related("published_in", "attributed_to", "region", "role")


class SalaryBand(SourcedFact):
    """One pay figure, with its basis, exactly as one source prints it."""

    class Period(models.TextChoices):
        YEAR = "year", "a year"
        HOUR = "hour", "an hour"

    class Component(models.TextChoices):
        BASE = "base", "Base pay"
        TOTAL = "total", "Total pay"
        NOT_STATED = "not_stated", "Component not stated"

    class Statistic(models.TextChoices):
        RANGE = "range", "Range"
        AVERAGE = "average", "Average"
        MEDIAN = "median", "Median"
        POINT = "point", "Single value"

    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="salary_bands"
    )
    rung = models.ForeignKey(
        Rung,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="salary_bands",
    )
    house_level = models.CharField(
        max_length=10,
        choices=HouseLevel,
        blank=True,
        help_text="Empty where the figure speaks of no level.",
    )
    level_label = models.CharField(
        max_length=120, blank=True, help_text="The level as printed."
    )
    years_low = models.PositiveSmallIntegerField(null=True, blank=True)
    years_high = models.PositiveSmallIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=4, choices=Period, default=Period.YEAR)
    component = models.CharField(
        max_length=10, choices=Component, default=Component.NOT_STATED
    )
    statistic = models.CharField(
        max_length=8, choices=Statistic, default=Statistic.RANGE
    )
    condition = models.CharField(
        max_length=80,
        blank=True,
        help_text="What narrows it, such as remote or top companies.",
    )
    objects = LiveManager.from_queryset(SalaryBandQuerySet)()

    class Meta:
        ordering = ["position", "key"]
        indexes = [
            models.Index(fields=["role", "status", "position"]),
        ]
        constraints = [
            *draft_constraints("roles_salaryband", "key"),
            range_check("low", "high", "roles_salaryband_low_not_above_high"),
            range_check(
                "years_low", "years_high", "roles_salaryband_years_low_not_above_high"
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=False) | models.Q(high__isnull=False),
                name="roles_salaryband_has_an_end",
                violation_error_message="Give the low end, the high end, or both.",
            ),
            models.CheckConstraint(
                condition=models.Q(low__gt=0) | models.Q(low__isnull=True),
                name="roles_salaryband_low_is_positive",
                violation_error_message=PAY_IS_POSITIVE,
            ),
            models.CheckConstraint(
                condition=models.Q(high__gt=0) | models.Q(high__isnull=True),
                name="roles_salaryband_high_is_positive",
                violation_error_message=PAY_IS_POSITIVE,
            ),
            models.CheckConstraint(
                condition=models.Q(region__isnull=True, region_basis="not_stated")
                | models.Q(region__isnull=False) & ~models.Q(region_basis="not_stated"),
                name="roles_salaryband_region_has_its_basis",
                violation_error_message="Say how the region is known.",
            ),
        ]
