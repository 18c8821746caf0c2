"""Questions people ask, with several sourced answers side by side."""

from typing import Self

from django.db import models

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    ContentRoot,
    EveryRowManager,
    LiveManager,
    PublishableQuerySet,
    draft_constraints,
)
from roles.models.role import Role
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
        ordering = ["role", "position"]
        verbose_name = "question"
        constraints = draft_constraints("roles_faq", "role", "key")

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return self.role.get_absolute_url()

    def publishing_problems(self) -> list[str]:
        """Ask for an answer."""
        return [] if self.answers.exists() else ["Give at least one answer."]


class FaqAnswerQuerySet(ChildQuerySet):
    """Which answers."""

    def of(self, role: Role) -> Self:
        """Return the answers to a role's published questions, question by question."""
        return (
            self.filter(faq__role=role, faq__status=Faq.Status.PUBLISHED)
            .select_related("faq")
            .order_by("faq__position", "faq_id", "position", "source__position")
        )


class FaqAnswer(ContentChild):
    """What one source answers; answers that differ stand side by side."""

    parent_field = "faq"
    natural_fields = ("faq__role__slug", "faq__key", "source__slug")

    faq = models.ForeignKey(Faq, on_delete=models.CASCADE, related_name="answers")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(FaqAnswerQuerySet)()
    objects = LiveManager.from_queryset(FaqAnswerQuerySet)()

    class Meta:
        ordering = ["faq", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["faq", "source"], name="roles_faqanswer_one_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.faq} ({self.source})"
