"""What a learner froze for review, round by round."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.urls import reverse

from profiles.models import Mentorship, Project, Scope, User
from profiles.models.skills import EarnedCertification
from roadmaps.models.enrollment import Enrollment, MentoredEnrollment
from roadmaps.models.step_progress import StepProgress

TEXT_MAX = 10_000
# Kept beside the step, so that a mentor's rounds are found without all steps.
ENROLLMENT_OF_STEP = """
SELECT enrollment_id INTO NEW.enrollment_id
FROM roadmaps_stepprogress WHERE id = NEW.progress_id;
RETURN NEW;
"""
LINKS_MAX = 10


class SubmissionQuerySet(models.QuerySet):
    """Which submissions."""

    def reviewable_by(self, mentor: User) -> Self:
        """Return submissions on roadmaps whose active mentor reviews steps."""
        mentorships = Mentorship.objects.active().by(mentor).allowing(Scope.STEPS)
        covered = MentoredEnrollment.objects.filter(mentorship__in=mentorships)
        return self.filter(enrollment__in=covered.values("enrollment"))

    def waiting(self) -> Self:
        """Return the rounds that still wait for a decision."""
        return self.filter(status=Submission.Status.WAITING)

    def with_learner(self) -> Self:
        """Return last rounds whose answer asks the learner for changes."""
        later = Submission.objects.filter(
            progress=models.OuterRef("progress"), round__gt=models.OuterRef("round")
        )
        return self.answered_by("changes").filter(~models.Exists(later))

    def finished(self) -> Self:
        """Return the rounds that were approved."""
        return self.answered_by("approve")

    def answered_by(self, decision: str) -> Self:
        """Return rounds decided so, whether or not it is in effect yet."""
        statuses = [Submission.Status.DECIDED, Submission.Status.ANSWERED]
        return self.filter(
            status__in=statuses,
            reviews__decision=decision,
            reviews__status__in=["decided", "in_effect"],
        )

    def named(self, text: str) -> Self:
        """Return rounds whose learner or step has `text` in its name."""
        return self.filter(
            models.Q(learner__name__icontains=text)
            | models.Q(progress__step__title__icontains=text)
        )

    def for_desk(self) -> Self:
        """Fetch with each round what a row or a review page names (2 queries).

        With all of it in one, the database takes longer to find a plan than to run it.
        """
        rows = StepProgress.objects.select_related(
            "step__category", "enrollment__roadmap"
        )
        return self.select_related("learner").prefetch_related(
            models.Prefetch("progress", rows)
        )

    def next_round(self) -> int:
        """Return the number of the round to come; an upgrade may leave gaps."""
        return (self.aggregate(last=models.Max("round"))["last"] or 0) + 1

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
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="submissions"
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
    released_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Set when nobody answered for four weeks: anybody may take it.",
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        indexes = [
            models.Index(fields=["status", "submitted_at"]),
            # A mentor's queue is found, counted and ordered in this index alone.
            models.Index(
                fields=["enrollment"],
                include=["submitted_at", "id"],
                condition=models.Q(status="waiting"),
                name="roadmaps_submission_queue",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="enrollment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("progress_id"),
                func=ENROLLMENT_OF_STEP,
            )
        ]
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

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:review_detail", args=[self.pk])

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
        """Open a round again that was taken back or decided."""
        self.status = self.Status.WAITING
        self.save(update_fields=["status"])

    def release(self, *, now: datetime) -> None:
        """Note that nobody answered in time; it stays submitted."""
        self.released_at = now
        self.save(update_fields=["released_at"])

    @property
    def is_released(self) -> bool:
        """Whether nobody answered in time; one not in effect yet is no answer."""
        is_open = self.status in {self.Status.WAITING, self.Status.DECIDED}
        return self.released_at is not None and is_open

    def mark_decided(self) -> None:
        """Note that an answer waits for its effect; the learner sees nothing yet."""
        self.status = self.Status.DECIDED
        self.save(update_fields=["status"])

    def mark_answered(self) -> None:
        """Close the round: its answer is in effect."""
        self.status = self.Status.ANSWERED
        self.save(update_fields=["status"])


class SubmissionItem(models.Model):
    """One piece of evidence of a round, as it was when sent.

    `label`, `url` and `detail` are frozen, also of projects and certificates: what
    the learner changes there later changes no round.
    """

    class Kind(models.TextChoices):
        LINK = "link", "Link"
        PROJECT = "project", "Project"
        CERTIFICATE = "certificate", "Certificate"

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.LINK)
    label = models.CharField(max_length=160, blank=True)
    url = models.URLField(max_length=500, blank=True)
    detail = models.CharField(max_length=280, blank=True)
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
