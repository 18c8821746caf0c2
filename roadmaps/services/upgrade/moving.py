"""Offer a newer version, show what it does, take it or stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from profiles.models import User
from roadmaps.models import (
    Enrollment,
    RoadmapVersion,
    Step,
    StepEvent,
    StepProgress,
    VersionUpgrade,
)
from roadmaps.services.tracking import evidence
from roadmaps.services.tracking.rounds import close_round
from roadmaps.services.tracking.row import settle_rows, snapshot
from roadmaps.services.tracking.standing import (
    lock_enrollment,
    reopen_if_work_is_left,
)
from roadmaps.services.upgrade.content import Moved, copy_content, move_content
from roadmaps.services.version_content import version_content
from roadmaps.services.version_plan import (
    changed_count,
    read_versions,
    versions_between,
)
from roadmaps.versions import LearnerStep, MappedStep, UpgradePlan, plan_upgrade

State = StepProgress.State


class UpgradeRefusedError(Exception):
    """The enrollment cannot be moved, or moved back, now; `detail` says why."""

    code = "upgrade_refused"

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(detail)


@dataclass(frozen=True)
class Offer:
    """A newer version that the learner has not yet answered."""

    pk: int
    number: int
    note: str
    changed: int


def newest_of(enrollment: Enrollment) -> RoadmapVersion:
    """Return the newest published version of the roadmap (one query where kept)."""
    content = version_content(enrollment.version_id)
    return content.newest or content.version


def offer(enrollment: Enrollment, newest: RoadmapVersion | None = None) -> Offer | None:
    """Return the newer version to offer; `newest` is in the plan's content."""
    newest = newest or newest_of(enrollment)
    answered = {enrollment.version_id, enrollment.declined_version_id}
    if newest.number <= enrollment.version.number or newest.pk in answered:
        return None
    changed = changed_count(enrollment.version, newest.pk)
    return Offer(newest.pk, newest.number, newest.change_note, changed)


def preview(enrollment: Enrollment, new_pk: int) -> UpgradePlan:
    """Return what an upgrade would do; nothing is changed."""
    versions = read_versions(versions_between(enrollment.version, new_pk))
    return plan_upgrade(versions, learner_steps(list(step_rows(enrollment))))


@transaction.atomic
def upgrade(
    *, enrollment: Enrollment, to_version: RoadmapVersion, by: User, now: datetime
) -> Enrollment:
    """Move the enrollment to a newer published version; twice is once.

    Raises UpgradeRefusedError for any other version.
    """
    rows = lock_rows(enrollment, now=now)
    locked = lock_enrollment(enrollment)
    if locked.version_id == to_version.pk:
        return locked
    try:
        versions = versions_between(locked.version, to_version.pk)
    except RoadmapVersion.DoesNotExist as error:
        message = "Only a newer published version can be taken."
        raise UpgradeRefusedError(message) from error
    plan = plan_upgrade(read_versions(versions), learner_steps(rows))
    before = {str(row.pk): _before(row) for row in rows}
    standing = locked.status
    carrier = _Carrier(locked, to_version, rows, by=by, now=now)
    carrier.carry(plan)
    for state in {mapped.state for mapped in plan.steps}:
        reopen_if_work_is_left(locked, state=state, by=by, now=now)
    VersionUpgrade.objects.create(
        enrollment=locked,
        from_version=locked.version,
        to_version=to_version,
        at=now,
        before={
            "rows": before,
            "standing": standing,
            "moved": carrier.moved,
            "personal": carrier.personal,
            "places": carrier.places,
        },
    )
    locked.move_to(to_version)
    return locked


@transaction.atomic
def stay(
    *, enrollment: Enrollment, version: RoadmapVersion, by: User, now: datetime
) -> Enrollment:
    """Note that the learner does not take `version`; a later one is offered again."""
    locked = lock_enrollment(enrollment)
    locked.decline(version)
    return locked


def lock_rows(enrollment: Enrollment, *, now: datetime) -> list[StepProgress]:
    """Lock and return the step rows as they are at `now`.

    An action at a step waits or is seen here.
    """
    settle_rows(enrollment, now=now)
    rows = step_rows(enrollment).select_for_update(of=("self",))
    return list(rows.order_by("pk"))


def step_rows(enrollment: Enrollment) -> Any:
    """Return all step rows, kept ones included, and whether something hangs on each."""
    return enrollment.step_progress.select_related("step").with_content().order_by("pk")


