"""A mentor's answer to what a learner froze for review."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models.functions import Now

from careersite.common.models import TimeStamped
from profiles.models import User
from roadmaps.models.step_progress import StepProgress
from roadmaps.models.submission import TEXT_MAX, Submission
from roles.models import Skill
from roles.models.skill import level_validators


class ReviewQuerySet(models.QuerySet):
    """Which reviews."""

    def by(self, mentor: User) -> Self:
        """Return the reviews that one mentor wrote."""
        return self.filter(mentor=mentor)

    def decided(self) -> Self:
        """Return decisions that wait for their effect."""
        return self.filter(status=Review.Status.DECIDED)

    def due_at(self, now: datetime) -> Self:
        """Return decisions whose effect should have come, the earliest first."""
        return self.decided().filter(effective_at__lte=now).order_by("effective_at")

    def in_effect(self) -> Self:
        """Return what the learner may see."""
        return self.filter(status=Review.Status.IN_EFFECT)

    def answers(self) -> Self:
        """Return approvals and wishes for changes, in effect or about to be."""
        return self.exclude(status=Review.Status.DRAFT).exclude(
            decision=Review.Decision.COMMENT
        )

    def decided_by(self, mentor: User, *, since: datetime) -> Self:
        """Return one mentor's answers, in effect or about to be, given from then on."""
        return self.by(mentor).answers().filter(decided_at__gte=since)

    def begun(self) -> Self:
        """Return reviews that somebody is at."""
        return self.filter(status=Review.Status.DRAFT, started_at__isnull=False)


class Review(TimeStamped):
    """A mentor's answer to one round; in effect ten minutes after the decision."""

    class Decision(models.TextChoices):
        APPROVE = "approve", "Approve"
        CHANGES = "changes", "Ask for changes"
        COMMENT = "comment", "Comment only"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        DECIDED = "decided", "Decided"
        IN_EFFECT = "in_effect", "In effect"

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="reviews"
    )
    mentor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="reviews"
    )
    mentor_name = models.CharField(max_length=80)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    decision = models.CharField(max_length=7, choices=Decision, blank=True)
    message = models.TextField(max_length=TEXT_MAX, blank=True)
    approval_reason = models.CharField(
        max_length=280, blank=True, help_text="Why approved with criteria unmet."
    )
    private_note = models.TextField(max_length=TEXT_MAX, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "-updated_at"]
        indexes = [models.Index(fields=["status", "effective_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "mentor"], name="roadmaps_review_one_per_mentor"
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(status__in=["decided", "in_effect"])
                & ~models.Q(decision="comment"),
                name="roadmaps_review_one_answer_per_round",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status="draft",
                    decided_at__isnull=True,
                    effective_at__isnull=True,
                )
                | ~models.Q(status="draft")
                & ~models.Q(decision="")
                & models.Q(decided_at__isnull=False, effective_at__isnull=False),
                name="roadmaps_review_decision_has_its_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_name} on {self.submission}"

    def write(self, *, message: str, approval_reason: str, private_note: str) -> None:
        """Keep the words of a draft."""
        self.message = message
        self.approval_reason = approval_reason
        self.private_note = private_note
        self.save(
            update_fields=["message", "approval_reason", "private_note", "updated_at"]
        )

    def judge(self, verdicts: Mapping[str, tuple[str, str]]) -> None:
        """Keep the verdicts, and no others; key → (verdict or "", text)."""
        self.verdicts.all().delete()
        CriterionVerdict.objects.bulk_create(
            CriterionVerdict(review=self, criterion_key=key, verdict=verdict, text=text)
            for key, (verdict, text) in verdicts.items()
            if verdict
        )

    def confirm(
        self,
        levels: Mapping[str, int | None],
        until: Mapping[str, date | None] | None = None,
    ) -> None:
        """Keep the levels to confirm, and no others; skill slug → level or None.

        `until` is skill slug → the last day on which that holds; without one, it
        holds for good.
        """
        chosen = {slug: level for slug, level in levels.items() if level}
        self.confirmations.all().delete()
        SkillConfirmation.objects.bulk_create(
            SkillConfirmation(
                review=self,
                skill=skill,
                level=chosen[skill.slug],
                expires_on=(until or {}).get(skill.slug),
            )
            for skill in Skill.objects.filter(slug__in=chosen)
        )

    def decide(
        self, decision: Decision, *, now: datetime, effective_at: datetime
    ) -> None:
        """Answer the round, invisible to the learner until `effective_at`."""
        self.decision = decision
        self.status = self.Status.DECIDED
        self.decided_at = now
        self.effective_at = effective_at
        self.save(
            update_fields=[
                "decision",
                "status",
                "decided_at",
                "effective_at",
                "updated_at",
            ]
        )

    @property
    def is_answer(self) -> bool:
        """Whether it approved the round or asked for changes, in effect or not yet."""
        is_comment = self.decision == self.Decision.COMMENT
        return self.status != self.Status.DRAFT and not is_comment

    def is_due(self, now: datetime) -> bool:
        """Tell whether this is a decision whose effect should have come."""
        at = self.effective_at
        return self.status == self.Status.DECIDED and at is not None and at <= now

    def hasten(self, *, now: datetime) -> None:
        """Let the decision come into effect at once."""
        self.effective_at = now
        self.save(update_fields=["effective_at", "updated_at"])

    def take_effect(self) -> None:
        """Show the answer to the learner."""
        self.status = self.Status.IN_EFFECT
        self.save(update_fields=["status", "updated_at"])

    def back_to_draft(self) -> None:
        """Take a decision back before its effect; what was written stays."""
        self.status = self.Status.DRAFT
        self.decided_at = None
        self.effective_at = None
        self.save(update_fields=["status", "decided_at", "effective_at", "updated_at"])


class CriterionVerdict(models.Model):
    """Met or Change for one criterion, as frozen in the round."""

    class Verdict(models.TextChoices):
        MET = "met", "Met"
        CHANGE = "change", "Change"

    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, related_name="verdicts"
    )
    criterion_key = models.SlugField(max_length=60)
    verdict = models.CharField(max_length=6, choices=Verdict)
    text = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion_key"],
                name="roadmaps_criterionverdict_one_per_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_key}: {self.verdict}"


class SkillConfirmation(models.Model):
    """The level of a taught skill that a mentor confirms with an approval."""

    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, related_name="confirmations"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(validators=level_validators)
    expires_on = models.DateField(
        null=True, blank=True, help_text="The last day on which it holds."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "skill"],
                name="roadmaps_skillconfirmation_one_per_skill",
            ),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 5)),
                name="roadmaps_skillconfirmation_level_is_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} at {self.level}"

    def is_over(self, today: date) -> bool:
        """Tell whether it would not hold any more."""
        return self.expires_on is not None and self.expires_on < today


class Comment(models.Model):
    """A word between learner and mentor at a step."""

    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="comments"
    )
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=80)
    text = models.TextField(max_length=4000)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:40]}"


class SavedReplyQuerySet(models.QuerySet):
    """Which replies."""

    def of(self, mentor: User) -> Self:
        """Return the replies of one mentor."""
        return self.filter(mentor=mentor)


class SavedReply(TimeStamped):
    """Words that a mentor uses again and again."""

    mentor = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="saved_replies"
    )
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=4000)

    objects = SavedReplyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "title"],
                name="roadmaps_savedreply_title_is_unique",
                violation_error_message="You have a reply with this title.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
