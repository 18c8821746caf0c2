"""Where people in a role work, and on what: industries, employers, use cases."""

from django.db import models

from careersite.common.models import Keyed, NaturalKeyManager, TimeStamped
from roles.models.sourced_child import SourcedChild


class Industry(Keyed, TimeStamped):
    """A branch of the economy under one name, however sources label it."""

    natural_fields = ("slug",)

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name_plural = "industries"

    def __str__(self) -> str:
        return self.name


class RoleIndustry(SourcedChild):
    """A source says that an industry employs people in a role."""

    class Pay(models.TextChoices):
        NONE = "", "Nothing said"
        MORE = "more", "Said to pay more"
        VARIES = "varies", "Said to pay differently"

    industry = models.ForeignKey(
        Industry, on_delete=models.PROTECT, related_name="role_rows"
    )
    pay = models.CharField(max_length=8, choices=Pay, default=Pay.NONE, blank=True)
    note = models.CharField(max_length=280, blank=True)

    class Meta(SourcedChild.Meta):
        verbose_name_plural = "role industries"

    def __str__(self) -> str:
        return f"{self.industry} ({self.source})"


class Employer(Keyed, TimeStamped):
    """An organization that sources name."""

    natural_fields = ("slug",)

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class EmployerGroup(SourcedChild):
    """A type of employer as one source sees it, with the names it gives, if any."""

    title = models.CharField(max_length=80)
    employers = models.ManyToManyField(Employer, blank=True, related_name="groups")
    pros = models.CharField(max_length=280, blank=True)
    cons = models.CharField(max_length=280, blank=True)
    note = models.CharField(max_length=280, blank=True)

    def __str__(self) -> str:
        return f"{self.title} ({self.source})"


class UseCase(SourcedChild):
    """What people in a role build, in an industry where the source names one."""

    text = models.CharField(max_length=160)
    industry = models.ForeignKey(
        Industry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="use_cases",
    )
    note = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return self.text
