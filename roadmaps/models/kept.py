"""What a mentor wrote on the work of somebody who left."""

from typing import Self

from django.db import models

from profiles.models import User


class KeptWordsQuerySet(models.QuerySet):
    """Which words."""

    def by(self, mentor: User) -> Self:
        """Return the words of one mentor."""
        return self.filter(mentor=mentor)


class KeptWords(models.Model):
    """A mentor's own review or comment, kept without any trace of the learner."""

    class Kind(models.TextChoices):
        REVIEW = "review", "Review"
        COMMENT = "comment", "Comment"

    mentor = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="kept_words"
    )
    kind = models.CharField(max_length=7, choices=Kind)
    roadmap_title = models.CharField(max_length=80)
    step_title = models.CharField(max_length=60)
    decision = models.CharField(max_length=7, blank=True)
    text = models.TextField(blank=True)
    verdicts = models.JSONField(default=list, help_text="A list of {verdict, text}.")
    written_at = models.DateTimeField()

    objects = KeptWordsQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["mentor", "-written_at"])]
        verbose_name_plural = "kept words"

    def __str__(self) -> str:
        return f"{self.step_title}: {self.text[:40]}"
