"""Sourced figures and claims: pay, scores, growth, time allocation and the rest."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce

from careersite.common.models import (
    ContentRoot,
    LiveManager,
    PublishableQuerySet,
    draft_constraints,
    range_check,
)
from roles.models.level import HouseLevel
from roles.models.progression import Rung
from roles.models.region import Region
from roles.models.role import Role
from roles.models.source import Source


class SourcedFact(ContentRoot):
    """A claim with the document that prints it and the origin it names.

    Two facts never overwrite, merge or average each other; only a newer edition
    of the same series supersedes. Each is drafted and published by itself, never
    with its role.
    """

    class RegionBasis(models.TextChoices):
        STATED = "stated", "Stated"
        CONTEXT = "context", "From context"
        NOT_STATED = "not_stated", "Country not stated"

    class Qualifier(models.TextChoices):
        NONE = "", "None"
        ABOUT = "about", "About"
        ABOVE = "above", "Above"
        UP_TO = "up_to", "Up to"
        NEARLY = "nearly", "Nearly"
        AT_LEAST = "at_least", "At least"

    natural_fields = ("key",)

    key = models.SlugField(max_length=80)
    published_in = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="%(class)ss_printed"
    )
    attributed_to = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_originated",
        help_text="The origin that the document names; empty where it names none.",
    )
    as_of = models.CharField(
        max_length=10, blank=True, help_text="Year, year-month or date, as known."
    )
    as_printed = models.CharField(
        max_length=80, help_text="The figure or label exactly as printed."
    )
    label = models.CharField(
        max_length=120, blank=True, help_text="What the source calls it."
    )
    subject = models.CharField(
        max_length=120,
        blank=True,
        help_text="Whom it speaks of, where that is not the role itself.",
    )
    low = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    high_open = models.BooleanField(
        default=False, help_text="Printed with a plus or as a lower bound."
    )
    qualifier = models.CharField(
        max_length=8, choices=Qualifier, default=Qualifier.NONE, blank=True
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text="Empty means the country is not stated; never a default.",
    )
    region_basis = models.CharField(
        max_length=10, choices=RegionBasis, default=RegionBasis.NOT_STATED
    )
    note = models.CharField(max_length=280, blank=True)
    is_promotional = models.BooleanField(default=False)
    is_incomplete = models.BooleanField(default=False)
    review_by = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    # Set by `with_history`.
    is_history: bool

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.as_printed} ({self.published_in.slug})"

    def get_absolute_url(self) -> str:
        return self.role.get_absolute_url()  # type: ignore[attr-defined]


class SourcedFactQuerySet(PublishableQuerySet):
    """Which figures and claims; `series` and `series_or_none` make two one series.

    So does the source family. Two that both lack a field of `series_or_none` agree
    in it.
    """

    series: ClassVar[tuple[str, ...]] = ()
    series_or_none: ClassVar[tuple[str, ...]] = ("region_id",)

    def live(self) -> Self:
        """Return what counts for readers: it is published, and so is its document.

        A newer edition that readers see and that prints another figure of the same
        series supersedes it.
        """
        return self.published_with("published_in").filter(~self._is_history())

    def with_history(self) -> Self:
        """Annotate `is_history`: whether a newer edition has another figure."""
        return self.annotate(is_history=self._is_history())

    def _is_history(self) -> models.Q:
        """Ask for a newer edition first: few documents have one, and that is quick."""
        model: Any = self.model
        own = {f"{name}_or_none": Coalesce(name, 0) for name in self.series_or_none}
        alike: dict[str, Any] = {name: models.OuterRef(name) for name in self.series}
        for name in self.series_or_none:
            alike[f"{name}_or_none"] = Coalesce(models.OuterRef(name), 0)
        editions = Source.objects.published().filter(
            family=models.OuterRef("published_in__family"),
            edition__gt=models.OuterRef("published_in__edition"),
        )
        figures = (
            model.objects.published_with("published_in")
            .alias(**own)
            .filter(
                published_in__family=models.OuterRef("published_in__family"),
                published_in__edition__gt=models.OuterRef("published_in__edition"),
                **alike,
            )
        )
        return models.Q(models.Exists(editions)) & models.Q(models.Exists(figures))


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


PAY_IS_POSITIVE = "Pay must be more than nothing."


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
