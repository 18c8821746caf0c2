"""What became of an enrollment: its changes and what was completed."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from profiles.models import User
from roadmaps.models.enrollment import Enrollment


class EnrollmentEvent(models.Model):
    """One change of an enrollment's standing (append-only)."""

    class Action(models.TextChoices):
        START = "start", "Started"
        PAUSE = "pause", "Paused"
        RESUME = "resume", "Resumed"
        LEAVE = "leave", "Left"
        REJOIN = "rejoin", "Rejoined"
        RESET = "reset", "Started over"
        COMPLETE = "complete", "Completed"
        REOPEN = "reopen", "Reopened"

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="events"
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="enrollment_events"
    )
    at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=8, choices=Action)
    from_state = models.CharField(
        max_length=9, choices=Enrollment.Status, blank=True, help_text="Empty at first."
    )
    to_state = models.CharField(max_length=9, choices=Enrollment.Status)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=280, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["enrollment", "-at"])]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.action}"


class CompletionRecord(models.Model):
    """What a learner had done when a roadmap was completed (append-only)."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="records"
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="completion_records"
    )
    completed_at = models.DateTimeField()
    snapshot = models.JSONField(
        help_text="As roadmaps.services.record makes it; never changed afterwards."
    )

    class Meta:
        ordering = ["-completed_at", "-pk"]
        indexes = [models.Index(fields=["learner", "-completed_at"])]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}, completed"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:record_detail", args=[self.enrollment_id, self.pk])
