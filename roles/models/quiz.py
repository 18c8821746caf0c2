"""The fit quiz: statements to agree with, and what each says for or against roles."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    ContentRoot,
    EveryRowManager,
    LiveManager,
    Publishable,
    PublishableQuerySet,
    draft_constraints,
)
from roles.models.revision import Revision
from roles.models.role import Role
from roles.models.source import Source

ITEMS_MAX = 15
WEIGHT_MAX = 3


class QuizQuerySet(PublishableQuerySet):
    """Which quizzes."""

    def current(self) -> "Quiz | None":
        """Return the quiz that readers are asked, if one is published."""
        found: Any = self.published().order_by("position", "pk").first()
        return found


class Quiz(ContentRoot):
    """A short list of statements that ranks roles by how they fit who answers."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=80)
    lead = models.CharField(max_length=280, blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Of several published quizzes readers get the first."
    )

    objects = LiveManager.from_queryset(QuizQuerySet)()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name_plural = "quizzes"
        constraints = draft_constraints("roles_quiz", "slug")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roles:quiz")

    def version(self) -> int:
        """Return the number of the newest revision, 1 before any (one query).

        It tells what a kept result was made with.
        """
        numbers = Revision.objects.about(self).values_list("number", flat=True)
        return numbers.first() or 1

    def publishing_problems(self) -> list[str]:
        """Ask for few statements, each of which says something about a role."""
        items = self.items.annotate(weight_count=models.Count("weights"))
        silent = [item.text for item in items if not item.weight_count]
        problems = [f"“{text}” says nothing about any role." for text in silent]
        if not items:
            problems.append("Give at least one statement.")
        if len(items) > ITEMS_MAX:
            problems.append(f"Ask at most {ITEMS_MAX} statements: it should be short.")
        return problems


class QuizItem(ContentChild):
    """One statement, built on a trait or a question that a source names."""

    parent_field = "quiz"
    natural_fields = ("quiz__slug", "key")

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(
        max_length=40, help_text="Permanent: kept answers are found by it."
    )
    text = models.CharField(max_length=160, help_text="As said by who answers: I …")
    trait = models.CharField(
        max_length=80, help_text="The trait or question of the source behind it."
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="quiz_items"
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        ordering = ["quiz", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "key"],
                name="roles_quizitem_key_is_unique",
                violation_error_message="The quiz has this key already.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class QuizWeightQuerySet(ChildQuerySet):
    """Which weights."""

    def of(self, quiz: Quiz) -> Self:
        """Return what the statements of `quiz` say about published roles."""
        return self.filter(
            item__quiz=quiz, role__status=Publishable.Status.PUBLISHED
        ).select_related("role")


class QuizWeight(ContentChild):
    """What agreeing with a statement says about a role; our own estimate."""

    parent_field = "item"
    natural_fields = ("item__quiz__slug", "item__key", "role__slug")

    item = models.ForeignKey(QuizItem, on_delete=models.CASCADE, related_name="weights")
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="quiz_weights"
    )
    weight = models.SmallIntegerField(
        validators=[MinValueValidator(-WEIGHT_MAX), MaxValueValidator(WEIGHT_MAX)],
        help_text="1 to 3 speaks for the role, -1 to -3 against it.",
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="quiz_weights"
    )

    everything = EveryRowManager.from_queryset(QuizWeightQuerySet)()
    objects = LiveManager.from_queryset(QuizWeightQuerySet)()

    class Meta:
        ordering = ["item", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "role"],
                name="roles_quizweight_one_per_role",
                violation_error_message="The role has a weight here already.",
            ),
            models.CheckConstraint(
                condition=models.Q(weight__range=(-WEIGHT_MAX, WEIGHT_MAX))
                & ~models.Q(weight=0),
                name="roles_quizweight_speaks_for_or_against",
                violation_error_message="Give 1 to 3, or -1 to -3.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.weight:+d}"
