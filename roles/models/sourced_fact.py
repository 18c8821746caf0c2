"""What every figure and claim has: where it is printed, and which edition rules."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce

from careersite.common.models import ContentRoot, Publishable, PublishableQuerySet
from roles.models.region import Region
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

    def publishing_problems(self) -> list[str]:
        """Refuse what would be called published while no reader sees it."""
        if self.published_in.status != Publishable.Status.ARCHIVED:
            return []
        return [f"Its document, “{self.published_in}”, is archived: none would see it."]

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

    def shown(self) -> Self:
        """Return what pages show unasked: what counts, and promotes nothing."""
        return self.live().filter(is_promotional=False)

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
