"""A learner's way along a roadmap: enrollment, step states, events, time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self, cast

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import JSONObject, Now
from django.urls import reverse

from careersite.common.models import TimeStamped
from profiles.models import MentorInvitation, Mentorship, Scope, User
from roadmaps.models.roadmap import Resource, Roadmap, RoadmapVersion, Step
from roadmaps.progress import PASSED_STATES


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
        """Load what every page names; `newest` is the newest version's figures."""
        newest = (
            RoadmapVersion.objects.published()
            .filter(roadmap=models.OuterRef("roadmap"))
            .order_by("-number")
            .values(found=JSONObject(pk="pk", number="number", note="change_note"))[:1]
        )
        return self.select_related(
            "version__roadmap__role", "learner__profile__target_role"
        ).annotate(newest=models.Subquery(newest))

    def current(self) -> Self:
        """Return enrollments under way or paused, not left."""
        return self.exclude(status=Enrollment.Status.LEFT)

    def mentored_by(self, mentor: User) -> Self:
        """Return enrollments that an active mentor may see the steps of."""
        return self.filter(
            mentored__mentorship__mentor=mentor,
            mentored__mentorship__ended_at__isnull=True,
            mentored__mentorship__scopes__contains=[Scope.STEPS],
        )


class Enrollment(TimeStamped):
    """Ties a learner to one version of a roadmap; one per learner and roadmap."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Under way"
        PAUSED = "paused", "Paused"
        LEFT = "left", "Left"
        COMPLETED = "completed", "Completed"

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
    declined_version = models.ForeignKey(
        RoadmapVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The newest version that the learner chose not to take.",
    )

    objects = EnrollmentQuerySet.as_manager()
    newest: dict[str, Any]  # by with_plan()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "roadmap"],
                name="roadmaps_enrollment_one_per_learner_and_roadmap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} on {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:enrollment_detail", args=[self.pk])

    def rejoin(self) -> None:
        """Come back to a roadmap that was left; every row is still there."""
        self.status = self.Status.ACTIVE
        self.save(update_fields=["status", "updated_at"])

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


class StepProgressQuerySet(models.QuerySet):
    """Which step rows."""

    def of(self, learner: User) -> Self:
        """Return the step rows of one learner."""
        return self.filter(learner=learner)

    def locked(self) -> Self:
        """Lock the rows until the transaction ends, in the order of their ids."""
        return (
            self.select_for_update(of=("self",))
            .select_related("step", "enrollment", "learner")
            .order_by("pk")
        )

    def blocking(self, row: "StepProgress") -> Self:
        """Return the rows whose steps lock the step of `row` while not started."""
        if row.kept_from_version is not None:
            return self.none()
        return (
            self.filter(
                enrollment_id=row.enrollment_id,
                step__dependent_links__step_id=row.step_id,
                step__is_required=True,
            )
            .exclude(state__in=PASSED_STATES)
            .select_related("step")
            .order_by("step__number")
        )

    def with_step(self) -> Self:
        """Load what an action names: the step, whose it is and where."""
        return self.select_related("step", "enrollment__learner__profile")

    def with_content(self) -> Self:
        """Tell of each row whether anything hangs on it that must not be lost."""
        own = models.OuterRef("pk")
        found = models.Q()
        for relation in self.model._meta.related_objects:
            child = cast("Any", relation.related_model)
            rows = child.objects.filter(**{relation.field.name: own})
            found |= models.Q(models.Exists(rows))
        return self.annotate(has_content=found)

    def in_plan(self) -> Self:
        """Return rows of the enrollment's own version, not those kept from older."""
        return self.filter(kept_from_version__isnull=True)


