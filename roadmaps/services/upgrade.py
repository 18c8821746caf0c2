"""Move a learner to a newer version and lose nothing (rule 25).

Rows are never deleted: what a newer version dropped is kept with its notes,
rounds and events, and an upgrade can be undone for 14 days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from profiles.models import User
from roadmaps.models import (
    Enrollment,
    RoadmapVersion,
    Step,
    StepEvent,
    StepProgress,
    Submission,
    SubmissionItem,
    VersionUpgrade,
)
from roadmaps.services.tracking.row import snapshot
from roadmaps.services.version_plan import (
    changed_count,
    read_versions,
    versions_between,
)
from roadmaps.versions import LearnerStep, MappedStep, UpgradePlan, plan_upgrade

UNDO_FOR = timedelta(days=14)
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


def offer(enrollment: Enrollment) -> Offer | None:
    """Return the newer version to offer; asks nothing more after `with_plan()`."""
    if not hasattr(enrollment, "newest"):
        enrollment = Enrollment.objects.with_plan().get(pk=enrollment.pk)
    newest = enrollment.newest
    answered = {enrollment.version_id, enrollment.declined_version_id}
    is_newer = newest["number"] > enrollment.version.number
    if not is_newer or newest["pk"] in answered:
        return None
    changed = changed_count(enrollment.version, newest["pk"])
    return Offer(newest["pk"], newest["number"], newest["note"], changed)


def preview(enrollment: Enrollment, new_pk: int) -> UpgradePlan:
    """Return what an upgrade would do; nothing is changed."""
    versions = read_versions(versions_between(enrollment.version, new_pk))
    return plan_upgrade(versions, _learner_steps(list(_rows(enrollment))))


@transaction.atomic
def upgrade(
    *, enrollment: Enrollment, to_version: RoadmapVersion, by: User, now: datetime
) -> Enrollment:
    """Move the enrollment to a newer published version; twice is once."""
    locked = _lock(enrollment)
    if locked.version_id == to_version.pk:
        return locked
    try:
        versions = versions_between(locked.version, to_version.pk)
    except RoadmapVersion.DoesNotExist as error:
        message = "Only a newer published version can be taken."
        raise UpgradeRefusedError(message) from error
    rows = list(_rows(locked).select_for_update(of=("self",)))
    plan = plan_upgrade(read_versions(versions), _learner_steps(rows))
    before = {str(row.pk): _before(row) for row in rows}
    _Carrier(locked, to_version, rows, by=by, now=now).carry(plan)
    VersionUpgrade.objects.create(
        enrollment=locked,
        from_version=locked.version,
        to_version=to_version,
        at=now,
        before=before,
    )
    locked.move_to(to_version)
    return locked


@transaction.atomic
def stay(
    *, enrollment: Enrollment, version: RoadmapVersion, by: User, now: datetime
) -> Enrollment:
    """Note that the learner does not take `version`; a later one is offered again."""
    locked = _lock(enrollment)
    locked.decline(version)
    return locked


@transaction.atomic
def undo_upgrade(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Go back to the version before; steps touched since keep their newer state."""
    locked = _lock(enrollment)
    last = undoable(locked, now=now)
    if last is None:
        raise UpgradeRefusedError("There is no upgrade of the last 14 days to undo.")
    rows = {str(row.pk): row for row in _rows(locked).select_for_update(of=("self",))}
    for pk, row in rows.items():
        if pk in last.before:
            _put_back(row, last.before[pk], last, by=by, now=now)
        else:
            row.keep_from(last.to_version.number)
    last.mark_undone(now=now)
    locked.move_to(last.from_version)
    return locked


def undoable(enrollment: Enrollment, *, now: datetime) -> VersionUpgrade | None:
    """Return the upgrade that led to the present version, if it can be undone."""
    last = (
        enrollment.upgrades.filter(undone_at__isnull=True)
        .select_related("from_version", "to_version")
        .first()
    )
    is_fresh = last is not None and now - last.at < UNDO_FOR
    return last if is_fresh else None


def _lock(enrollment: Enrollment) -> Enrollment:
    locked = Enrollment.objects.select_for_update(of=("self",)).select_related(
        "version"
    )
    return locked.get(pk=enrollment.pk)


def _rows(enrollment: Enrollment) -> Any:
    return enrollment.step_progress.select_related("step").with_content().order_by("pk")


def _learner_steps(rows: Sequence[StepProgress]) -> list[LearnerStep]:
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
    }


def _put_back(
    row: StepProgress,
    was: Mapping[str, Any],
    last: VersionUpgrade,
    *,
    by: User,
    now: datetime,
) -> None:
    """Give a row its old step back, and its old state unless it was touched."""
    is_touched = row.last_activity_at is not None and row.last_activity_at > last.at
    from_state, before = row.state, snapshot(row)
    row.return_to(was, with_state=not is_touched)
    if row.state == State.SUBMITTED and not row.submissions.open().exists():
        row.state = State.IN_PROGRESS
    row.save()
    _tell(row, from_state, before, by=by, now=now)


def _tell(
    row: StepProgress,
    from_state: str,
    before: dict[str, Any],
    *,
    by: User,
    now: datetime,
) -> None:
    """Write the event of a state that an upgrade, or its undo, changed."""
    if row.state == from_state:
        return
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

    def carry(self, plan: UpgradePlan) -> None:
        """Give each new step its row; keep every row that is left."""
        for mapped in plan.steps:
            self._carry_step(mapped)
        for row in self._rows.values():
            if row.pk not in self._carried and row.kept_from_version is None:
                row.keep_from(self._enrollment.version.number)

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
                _copy_content(source, row)
            else:
                _move_content(source, row)
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
        from_state, before = row.state, snapshot(row)
        done = [one.finished_at for one in sources if one.finished_at]
        row.carry_to(
            step,
            state=mapped.state,
            is_changed=mapped.is_changed,
            finished_at=max(done, default=self._now),
            now=self._now,
        )
        _tell(row, from_state, before, by=self._by, now=self._now)

    def _take_back(self, row: StepProgress) -> None:
        for submission in row.submissions.open():
            submission.take_back()


def _move_content(source: StepProgress, target: StepProgress) -> None:
    """Give a merged step the notes, rounds, ticks and time of another one."""
    source.comments.update(progress=target)
    source.time_logs.update(progress=target)
    _move_ticks(source, target)
    for submission in source.submissions.order_by("round"):
        submission.move_to(target, round_number=target.submissions.count() + 1)


def _move_ticks(source: StepProgress, target: StepProgress) -> None:
    ticked = target.part_ticks.values("part_key")
    source.part_ticks.exclude(part_key__in=ticked).update(progress=target)
    read = target.resource_ticks.values("resource")
    source.resource_ticks.exclude(resource__in=read).update(progress=target)


def _copy_content(source: StepProgress, target: StepProgress) -> None:
    """Give another part of a split step copies of what the step holds."""
    for comment in source.comments.all():
        target.comments.create(
            author=comment.author,
            author_name=comment.author_name,
            text=comment.text,
            created_at=comment.created_at,
        )
    for tick in source.part_ticks.all():
        target.part_ticks.get_or_create(
            part_key=tick.part_key, defaults={"at": tick.at}
        )
    for submission in source.submissions.order_by("round"):
        _copy_round(submission, target)


def _copy_round(submission: Submission, target: StepProgress) -> None:
    items = list(submission.items.all())
    submission.pk = None
    submission.progress = target
    submission.save(force_insert=True)
    for item in items:
        item.pk = None
        item.submission = submission
    SubmissionItem.objects.bulk_create(items)
