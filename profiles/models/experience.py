"""Where a learner worked and studied, as precise as the learner says it."""

import re
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Left

from careersite.common.models import TimeStamped
from profiles.models.user import User

DATE_FORMAT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
NOT_A_DATE = "Write a year, a month such as 2024-05, or a day such as 2024-05-31."
ENDS_TOO_EARLY = "The end must not be before the start."
HIGHLIGHTS_MAX = 12


def check_rough_date(text: str) -> None:
    """Raise ValidationError unless `text` is a year, a month or a day of the calendar.

    A résumé seldom knows the day, so "2024", "2024-05" and "2024-05-31" all do.
    """
    found = DATE_FORMAT.fullmatch(text)
    if found is None or not _is_in_calendar(*found.groups()):
        raise ValidationError(NOT_A_DATE)


def _is_in_calendar(year: str, month: str | None, day: str | None) -> bool:
    try:
        models.DateField().to_python(f"{year}-{month or '01'}-{day or '01'}")
    except ValidationError:
        return False
    return True


def rough_date_field(**options: Any) -> models.CharField:
    """Return a field for a year, a month or a day; empty where not said."""
    return models.CharField(
        max_length=10, blank=True, validators=[check_rough_date], **options
    )


def is_before(earlier: str, later: str) -> bool:
    """Tell whether a rough date lies before another, as far as both say."""
    shared = min(len(earlier), len(later))
    return earlier[:shared] < later[:shared]


def ends_after_start(name: str) -> models.CheckConstraint:
    """Return the constraint that holds the years in order; forms know the months."""
    return models.CheckConstraint(
        condition=models.Q(started="")
        | models.Q(ended="")
        | models.Q(ended__gte=Left("started", 4)),
        name=name,
        violation_error_message=ENDS_TOO_EARLY,
    )


class ExperienceQuerySet(models.QuerySet):
    """Which entries."""

    def of(self, user: User) -> Self:
        """Return what one learner wrote down."""
        return self.filter(user=user)


class Experience(TimeStamped):
    """What work and study have in common: when, where to look, what came of it."""

    url = models.URLField(blank=True, max_length=500)
    started = rough_date_field(help_text="A year, or a month such as 2024-05.")
    ended = rough_date_field(help_text="Empty if it goes on.")

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-started", "-pk"]

    def clean(self) -> None:
        """Refuse an end before the start, at the end's field."""
        if self.started and self.ended and is_before(self.ended, self.started):
            raise ValidationError({"ended": ENDS_TOO_EARLY})


class WorkEntry(Experience):
    """A job that a learner has or had."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="work_entries"
    )
    employer = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    summary = models.TextField(max_length=2000, blank=True)
    highlights = ArrayField(
        models.CharField(max_length=280),
        default=list,
        blank=True,
        size=HIGHLIGHTS_MAX,
        help_text="What came of it.",
    )

    class Meta(Experience.Meta):
        verbose_name_plural = "work entries"
        indexes = [models.Index(fields=["user", "-started", "-id"])]
        constraints = [
            ends_after_start("profiles_workentry_does_not_end_before_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.position} at {self.employer}" if self.position else self.employer


class EducationEntry(Experience):
    """A study, a school or a training that a learner attends or attended."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="education_entries"
    )
    institution = models.CharField(max_length=120)
    area = models.CharField(
        max_length=120, blank=True, help_text="Such as computer science."
    )
    study_type = models.CharField(
        "degree", max_length=120, blank=True, help_text="Such as bachelor."
    )
    score = models.CharField("grade", max_length=40, blank=True)
    courses = ArrayField(
        models.CharField(max_length=160), default=list, blank=True, size=40
    )

    class Meta(Experience.Meta):
        verbose_name_plural = "education entries"
        indexes = [models.Index(fields=["user", "-started", "-id"])]
        constraints = [
            ends_after_start("profiles_educationentry_does_not_end_before_it_starts")
        ]

    def __str__(self) -> str:
        subject = " in ".join(filter(None, [self.study_type, self.area]))
        return f"{subject}, {self.institution}" if subject else self.institution
