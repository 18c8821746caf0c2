"""Questions people ask, answered by several sources, and questions of interviews."""

from typing import Self

from django.db import models
from django.urls import reverse

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    ContentRoot,
    EveryRowManager,
    LiveManager,
    PublishableQuerySet,
    draft_constraints,
)
from roles.models.level import HouseLevel
from roles.models.role import Role
from roles.models.skill import Skill
from roles.models.source import Source


class Faq(ContentRoot):
    """A question about a role."""

    natural_fields = ("role__slug", "key")

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="faqs")
    key = models.SlugField(max_length=80)
    question = models.CharField(max_length=160)
    topic = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = LiveManager.from_queryset(PublishableQuerySet)()

    class Meta:
        ordering = ["role", "position", "pk"]
        verbose_name = "question"
        constraints = draft_constraints("roles_faq", "role", "key")

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return self.role.get_absolute_url()

    def publishing_problems(self) -> list[str]:
        """Ask for an answer."""
        return [] if self.answers.exists() else ["Give at least one answer."]


class FaqAnswer(ContentChild):
    """What one source answers; answers that differ stand side by side."""

    parent_field = "faq"
    natural_fields = ("faq__role__slug", "faq__key", "source__slug")

    faq = models.ForeignKey(Faq, on_delete=models.CASCADE, related_name="answers")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["faq", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["faq", "source"], name="roles_faqanswer_one_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.faq} ({self.source})"


class InterviewQuestionQuerySet(PublishableQuerySet):
    """Which questions of interviews."""

    def readable(self) -> Self:
        """Return published questions of published roles, with their role."""
        return self.published_with("role").select_related("role")

    def with_sources(self) -> Self:
        """Return questions with where they and their outlines come from."""
        return self.select_related("role", "source", "outline_source")

    def matching(self, text: str) -> Self:
        """Return questions that hold `text`, in their outline too."""
        return self.filter(
            models.Q(text__icontains=text) | models.Q(outline__icontains=text)
        )

    def at_level(self, level: str) -> Self:
        """Return what is asked at a house level; some is asked at any."""
        return self.filter(house_level__in=[level, ""])

    def in_reading_order(self) -> Self:
        """Return questions role by role."""
        return self.order_by("role__position", "role__slug", "position", "key")


class InterviewQuestion(ContentRoot):
    """A question that interviewers ask, with our outline of a good answer."""

    class Kind(models.TextChoices):
        TECHNICAL = "technical", "Technical"
        CODING = "coding", "Coding"
        DESIGN = "design", "System design"
        CASE = "case", "Case"
        BEHAVIORAL = "behavioral", "Behavioral"

    natural_fields = ("role__slug", "key")

    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="interview_questions"
    )
    key = models.SlugField(max_length=80)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="interview_questions"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    house_level = models.CharField(
        max_length=10,
        choices=HouseLevel,
        blank=True,
        help_text="Empty where it is asked at any level.",
    )
    is_topic = models.BooleanField(
        default=False, help_text="The source names a topic, not a question."
    )
    as_printed = models.CharField(max_length=160, blank=True)
    text = models.CharField(max_length=200, help_text="As a question, in our words.")
    outline = models.TextField(
        blank=True, help_text="What a good answer holds. Markdown; our own words."
    )
    outline_source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose outline it is; usually our own estimate.",
    )
    skills = models.ManyToManyField(
        Skill, blank=True, related_name="interview_questions"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = LiveManager.from_queryset(InterviewQuestionQuerySet)()

    class Meta:
        ordering = ["role", "position", "key"]
        indexes = [models.Index(fields=["role", "status", "kind", "position"])]
        constraints = [
            *draft_constraints("roles_interviewquestion", "role", "key"),
            models.CheckConstraint(
                condition=models.Q(outline="", outline_source__isnull=True)
                | ~models.Q(outline="") & models.Q(outline_source__isnull=False),
                name="roles_interviewquestion_outline_has_its_source",
                violation_error_message="Say whose outline it is.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("roles:interview_question", args=[self.role.slug, self.key])

    def publishing_problems(self) -> list[str]:
        """Ask for the outline of a good answer."""
        return [] if self.outline else ["Write the outline of a good answer."]
