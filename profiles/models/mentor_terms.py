"""What a mentor states: when they review, and how much of it."""

from datetime import datetime, time
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from careersite.common.models import TimeStamped

WEEKDAYS = (
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
)


class MentorTermsQuerySet(models.QuerySet):
    """Which profiles."""

    def reviewing_on_days(self) -> Self:
        """Return those of mentors with review days who take no break."""
        return self.exclude(review_days=[]).filter(
            mentoring_paused_at__isnull=True, user__is_active=True
        )


class MentorTerms(TimeStamped):
    """The part of a profile that counts as soon as somebody mentors.

    Days and times are those of the profile's time zone.
    """

    is_taking_mentees = models.BooleanField(default=True)
    answer_days = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="As a mentor: days within which you promise to answer.",
    )
    review_days = ArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAYS),
        default=list,
        blank=True,
        help_text="Weekdays on which you review, 0 for Monday; empty: any day.",
    )
    review_starts_at = models.TimeField(default=time(18))
    review_hours = models.DecimalField(
        max_digits=3,
        decimal_places=1,
        default=2,
        validators=[MinValueValidator(0.5), MaxValueValidator(12)],
        help_text="How long one evening of reviews is.",
    )
    mentee_limit = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    items_per_week = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    mentoring_paused_at = models.DateTimeField(null=True, blank=True)

    objects = MentorTermsQuerySet.as_manager()

    class Meta:
        abstract = True

    def take_mentees(self, *, is_taking: bool) -> None:
        """Say whether this person takes new mentees."""
        self.is_taking_mentees = is_taking
        self.save(update_fields=["is_taking_mentees", "updated_at"])

    def state_terms(self, **terms: Any) -> None:
        """Keep what the mentor states; names are those of the fields here."""
        for name, value in terms.items():
            setattr(self, name, value)
        self.save(update_fields=[*terms, "updated_at"])

    def pause_mentoring(self, *, now: datetime) -> None:
        """Take a break from all mentees at once."""
        self.mentoring_paused_at = now
        self.save(update_fields=["mentoring_paused_at", "updated_at"])

    def resume_mentoring(self) -> None:
        """Let work come again."""
        self.mentoring_paused_at = None
        self.save(update_fields=["mentoring_paused_at", "updated_at"])
