"""A learner's way along a roadmap: which version, and who looks on."""

from datetime import date, datetime
from typing import Self

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from careersite.common.models import TimeStamped
from profiles.models import MentorInvitation, Mentorship, Scope, User
from roadmaps.models.roadmap import Roadmap, RoadmapVersion

SHARE_MAX = 100


class EnrollmentQuerySet(models.QuerySet):
    """Which enrollments."""

    def of(self, learner: User) -> Self:
        """Return the enrollments of one learner."""
        return self.filter(learner=learner)

    def visible_to(self, person: User) -> Self:
        """Return what a person may open: their own, and their mentees'."""
        return self.filter(
            models.Q(learner=person) | models.Q(pk__in=self.mentored_by(person))
        )

    def with_plan(self) -> Self:
        """Load what every page names; the version itself comes with its plan."""
        return self.select_related("roadmap", "learner__profile").annotate(
            version_number=models.F("version__number")
        )

    def with_pace(self) -> Self:
        """Load what the pace of a plan is worked out from, beside `with_plan()`.

        `other_shares` has the sum of the shares of the learner's other roadmaps
        under way, `last_logged_on` the last day that time was logged for.
        """
        others = (
            Enrollment.objects.under_way()
            .filter(learner=models.OuterRef("learner"))
            .exclude(pk=models.OuterRef("pk"))
            .order_by()
            .values("learner")
            .values(total=models.Sum("share"))
        )
        logs = apps.get_model("roadmaps.TimeLog").objects  # whose module knows this one
        days = logs.filter(enrollment=models.OuterRef("pk")).order_by("-on")
        return self.with_plan().annotate(
            other_shares=Coalesce(models.Subquery(others), 0),
            last_logged_on=models.Subquery(days.values("on")[:1]),
        )

    def under_way(self) -> Self:
        """Return enrollments that share the learner's hours now."""
        return self.filter(status=Enrollment.Status.ACTIVE)

    def current(self) -> Self:
        """Return enrollments under way or paused, not left."""
        return self.exclude(status=Enrollment.Status.LEFT)

    def mentored_by(self, mentor: User) -> Self:
        """Return enrollments that an active mentor may see the steps of."""
        return self.shared_with(mentor, Scope.STEPS)

    def shared_with(self, mentor: User, scope: Scope) -> Self:
        """Return enrollments that an active mentor has with `scope`."""
        return self.filter(
            mentored__mentorship__mentor=mentor,
            mentored__mentorship__ended_at__isnull=True,
            mentored__mentorship__scopes__contains=[scope],
        )


class Enrollment(TimeStamped):
    """Ties a learner to one version of a roadmap; one per learner and roadmap."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Under way"
        PAUSED = "paused", "Paused"
        LEFT = "left", "Left"
        COMPLETED = "completed", "Completed"

    is_new = False  # True of the instance that was just made; not stored

    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="enrollments"
    )
    roadmap = models.ForeignKey(
        Roadmap, on_delete=models.PROTECT, related_name="enrollments"
    )
    version = models.ForeignKey(
        RoadmapVersion, on_delete=models.PROTECT, related_name="enrollments"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.ACTIVE)
    started_on = models.DateField()
    target_date = models.DateField(null=True, blank=True)
    share = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(SHARE_MAX)],
        help_text="Weight of this roadmap in the learner's weekly hours, 1 to 100.",
    )
    declined_version = models.ForeignKey(
        RoadmapVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The newest version that the learner chose not to take.",
    )

    objects = EnrollmentQuerySet.as_manager()
    version_number: int  # by with_plan()
    other_shares: int  # by with_pace()
    last_logged_on: date | None  # by with_pace()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "roadmap"],
                name="roadmaps_enrollment_one_per_learner_and_roadmap",
            ),
            models.CheckConstraint(
                condition=models.Q(share__range=(1, SHARE_MAX)),
                name="roadmaps_enrollment_share_is_1_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} on {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:enrollment_detail", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        """Whether it shares the learner's hours now."""
        return self.status == self.Status.ACTIVE

    @property
    def is_left(self) -> bool:
        """Whether the learner left it; starting it again changes that."""
        return self.status == self.Status.LEFT

    def change_status(self, status: str) -> None:
        """Go on, pause, leave or complete; every step row stays as it is."""
        self.status = status
        self.save(update_fields=["status", "updated_at"])

    def begin_anew(self, *, on: date) -> None:
        """Date the plan from `on`, as if it began there."""
        self.started_on = on
        self.save(update_fields=["started_on", "updated_at"])

    def set_pace(self, *, share: int, target_date: date | None) -> None:
        """Keep the weight in the weekly hours (1 to 100) and the date aimed at."""
        self.share, self.target_date = share, target_date
        self.save(update_fields=["share", "target_date", "updated_at"])

    def move_to(self, version: RoadmapVersion) -> None:
        """Follow another version from now on."""
        self.version = version
        self.declined_version = None
        self.save(update_fields=["version", "declined_version", "updated_at"])

    def decline(self, version: RoadmapVersion) -> None:
        """Stay where one is; `version` is not offered again."""
        self.declined_version = version
        self.save(update_fields=["declined_version", "updated_at"])

    def has_reviewer(self) -> bool:
        """Tell whether an unpaused mentor reviews steps here (one query)."""
        return (
            Mentorship.objects.reviewing().filter(enrollments__enrollment=self).exists()
        )


class VersionUpgrade(models.Model):
    """A learner moved to a newer version; enough is kept to undo it."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="upgrades"
    )
    from_version = models.ForeignKey(
        RoadmapVersion, on_delete=models.PROTECT, related_name="+"
    )
    to_version = models.ForeignKey(
        RoadmapVersion, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    before = models.JSONField(
        help_text="Step rows before, by id; what a merge moved; own steps' places."
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.from_version.number} to {self.to_version_id}"

    def mark_undone(self, *, now: datetime) -> None:
        """Note that the learner went back."""
        self.undone_at = now
        self.save(update_fields=["undone_at"])


class InvitedEnrollment(models.Model):
    """An enrollment that an invitation offers to the mentor."""

    invitation = models.ForeignKey(
        MentorInvitation, on_delete=models.CASCADE, related_name="enrollments"
    )
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="invited"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "enrollment"],
                name="roadmaps_invitedenrollment_pair_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} in {self.invitation}"


class MentoredEnrollment(models.Model):
    """An enrollment that a mentorship covers."""

    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.CASCADE, related_name="enrollments"
    )
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="mentored"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "enrollment"],
                name="roadmaps_mentoredenrollment_pair_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} in {self.mentorship}"
