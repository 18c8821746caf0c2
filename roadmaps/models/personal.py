"""A learner's own steps, beside those of the roadmap."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from careersite.common.models import TimeStamped
from profiles.models import User
from roadmaps.models.enrollment import Enrollment

HOURS_MIN, HOURS_MAX = 0.5, 200


class PersonalStepQuerySet(models.QuerySet):
    """Which personal steps."""

    def of(self, learner: User) -> Self:
        """Return the personal steps of one learner."""
        return self.filter(learner=learner)


class PersonalStep(TimeStamped):
    """A step that a learner added; in the schedule, never in the percent."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="personal_steps"
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="personal_steps"
    )
    title = models.CharField(max_length=120)
    text = models.TextField("notes", max_length=2000, blank=True)
    hours = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        default=2,
        validators=[MinValueValidator(HOURS_MIN), MaxValueValidator(HOURS_MAX)],
    )
    after_key = models.SlugField(
        max_length=60, blank=True, help_text="The step it follows; empty: at the start."
    )
    done_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalStepQuerySet.as_manager()

    class Meta:
        ordering = ["enrollment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=HOURS_MIN, hours__lte=HOURS_MAX),
                name="roadmaps_personalstep_hours_are_possible",
                violation_error_message="Enter between 0.5 and 200 hours.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:personal_edit", args=[self.enrollment_id, self.pk])

    def write(self, *, title: str, text: str, hours: Decimal, after_key: str) -> None:
        """Keep what the learner says of it."""
        self.title, self.text = title, text
        self.hours, self.after_key = hours, after_key
        self.save()

    def follow(self, key: str) -> None:
        """Come after another step."""
        self.after_key = key
        self.save(update_fields=["after_key", "updated_at"])

    def mark_done(self, *, now: datetime | None) -> None:
        """Note when it was done; None takes it up again."""
        self.done_at = now
        self.save(update_fields=["done_at", "updated_at"])

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do of it."""
        return self.done_at is not None
