"""Figures and claims that are not pay: scores, growth, time allocation and the rest."""

from collections.abc import Sequence
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models

from careersite.common.models import LiveManager, draft_constraints, range_check
from roles.models.level import HouseLevel
from roles.models.role import Role
from roles.models.salary_band import SalaryBand
from roles.models.sourced_fact import SourcedFact, SourcedFactQuerySet


class FactQuerySet(SourcedFactQuerySet):
    """Which figures that are not pay."""

    series = (
        "role",
        "house_level",
        "measure",
        "dimension",
        "unit",
        "component",
        "subject",
        "comparator",
    )
    series_or_none = ("region_id", "period_start", "period_end")

    def relative_pay(self) -> Self:
        """Return what says how pay compares or grows, and is no pay itself."""
        return self.filter(
            models.Q(measure=Fact.Measure.PREMIUM)
            | models.Q(measure=Fact.Measure.GROWTH, dimension="salary-growth")
        )

    def scores(self, dimension: str) -> Self:
        """Return scores in figures of one dimension, such as demand."""
        return self.filter(
            measure=Fact.Measure.SCORE, dimension=dimension, low__isnull=False
        )

    def demanding(self, dimension: str, levels: Sequence[str]) -> Self:
        """Return what says that a role asks one of `levels` of `dimension`.

        A level printed as "Low to Medium" fits both.
        """
        return self.filter(
            measure=Fact.Measure.DEMAND,
            dimension=dimension,
            text_value__iregex=rf"\y({'|'.join(levels)})\y",
        )


class Fact(SourcedFact):
    """A figure or claim that is not pay."""

    class Measure(models.TextChoices):
        SCORE = "score", "Score"
        DEMAND = "demand_level", "Demand of coding, math and the like"
        TIME_SHARE = "time_share", "Share of working time"
        GROWTH = "growth", "Growth of jobs or postings"
        MARKET = "market", "Market statistic"
        REMOTE = "remote", "Remote work"
        PREMIUM = "premium", "Pay premium"
        PERK = "perk", "Perk"
        CHALLENGE = "challenge", "Challenge"
        TIME_TO_ROLE = "time_to_role", "Time to the role"

    class Unit(models.TextChoices):
        NONE = "", "None"
        PERCENT = "percent", "percent"
        POINTS = "points", "points"
        COUNT = "count", "count"
        USD = "usd", "US dollars"
        MONTHS = "months", "months"
        RANK = "rank", "rank"

    class Polarity(models.TextChoices):
        NONE = "", "None"
        BETTER = "better", "Higher is better"
        HARDER = "harder", "Higher is harder"

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="facts")
    house_level = models.CharField(
        max_length=10,
        choices=HouseLevel,
        blank=True,
        help_text="Empty where the figure speaks of no level.",
    )
    measure = models.CharField(max_length=14, choices=Measure)
    dimension = models.SlugField(
        max_length=40, help_text="What is measured, such as remote-work or coding."
    )
    text_value = models.CharField(
        max_length=120, blank=True, help_text="A value in words, such as Excellent."
    )
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.NONE, blank=True)
    scale_max = models.PositiveSmallIntegerField(null=True, blank=True)
    polarity = models.CharField(
        max_length=6, choices=Polarity, default=Polarity.NONE, blank=True
    )
    explanation = models.CharField(
        max_length=120, blank=True, help_text="What a higher value means."
    )
    period_start = models.PositiveSmallIntegerField(null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(null=True, blank=True)
    comparator = models.CharField(max_length=160, blank=True)
    component = models.CharField(
        max_length=10,
        choices=SalaryBand.Component,
        default=SalaryBand.Component.NOT_STATED,
        help_text="Of a premium: on which pay.",
    )

    objects = LiveManager.from_queryset(FactQuerySet)()

    class Meta:
        ordering = ["measure", "position", "key"]
        indexes = [models.Index(fields=["role", "measure", "status", "position"])]
        constraints = [
            *draft_constraints("roles_fact", "key"),
            range_check("low", "high", "roles_fact_low_not_above_high"),
            models.CheckConstraint(
                condition=models.Q(low__isnull=False)
                | models.Q(high__isnull=False)
                | ~models.Q(text_value=""),
                name="roles_fact_says_something",
                violation_error_message="Give a figure or a value in words.",
            ),
            models.CheckConstraint(
                condition=~models.Q(measure__in=["time_share", "remote"])
                | (models.Q(low__gte=0) | models.Q(low__isnull=True))
                & (models.Q(high__gte=0) | models.Q(high__isnull=True)),
                name="roles_fact_share_is_not_negative",
                violation_error_message="A share must not be less than nothing.",
            ),
        ]

    def clean(self) -> None:
        """Refuse a share of more than a whole, and a score beyond its scale."""
        most = self._most()
        above = {
            name: f"This is more than {most}, the most that it can be."
            for name in ("low", "high")
            if most is not None and (getattr(self, name) or 0) > most
        }
        if above:
            raise ValidationError(above)

    def _most(self) -> int | None:
        is_share = self.measure in {self.Measure.TIME_SHARE, self.Measure.REMOTE}
        if is_share and self.unit == self.Unit.PERCENT:
            return 100
        return self.scale_max if self.measure == self.Measure.SCORE else None
