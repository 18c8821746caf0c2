"""What sources say about a role in words: definitions, advice, challenges, fit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roles.models.fact import Fact
from roles.models.level import HouseLevel
from roles.models.skill import Skill
from roles.models.sourced_child import SourcedChild


class Guidance(SourcedChild):
    """One point that a source makes about a role, in our words.

    A point that rests on a figure links the fact instead of copying it.
    """

    class Kind(models.TextChoices):
        DEFINITION = "definition", "What the role is"
        MARKET = "market", "The market"
        TAKEAWAY = "takeaway", "Takeaway"
        BENEFIT = "benefit", "Benefit"
        DRIVER = "driver", "What drives demand"
        TREND = "trend", "Trend"
        DAY = "day", "A day at work"
        DIMENSION = "dimension", "Core dimension"
        LIFE_CYCLE = "life_cycle", "Stage of the life cycle"
        SKILL_NOTE = "skill_note", "About a skill"
        PAY_FACTOR = "pay_factor", "What moves pay"
        INTERNSHIP = "internship", "Internship title"
        INTERNSHIP_HOST = "internship_host", "Where interns work"
        FIRST_STEP = "first_step", "Step on the way"
        PORTFOLIO = "portfolio", "Portfolio idea"
        RESUME = "resume", "Resume tip"
        CHECKLIST = "checklist", "Checklist item"
        LEARNING_PLACE = "learning_place", "Learning place"
        ADVANCEMENT = "advancement", "Way to advance"
        MENTORING = "mentoring", "Mentoring"
        TIP = "tip", "Tip to excel"
        ADVANTAGE = "advantage", "Advantage"
        CHALLENGE = "challenge", "Challenge"
        VOICE = "voice", "Point of a practitioner"
        FIT = "fit", "Fit trait"
        SELF_QUESTION = "self_question", "Question to ask yourself"

    class Polarity(models.TextChoices):
        NONE = "", "None"
        FITS = "fits", "Speaks for the role"
        AGAINST = "against", "Speaks against the role"

    kind = models.CharField(max_length=16, choices=Kind)
    group = models.CharField(
        max_length=80,
        blank=True,
        help_text="The list or table to which it belongs, such as a checklist's name.",
    )
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    items = ArrayField(
        models.CharField(max_length=160),
        default=list,
        blank=True,
        help_text="Examples or parts, in order.",
    )
    house_level = models.CharField(max_length=10, choices=HouseLevel, blank=True)
    horizon = models.CharField(
        max_length=40, blank=True, help_text="Of a trend: until when, if stated."
    )
    polarity = models.CharField(
        max_length=8, choices=Polarity, default=Polarity.NONE, blank=True
    )
    fact = models.ForeignKey(
        Fact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guidance_rows",
        help_text="The figure on which the point rests.",
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="guidance_rows")
    url = models.URLField(blank=True)
    is_promotional = models.BooleanField(
        default=False, help_text="Kept, but hidden from readers."
    )
    is_incomplete = models.BooleanField(
        default=False, help_text="The source lost a part of it."
    )

    class Meta(SourcedChild.Meta):
        verbose_name_plural = "guidance"
        indexes = [models.Index(fields=["role", "kind", "position"])]
        constraints = [
            *SourcedChild.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title="", text=""),
                name="roles_guidance_says_something",
                violation_error_message="Give a title, a text, or both.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:80]
