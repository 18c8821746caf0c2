"""Go back to the version before an upgrade, for 14 days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from profiles.models import User
from roadmaps.models import Enrollment, StepProgress, VersionUpgrade
from roadmaps.services.tracking import evidence
from roadmaps.services.tracking.rounds import close_round
from roadmaps.services.tracking.row import snapshot
from roadmaps.services.tracking.standing import (
    NOTHING_LEFT,
    change_standing,
    lock_enrollment,
    reopen_if_work_is_left,
)
from roadmaps.services.upgrade.content import bring_back
from roadmaps.services.upgrade.moving import (
    UpgradeRefusedError,
    lock_rows,
    step_rows,
    tell,
)
from roadmaps.services.version_plan import read_versions, versions_between
from roadmaps.versions import LearnerStep, UndoneStep, plan_undo, plan_upgrade

UNDO_FOR = timedelta(days=14)
State = StepProgress.State
Status = Enrollment.Status


@dataclass(frozen=True, slots=True)
class UndonePreview:
    """One step as going back would leave it."""

    title: str
    state: str
    keeps_newer: bool


@transaction.atomic
def undo_upgrade(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Go back to the version before; steps touched since keep their newer state.

    What a merge took together goes back to where it was. Rows that came with the
    newer version are kept, and shown only if something was done there. Raises
    UpgradeRefusedError after 14 days, and where there was no upgrade.
    """
    rows = lock_rows(enrollment, now=now)
    locked = lock_enrollment(enrollment)
    last = undoable(locked, now=now)
    if last is None:
        raise UpgradeRefusedError("There is no upgrade of the last 14 days to undo.")
    undone = {one.key: one for one in _undone(last, rows)}
    before = last.before["rows"]
    for row in rows:
        was = before.get(str(row.pk))
        if was is None:
            _set_aside(row, last, by=by, now=now)
        else:
            bring_back(last.before["moved"].get(str(row.pk), {}), row)
            _put_back(row, was, undone[was["step_key"]], by=by, now=now)
    _place_own_steps(locked, last)
    last.mark_undone(now=now)
    _stand_as_before(locked, last, rows, by=by, now=now)
    locked.move_to(last.from_version)
    return locked


def preview_undo(
    enrollment: Enrollment, last: VersionUpgrade
) -> tuple[UndonePreview, ...]:
    """Return what going back does to each begun step; nothing is changed."""
    rows = list(step_rows(enrollment))
    titles = dict(last.from_version.steps.values_list("key", "title"))
    return tuple(
        UndonePreview(titles.get(one.key, one.key), one.state, one.keeps_newer)
        for one in _undone(last, rows)
        if one.keeps_newer or one.state != State.NOT_STARTED
    )


def undoable(enrollment: Enrollment, *, now: datetime) -> VersionUpgrade | None:
    """Return the upgrade that led to the present version, if it can be undone."""
    last = (
        enrollment.upgrades.filter(undone_at__isnull=True)
        .select_related("from_version", "to_version")
        .first()
    )
    is_fresh = last is not None and now - last.at < UNDO_FOR
    return last if is_fresh else None


def _undone(
    last: VersionUpgrade, rows: Sequence[StepProgress]
) -> tuple[UndoneStep, ...]:
    versions = versions_between(last.from_version, last.to_version_id)
    before = [
        LearnerStep(
            key=was["step_key"],
            state=was["state"],
            is_changed=was["is_changed"],
            kept_from=was["kept_from_version"],
            has_content=was["has_content"],
        )
        for was in last.before["rows"].values()
    ]
    plan = plan_upgrade(read_versions(versions), before)
    return plan_undo(
        before,
        plan,
        states_now={row.step_key: row.state for row in rows},
        touched={row.step_key for row in rows if _is_touched(row, last)},
    )


def _is_touched(row: StepProgress, last: VersionUpgrade) -> bool:
    return row.last_activity_at is not None and row.last_activity_at > last.at


def _put_back(
    row: StepProgress,
    was: Mapping[str, Any],
    undone: UndoneStep,
    *,
    by: User,
    now: datetime,
) -> None:
    """Give a row its old step back, and its old state unless it keeps the newer."""
    from_state, before, old_key = row.state, snapshot(row), row.step_key
    row.return_to(was, with_state=not undone.keeps_newer)
    if undone.keeps_newer and row.state != undone.state:
        row.take_state(undone.state, now=now)
    if row.state == State.SUBMITTED and not row.submissions.open().exists():
        row.take_state(State.IN_PROGRESS, now=now)
    row.save()
    evidence.rename(row, old_key=old_key)
    tell(row, from_state, before, by=by, now=now)


def _place_own_steps(locked: Enrollment, last: VersionUpgrade) -> None:
    """Let own steps follow what they followed before, unless moved since."""
    before, given = last.before["personal"], last.before.get("places", {})
    for step in locked.personal_steps.filter(pk__in=list(before)):
        if step.after_key == given.get(str(step.pk), step.after_key):
            step.follow(before[str(step.pk)])


def _set_aside(
    row: StepProgress, last: VersionUpgrade, *, by: User, now: datetime
) -> None:
    """Keep a row that came with the newer version; untouched, it shows nothing."""
    from_state, before = row.state, snapshot(row)
    if not _is_touched(row, last) and row.state != State.NOT_STARTED:
        for submission in row.submissions.open():
            close_round(submission)
        row.take_state(State.NOT_STARTED, now=now)
        row.save()
        tell(row, from_state, before, by=by, now=now)
    row.keep_from(last.to_version.number)


def _stand_as_before(
    locked: Enrollment,
    last: VersionUpgrade,
    rows: Sequence[StepProgress],
    *,
    by: User,
    now: datetime,
) -> None:
    """Take the roadmap up where steps are left; complete it where it was before.

    The record of the completion still stands: no other one is written.
    """
    states = {row.state for row in rows if row.kept_from_version is None}
    for state in states:
        reopen_if_work_is_left(locked, state=state, by=by, now=now)
    was_completed = last.before.get("standing") == Status.COMPLETED
    is_done = locked.status == Status.ACTIVE and NOTHING_LEFT.issuperset(states)
    if was_completed and is_done:
        reason = "The upgrade was undone."
        change_standing(locked, action="complete", by=by, now=now, reason=reason)
