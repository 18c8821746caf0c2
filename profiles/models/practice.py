"""What a learner keeps of the fit quiz and of practice for interviews."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils.http import urlencode

from profiles.models.user import User
from roles.models import InterviewQuestion, Quiz

UNDO_FOR = timedelta(minutes=10)


class QuizResultQuerySet(models.QuerySet):
    """Which results."""

    def of(self, user: User) -> Self:
        """Return what one learner kept."""
        return self.filter(user=user)


class QuizResult(models.Model):
    """The result of a fit quiz that a learner chose to keep.

    The ranking is kept as it was: the quiz may change, this does not.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="quiz_results"
    )
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="results")
    version = models.PositiveIntegerField()
    answers = models.JSONField(help_text="Statement's key to 1 (not me) … 5 (me).")
    ranking = models.JSONField(
        help_text="The roles, best first: slug, title, fit (0 to 100) and rank."
    )
    kept_at = models.DateTimeField()

    objects = QuizResultQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        indexes = [models.Index(fields=["user", "-kept_at", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "quiz", "version", "answers"],
                name="profiles_quizresult_kept_once",
                violation_error_message="You keep this result already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Result of {self.kept_at:%Y-%m-%d}"

    @property
    def best(self) -> list[dict[str, Any]]:
        """The first three of the ranking, with all that are level with the third."""
        return [row for row in self.ranking if row["rank"] and row["rank"] <= 3]

    @property
    def query(self) -> str:
        """The answers as the quiz reads them from an address."""
        return urlencode({f"a-{key}": value for key, value in self.answers.items()})


class InterviewMarkQuerySet(models.QuerySet):
    """Which marks."""

    def of(self, user: User) -> Self:
        """Return the marks of one learner that stand."""
        return self.filter(user=user, undone_at__isnull=True)

    def last_of_each_question(self, user: User) -> Self:
        """Return a learner's last mark of each question, question by question.

        It is looked up for each question that there is: answers become more and more
        with the years, questions do not.
        """
        last = self.of(user).filter(question=models.OuterRef("pk")).order_by("-number")
        asked = InterviewQuestion.objects.values(
            last=models.Subquery(last.values("pk")[:1])
        )
        return self.filter(pk__in=asked).order_by("question_id")


class InterviewMark(models.Model):
    """How a learner answered a question once; the last one that stands counts."""

    class Mark(models.TextChoices):
        KNOW = "know", "Knew it"
        PARTLY = "partly", "Partly"
        NOT = "not", "Not yet"

    class TooLateError(Exception):
        """Raised where a mark is older than ten minutes."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="interview_marks"
    )
    question = models.ForeignKey(
        InterviewQuestion, on_delete=models.PROTECT, related_name="marks"
    )
    mark = models.CharField(max_length=6, choices=Mark)
    number = models.PositiveIntegerField(
        help_text="Which answer of the learner to this question it is."
    )
    misses = models.PositiveIntegerField(
        help_text="How often “not” was said since it was last known."
    )
    marked_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = InterviewMarkQuerySet.as_manager()

    class Meta:
        ordering = ["-marked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["user", "-marked_at", "-id"],
                condition=models.Q(undone_at=None),
                name="profiles_interviewmark_newest",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "question", "number"],
                condition=models.Q(undone_at=None),
                name="profiles_interviewmark_one_after_another",
            ),
            models.CheckConstraint(
                condition=models.Q(mark__in=["know", "partly", "not"]),
                name="profiles_interviewmark_mark_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, misses__lte=models.F("number")),
                name="profiles_interviewmark_misses_are_marks",
            ),
            models.CheckConstraint(
                condition=~models.Q(mark="know") | models.Q(misses=0),
                name="profiles_interviewmark_known_has_no_misses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mark_display()}: {self.question}"

    def can_be_undone(self, *, now: datetime) -> bool:
        """Whether it is fresh enough to take back."""
        return now - self.marked_at < UNDO_FOR

    def undo(self, *, now: datetime) -> None:
        """Let it count no longer; raises TooLateError after ten minutes."""
        if not self.can_be_undone(now=now):
            raise self.TooLateError("That answer is older than ten minutes.")
        self.undone_at = now
        self.save(update_fields=["undone_at"])
