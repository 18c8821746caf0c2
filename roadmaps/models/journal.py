"""What a learner did: changes of state, ticks, hours."""

from datetime import date
from typing import Self

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now

from careersite.common.models import TimeStamped
from profiles.models import User
from roadmaps.models.enrollment import Enrollment
from roadmaps.models.resource import Resource
from roadmaps.models.step_progress import StepProgress

NOTE_MAX = 4000


class StepEvent(models.Model):
    """One change of a step's state (append-only)."""

    class Action(models.TextChoices):
        START = "start", "Started"
        PAUSE = "pause", "Paused"
        FINISH = "finish", "Finished"
        SUBMIT = "submit", "Sent for review"
        TAKE_BACK = "take-back", "Taken back"
        APPROVE = "approve", "Approved"
        ASK_CHANGES = "ask-changes", "Changes asked"
        REOPEN = "reopen", "Reopened"
        SKIP = "skip", "Skipped"
        BRING_BACK = "bring-back", "Brought back"
        WAIVE = "waive", "Waived"
        UNWAIVE = "unwaive", "Waiver taken back"
        ASK_HELP = "ask-help", "Asked for help"
        TICK_PART = "tick-part", "Ticked a part"
        UNDO = "undo", "Undone"
        UPGRADE = "upgrade", "Upgraded"
        RELEASE = "release", "Released: nobody answered"
        RETURN = "return", "Returned: nobody answered"
        RESET = "reset", "Started over"

    # The indexes below begin with these keys: none of their own.
    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="step_events", db_index=False
    )
    at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=12, choices=Action)
    from_state = models.CharField(max_length=17, choices=StepProgress.State)
    to_state = models.CharField(max_length=17, choices=StepProgress.State)
    actor_id = models.BigIntegerField(
        null=True, help_text="Empty where time alone did it."
    )
    actor_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=280, blank=True)
    before = models.JSONField(
        default=dict, help_text="The row's other fields before, for undo."
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["learner", "-at"]),
            models.Index(fields=["progress", "-at"]),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.progress.step}: {self.action}"


class PartTick(models.Model):
    """A part that the learner has finished."""

    progress = models.ForeignKey(
        StepProgress,
        on_delete=models.CASCADE,
        related_name="part_ticks",
        db_index=False,
    )
    part_key = models.SlugField(max_length=60, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "part_key"], name="roadmaps_parttick_counts_once"
            ),
        ]

    def __str__(self) -> str:
        return self.part_key


class ResourceTick(models.Model):
    """A resource that the learner has read."""

    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="resource_ticks"
    )
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "resource"],
                name="roadmaps_resourcetick_counts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} read"


class NoteQuerySet(models.QuerySet):
    """Which notes."""

    def of(self, learner: User) -> Self:
        """Return the notes of one learner."""
        return self.filter(learner=learner)


class Note(TimeStamped):
    """What a learner wrote down at a step; a mentor reads it where the scope says."""

    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="notes"
    )
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=NOTE_MAX)
    row_version = models.PositiveIntegerField(
        default=1,
        db_default=1,
        help_text="Grows with each change: two tabs cannot overwrite.",
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["progress", "created_at"]),
            models.Index(fields=["learner", "created_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def rewrite(self, text: str) -> None:
        """Take other words instead."""
        self.text = text
        self.row_version += 1
        self.save(update_fields=["text", "row_version", "updated_at"])


class TimeLogQuerySet(models.QuerySet):
    """Which logged time."""

    def of(self, learner: User) -> Self:
        """Return what one learner logged."""
        return self.filter(learner=learner)


class TimeLog(TimeStamped):
    """Minutes that a learner spent on a day, in their own time zone."""

    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="time_logs"
    )
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="time_logs"
    )
    progress = models.ForeignKey(
        StepProgress,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="time_logs",
    )
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )

    objects = TimeLogQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["enrollment", "-on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, 1440)),
                name="roadmaps_timelog_minutes_fit_in_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min on {self.on}"

    def correct(self, *, minutes: int, on: date) -> None:
        """Take other minutes, or another day, instead."""
        self.minutes, self.on = minutes, on
        self.save(update_fields=["minutes", "on", "updated_at"])
