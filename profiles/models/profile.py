"""What a learner says about themselves."""

from datetime import date
from decimal import Decimal
from zoneinfo import available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower

from careersite.common.models import TimeStamped
from profiles.models.mentor_terms import MentorTerms
from profiles.models.user import User
from roles.models import HouseLevel, Region, Role, Skill

HANDLE_TAKEN = "Somebody else has this handle."


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError("Choose a time zone from the list.")


class Profile(MentorTerms):
    """A learner's target, time and place; made together with the account."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    handle = models.CharField(
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9-]{2,39}$",
                "Use 3 to 40 small letters, digits and hyphens.",
            )
        ],
    )
    headline = models.CharField(max_length=120, blank=True)
    country = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    time_zone = models.CharField(
        max_length=40, default="UTC", validators=[check_time_zone]
    )
    target_role = models.ForeignKey(
        Role, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    target_level = models.CharField(
        max_length=10, choices=HouseLevel, default=HouseLevel.ENTRY
    )
    hours_per_week = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        default=8,
        validators=[MinValueValidator(0.5), MaxValueValidator(80)],
        help_text="Hours you can learn in a week, 0.5 to 80.",
    )
    off_weeks = ArrayField(
        models.DateField(),
        default=list,
        blank=True,
        help_text="Mondays of weeks without learning.",
    )
    terms_version = models.CharField(max_length=20, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["user"],
                condition=~models.Q(review_days=[]),
                name="profiles_profile_review_days",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("handle"),
                condition=~models.Q(handle=""),
                name="profiles_profile_handle_is_unique",
                violation_error_message=HANDLE_TAKEN,
            ),
            models.CheckConstraint(
                condition=models.Q(hours_per_week__gte=0.5, hours_per_week__lte=80),
                name="profiles_profile_hours_per_week_are_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(terms_version="", terms_accepted_at__isnull=True)
                | ~models.Q(terms_version="")
                & models.Q(terms_accepted_at__isnull=False),
                name="profiles_profile_terms_have_version_and_time",
            ),
            models.CheckConstraint(
                condition=models.Q(review_days__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="profiles_profile_review_days_are_weekdays",
            ),
            models.CheckConstraint(
                condition=models.Q(review_hours__gte=0.5, review_hours__lte=12),
                name="profiles_profile_review_hours_fit_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Profile of {self.user}"

    def aim_at(self, role: Role) -> None:
        """Make a role the target; the level aimed at stays."""
        self.target_role = role
        self.save(update_fields=["target_role", "updated_at"])

    def live_in(self, country: Region) -> None:
        """Let pay open in this country."""
        self.country = country
        self.save(update_fields=["country", "updated_at"])

    def checked_handle(self, handle: str) -> str:
        """Return the handle in small letters, as it may be taken.

        Raises ValidationError for one that is not well formed or somebody else's.
        """
        handle = handle.strip().lower()
        if not handle:
            return handle
        Profile._meta.get_field("handle").run_validators(handle)
        others = Profile.objects.exclude(pk=self.pk)
        if others.filter(handle__iexact=handle).exists():
            raise ValidationError(HANDLE_TAKEN)
        return handle

    def take_handle(self, handle: str) -> None:
        """Be found under `handle`; an empty one takes the public page away."""
        self.handle = handle
        self.save(update_fields=["handle", "updated_at"])

    def plan_weeks(self, *, hours_per_week: Decimal, off_weeks: list[date]) -> None:
        """Keep the hours of a week (0.5 to 80) and the Mondays of weeks off."""
        self.hours_per_week, self.off_weeks = hours_per_week, off_weeks
        self.save(update_fields=["hours_per_week", "off_weeks", "updated_at"])


class Project(TimeStamped):
    """Something a learner made."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(max_length=120)
    summary = models.TextField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=280, blank=True)
    url = models.URLField(blank=True)
    skills = models.ManyToManyField(Skill, related_name="+", blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"])]

    def __str__(self) -> str:
        return self.title