class StepProgress(TimeStamped):
    """A learner's state at one step of the enrollment's version."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        SUBMITTED = "submitted", "In review"
        CHANGES_REQUESTED = "changes_requested", "Changes asked"
        DONE = "done", "Done"
        SKIPPED = "skipped", "Skipped"
        WAIVED = "waived", "Waived"

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="step_progress"
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="step_progress"
    )
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="progress")
    step_key = models.SlugField(max_length=60)
    state = models.CharField(max_length=17, choices=State, default=State.NOT_STARTED)
    row_version = models.PositiveIntegerField(
        default=1, help_text="Grows with each change: two tabs cannot overwrite."
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_self_reported = models.BooleanField(default=False)
    is_started_anyway = models.BooleanField(default=False)
    needs_help = models.BooleanField(default=False)
    reason = models.CharField(
        max_length=280, blank=True, help_text="Why skipped, or the ground of a waiver."
    )
    kept_from_version = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Set when a newer version dropped the step."
    )
    is_changed = models.BooleanField(
        default=False, help_text="An upgrade changed this step since it was begun."
    )
    state_since = models.DateTimeField(
        null=True, blank=True, help_text="When the present state began."
    )
    last_activity_at = models.DateTimeField(null=True, blank=True)

    objects = StepProgressQuerySet.as_manager()
    has_content: bool  # by with_content()

    class Meta:
        ordering = ["enrollment", "step__number"]
        verbose_name_plural = "step progress"
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "step_key"],
                name="roadmaps_stepprogress_one_per_step",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", finished_at__isnull=False)
                | ~models.Q(state="done") & models.Q(finished_at__isnull=True),
                name="roadmaps_stepprogress_done_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.enrollment.learner}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:step_detail", args=[self.enrollment_id, self.step_key])

    def blocks(self) -> bool:
        """Tell whether steps that need this one must still wait."""
        return self.step.is_required and self.state not in PASSED_STATES

    def change(self, *, to_state: str, now: datetime, **fields: object) -> None:
        """Take a locked row to `to_state`; a done row alone knows when it was done.

        A note beside the row, such as a tick, leaves the row's version alone: the
        form in the other tab still holds.
        """
        if to_state != self.state:
            is_done = to_state == self.State.DONE
            fields = {
                "finished_at": now if is_done else None,
                "state_since": now,
                **fields,
            }
        if fields:
            self.row_version += 1
        for name, value in fields.items():
            setattr(self, name, value)
        self.state = to_state
        self.last_activity_at = now
        self.save()

    @property
    def is_worth_showing(self) -> bool:
        """Whether anything happened here; a kept row without that stays unseen."""
        is_begun = self.state != self.State.NOT_STARTED
        return is_begun or self.last_activity_at is not None

    def keep_from(self, number: int) -> None:
        """Note that the enrollment's version no longer has this step."""
        if self.kept_from_version is None:
            self.kept_from_version = number
            self.save(update_fields=["kept_from_version", "updated_at"])

    def carry_to(
        self,
        step: Step,
        *,
        state: str,
        is_changed: bool,
        finished_at: datetime,
        now: datetime,
    ) -> None:
        """Go on as `step` of a newer version, in the state that the upgrade gives."""
        if state != self.state:
            self.state_since = now
        if state != self.state or is_changed != self.is_changed:
            self.row_version += 1
        self.step, self.step_key = step, step.key
        self.state, self.is_changed = state, is_changed
        self.kept_from_version = None
        is_done = state == self.State.DONE
        self.finished_at = (self.finished_at or finished_at) if is_done else None
        self.save()

    def return_to(self, was: Mapping[str, Any], *, with_state: bool) -> None:
        """Take step and key from before an upgrade again; does not save."""
        self.step_id, self.step_key = was["step"], was["step_key"]
        self.kept_from_version = was["kept_from_version"]
        self.row_version += 1
        if not with_state:
            return
        self.state, self.is_changed = was["state"], was["is_changed"]
        for name in ("finished_at", "state_since"):
            at = was[name]
            setattr(self, name, datetime.fromisoformat(at) if at else None)

    def touch(self, *, now: datetime) -> None:
        """Note that the learner was here; changes no state and no version."""
        self.last_activity_at = now
        self.save(update_fields=["last_activity_at", "updated_at"])


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

    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="events"
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="step_events"
    )
    at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=12, choices=Action)
    from_state = models.CharField(max_length=17, choices=StepProgress.State)
    to_state = models.CharField(max_length=17, choices=StepProgress.State)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
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
        StepProgress, on_delete=models.CASCADE, related_name="part_ticks"
    )
    part_key = models.SlugField(max_length=60)
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


class TimeLogQuerySet(models.QuerySet):
    """Which logged time."""

    def since(self, moment: datetime) -> Self:
        """Return time logged for the day of `moment` or later."""
        return self.filter(on__gte=moment.date())


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
    before = models.JSONField(help_text="Step rows before, by key.")
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
