"""What sources ask of a person's education."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roles.models.region import Region
from roles.models.sourced_child import SourcedChild


class EducationStance(SourcedChild):
    """What one source says about one kind of degree; stances stand side by side."""

    class Level(models.TextChoices):
        ANY = "any", "Any degree"
        ASSOCIATE = "associate", "Associate's degree"
        BACHELOR = "bachelor", "Bachelor's degree"
        GRADUATE = "graduate", "Master's degree or above"
        LICENSE = "license", "License"
        TRAINING = "training", "Extra training"

    class Requirement(models.TextChoices):
        REQUIRED = "required", "Required"
        BASELINE = "baseline", "Usual baseline"
        PREFERRED = "preferred", "Preferred"
        HELPFUL = "helpful", "Helpful"
        NOT_REQUIRED = "not_required", "Not required"

    level = models.CharField(max_length=10, choices=Level)
    requirement = models.CharField(max_length=12, choices=Requirement)
    text = models.CharField(max_length=280)
    fields = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    sectors = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    substitutes = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="What can take its place, according to the source.",
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.get_requirement_display()}"


class Credential(SourcedChild):
    """A row of a source's table of credentials; what the source lost stays empty."""

    name = models.CharField(
        max_length=80, blank=True, help_text="Empty where the source lost it."
    )
    why = models.CharField(max_length=280, blank=True)
    best_for = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    is_incomplete = models.BooleanField(
        default=False, help_text="The source lost a part of this row."
    )

    class Meta(SourcedChild.Meta):
        constraints = [
            *SourcedChild.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(name="", is_incomplete=False),
                name="roles_credential_without_name_is_incomplete",
                violation_error_message="Give a name, or mark the row as incomplete.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Name lost in the source"
