"""Places that facts speak of."""

from django.db import models

from careersite.common.models import Keyed, NaturalKeyManager, TimeStamped


class Region(Keyed, TimeStamped):
    """A country, a part of one, or a group such as Europe and Asia."""

    class Kind(models.TextChoices):
        WORLD = "world", "World"
        CONTINENT = "continent", "Continent"
        COUNTRY = "country", "Country"
        AREA = "area", "Part of a country"
        GROUP = "group", "Group of regions"

    natural_fields = ("slug",)

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COUNTRY)
    code = models.CharField(
        max_length=2, blank=True, help_text="ISO 3166 code of a country."
    )
    currency = models.CharField(max_length=3, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    members = models.ManyToManyField("self", symmetrical=False, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name
