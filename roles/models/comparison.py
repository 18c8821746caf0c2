"""Roles set against each other, and sources that disagree."""

from django.db import models

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    EveryRowManager,
    LiveManager,
)
from roles.models.role import Role
from roles.models.source import Source
from roles.models.sourced_child import SourcedChild


class ComparisonFactor(SourcedChild):
    """One line of a comparison between a role and other work, as a source draws it.

    Values are the source's ordinal words ("Low to Medium"), never numbers.
    """

    other_role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="compared_from",
    )
    other_label = models.CharField(
        max_length=80, help_text="With what the role is compared, in words."
    )
    factor = models.CharField(
        max_length=80, help_text="What is compared, such as coding or focus."
    )
    value = models.CharField(max_length=280, help_text="Of the role itself.")
    other_value = models.CharField(max_length=280, help_text="Of the other side.")
    origins = models.ManyToManyField(
        Source,
        blank=True,
        related_name="+",
        help_text="All origins, where the document names more than one.",
    )

    # Set by `with_origins`.
    origin_ids: list[int]

    def __str__(self) -> str:
        return f"{self.factor}: {self.role} and {self.other_label}"


class Disagreement(ContentChild):
    """A point on which sources differ, said neutrally where a reader meets it."""

    class Section(models.TextChoices):
        WORK = "work", "The work"
        PAY = "pay", "Pay"
        SKILLS = "skills", "Skills"
        LADDER = "ladder", "Career ladder"
        GETTING_IN = "getting_in", "Getting in"
        OUTLOOK = "outlook", "Outlook"
        LIFE = "life", "Challenges and fit"

    parent_field = "role"
    natural_fields = ("role__slug", "key")

    role = models.ForeignKey(
        Role, on_delete=models.CASCADE, related_name="disagreements"
    )
    key = models.SlugField(max_length=80)
    section = models.CharField(max_length=10, choices=Section)
    statement = models.CharField(
        max_length=200, help_text="What they differ about, without taking sides."
    )
    note = models.CharField(
        max_length=280,
        blank=True,
        help_text="Why the difference may be less than it looks.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["role", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "key"], name="roles_disagreement_key_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class DisagreementSide(ContentChild):
    """What one source says; a document against itself has two sides."""

    parent_field = "disagreement"
    natural_fields = ("disagreement__role__slug", "disagreement__key", "key")

    disagreement = models.ForeignKey(
        Disagreement, on_delete=models.CASCADE, related_name="sides"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=80)
    text = models.CharField(max_length=280)
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["disagreement", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["disagreement", "key"],
                name="roles_disagreementside_key_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.text
