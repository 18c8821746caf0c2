"""A mentor's answer to what a learner froze for review."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from careersite.common.models import TimeStamped
from profiles.models import Project, Scope, User
from profiles.models.skills import EarnedCertification
from roadmaps.models.enrollment import StepProgress
from roles.models import Skill
from roles.models.skill import level_validators

TEXT_MAX = 10_000
LINKS_MAX = 10


class SubmissionQuerySet(models.QuerySet):
    """Which submissions."""

    def reviewable_by(self, mentor: User) -> Self:
        """Return submissions of learners whose active mentor reviews steps."""
        return self.filter(
            progress__enrollment__mentored__mentorship__mentor=mentor,
            progress__enrollment__mentored__mentorship__ended_at__isnull=True,
            progress__enrollment__mentored__mentorship__scopes__contains=[Scope.STEPS],
        )

    def waiting(self) -> Self:
        """Return the rounds that still wait for a decision."""
        return self.filter(status=Submission.Status.WAITING)

    def open(self) -> Self:
        """Return the rounds without an answer in effect; a step has one at most."""
        return self.filter(
            status__in=[Submission.Status.WAITING, Submission.Status.DECIDED]
        )


class Submission(models.Model):
    """Round n of a step: text, links and criteria as they were when sent."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DECIDED = "decided", "Decided, not yet in effect"
        ANSWERED = "answered", "Answered"
        TAKEN_BACK = "taken_back", "Taken back"

    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="submissions"
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="submissions"
    )
    round = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    question = models.CharField(
        max_length=280, blank=True, help_text="What the mentor should look at."
    )
    criteria = models.JSONField(help_text="Frozen: a list of {key, text}.")
    taught = models.JSONField(help_text="Frozen: a list of {skill, level}.")
    submitted_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        indexes = [models.Index(fields=["status", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "round"], name="roadmaps_submission_round_is_unique"
            ),
            models.UniqueConstraint(
                fields=["progress"],
                condition=models.Q(status__in=["waiting", "decided"]),
                name="roadmaps_submission_one_open_round",
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.round} of {self.progress}"

    def take_back(self) -> None:
        """Close the round unanswered: the learner works on."""
        self.status = self.Status.TAKEN_BACK
        self.save(update_fields=["status"])

    def move_to(self, progress: StepProgress, *, round_number: int) -> None:
        """Become a round of another step: an upgrade merged the two."""
        self.progress = progress
        self.round = round_number
        self.save(update_fields=["progress", "round"])

    def wait_again(self) -> None:
        """Open a round that was taken back again."""
        self.status = self.Status.WAITING
        self.save(update_fields=["status"])


class SubmissionItem(models.Model):
    """One piece of evidence of a round: a link, a project or a certificate."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160, blank=True)
    url = models.URLField(max_length=500, blank=True)
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    earned_certification = models.ForeignKey(
        EarnedCertification,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["submission", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "position"],
                name="roadmaps_submissionitem_position_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.url


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
