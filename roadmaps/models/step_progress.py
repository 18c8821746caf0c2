"""A learner's state at each step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self, cast

from django.db import models
from django.urls import reverse

from careersite.common.models import TimeStamped
from profiles.models import User
from roadmaps.models.enrollment import Enrollment
from roadmaps.models.step import Step
from roadmaps.progress import PASSED_STATES


class StepProgressQuerySet(models.QuerySet):
    """Which step rows."""

    def of(self, learner: User) -> Self:
        """Return the step rows of one learner."""
        return self.filter(learner=learner)

    def locked(self) -> Self:
        """Lock the rows until the transaction ends, in the order of their ids.

        The step is read once the lock is held: an upgrade may give a row another
        one while we wait, and a join with the old step would lose the row.
        """
        return (
            self.select_for_update(of=("self",))
            .select_related("enrollment", "learner")
            .prefetch_related("step")
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

    def in_review(self) -> Self:
        """Return the rows that wait for a mentor, or for a decision's effect."""
        return self.filter(state=StepProgress.State.SUBMITTED)

    def waived(self) -> Self:
        """Return rows passed as known already, in the order of the steps."""
        return self.filter(state=StepProgress.State.WAIVED).order_by("step__number")

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

    # Rows are found by enrollment and key with the index of their constraint.
    enrollment = models.ForeignKey(
        Enrollment,
        on_delete=models.CASCADE,
        related_name="step_progress",
        db_index=False,
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="step_progress"
    )
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="progress")
    step_key = models.SlugField(max_length=60, db_index=False)
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
        indexes = [
            models.Index(
                fields=["last_activity_at"],
                condition=models.Q(state="changes_requested"),
                name="roadmaps_stepprogress_asked",
            ),
        ]
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

    def change(
        self, *, to_state: str, now: datetime, is_act: bool = True, **fields: object
    ) -> None:
        """Take a locked row to `to_state`; a done row alone knows when it was done.

        A note beside the row, such as a tick, leaves the row's version alone: the
        form in the other tab still holds. What time alone did is no one's act, so
        that it hides no idleness.
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
        if is_act:
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

    def take_state(self, state: str, *, now: datetime) -> None:
        """Stand in `state` since now, as an undone upgrade asks; does not save."""
        self.state, self.state_since = state, now
        is_done = state == self.State.DONE
        self.finished_at = (self.finished_at or now) if is_done else None

    def touch(self, *, now: datetime) -> None:
        """Note that the learner was here; changes no state and no version."""
        self.last_activity_at = now
        self.save(update_fields=["last_activity_at", "updated_at"])
