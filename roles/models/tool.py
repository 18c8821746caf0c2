"""Tools, frameworks and foundation models, and who names them."""

from django.db import models

from careersite.common.models import Keyed, NaturalKeyManager, TimeStamped
from roles.models.skill import Skill
from roles.models.sourced_child import SourcedChild


class Tool(Keyed, TimeStamped):
    """A product that people in a role work with."""

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", "Framework or library"
        LLM = "llm", "Language model tooling"
        DATA = "data", "Data and vector stores"
        CLOUD = "cloud", "Cloud platform"
        DELIVERY = "delivery", "Delivery and operations"
        MODEL = "model", "Foundation model"
        ASSISTANT = "assistant", "Assistant at work"
        OTHER = "other", "Other software"

    natural_fields = ("slug",)

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    vendor = models.CharField(max_length=80, blank=True)
    family = models.CharField(
        max_length=80, blank=True, help_text="Of a model: the family it belongs to."
    )
    skill = models.ForeignKey(
        Skill,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tools",
        help_text="The skill that working with it shows.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


class ToolMention(SourcedChild):
    """A source names a tool for a role, in its own words and group."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="mentions")
    tile_group = models.CharField(
        max_length=80,
        blank=True,
        help_text="The tile that printed it together with others, as printed.",
    )
    note = models.CharField(max_length=160, blank=True)
    is_promotional = models.BooleanField(
        default=False, help_text="Kept, but hidden from readers."
    )

    def __str__(self) -> str:
        return f"{self.tool} ({self.source})"