def learner_steps(rows: Sequence[StepProgress]) -> list[LearnerStep]:
    """Return rows as the pure rules take them."""
    return [
        LearnerStep(
            key=row.step_key,
            state=row.state,
            is_changed=row.is_changed,
            kept_from=row.kept_from_version,
            has_content=row.has_content,
        )
        for row in rows
    ]


def _before(row: StepProgress) -> dict[str, Any]:
    return {
        **snapshot(row),
        "step": row.step_id,
        "step_key": row.step_key,
        "state": row.state,
        "is_changed": row.is_changed,
        "kept_from_version": row.kept_from_version,
        "has_content": row.has_content,
    }


def tell(
    row: StepProgress,
    from_state: str,
    before: dict[str, Any],
    *,
    by: User,
    now: datetime,
) -> None:
    """Write the event of a state that an upgrade, or its undo, changed.

    The skills follow it.
    """
    if row.state == from_state:
        return
    evidence.follow(row, left=from_state, by=by, now=now)
    StepEvent.objects.create(
        progress=row,
        learner_id=row.learner_id,
        at=now,
        action=StepEvent.Action.UPGRADE,
        from_state=from_state,
        to_state=row.state,
        actor_id=by.pk,
        actor_name=by.display_name,
        before=before,
    )


class _Carrier:
    """Carries rows over as an upgrade's plan says."""

    def __init__(
        self,
        enrollment: Enrollment,
        to_version: RoadmapVersion,
        rows: Sequence[StepProgress],
        *,
        by: User,
        now: datetime,
    ) -> None:
        self._enrollment = enrollment
        self._rows = {row.step_key: row for row in rows}
        self._steps = {step.key: step for step in to_version.steps.all()}
        self._by, self._now = by, now
        self._carried: set[int] = set()
        self.moved: dict[str, Moved] = {}
        self.personal: dict[str, str] = {}
        self.places: dict[str, str] = {}

    def carry(self, plan: UpgradePlan) -> None:
        """Give each new step its row; keep every row that is left."""
        for mapped in plan.steps:
            self._carry_step(mapped)
        for row in self._rows.values():
            if row.pk not in self._carried and row.kept_from_version is None:
                row.keep_from(self._enrollment.version.number)
        self._move_personal(plan)

    def _move_personal(self, plan: UpgradePlan) -> None:
        """Let the learner's own steps follow the step that goes on in its place."""
        goes_on = {
            source: mapped.key for mapped in plan.steps for source in mapped.sources
        }
        for step in self._enrollment.personal_steps.exclude(after_key=""):
            if step.after_key not in self._steps and step.after_key in goes_on:
                self.personal[str(step.pk)] = step.after_key
                step.follow(goes_on[step.after_key])
                self.places[str(step.pk)] = step.after_key

    def _carry_step(self, mapped: MappedStep) -> None:
        sources = [self._rows[key] for key in mapped.sources if key in self._rows]
        for row in sources:
            if row.step_key in mapped.takes_back:
                self._take_back(row)
        moved = [row for row in sources if row.step_key not in mapped.copied]
        row = self._row_for(mapped, moved)
        for source in sources:
            if source.pk == row.pk:
                continue
            if source.step_key in mapped.copied:
                copy_content(source, row)
            else:
                self.moved[str(source.pk)] = move_content(source, row)
        self._settle(row, mapped, sources)

    def _row_for(
        self, mapped: MappedStep, moved: Sequence[StepProgress]
    ) -> StepProgress:
        """Return the row that goes on as this step: its own, one moved, or new."""
        own = self._rows.get(mapped.key)
        row = own or next((one for one in moved if one.pk not in self._carried), None)
        if row is None:
            row = StepProgress.objects.create(
                enrollment=self._enrollment,
                learner_id=self._enrollment.learner_id,
                step=self._steps[mapped.key],
                step_key=mapped.key,
            )
        self._carried.add(row.pk)
        return row

    def _settle(
        self, row: StepProgress, mapped: MappedStep, sources: Sequence[StepProgress]
    ) -> None:
        """Set step, key and state, and tell of a state that changed."""
        step: Step = self._steps[mapped.key]
        from_state, before, old_key = row.state, snapshot(row), row.step_key
        done = [one.finished_at for one in sources if one.finished_at]
        row.carry_to(
            step,
            state=mapped.state,
            is_changed=mapped.is_changed,
            finished_at=max(done, default=self._now),
            now=self._now,
        )
        evidence.rename(row, old_key=old_key)
        tell(row, from_state, before, by=self._by, now=self._now)

    def _take_back(self, row: StepProgress) -> None:
        for submission in row.submissions.open():
            close_round(submission)
