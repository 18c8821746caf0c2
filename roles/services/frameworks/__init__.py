"""Imports from public frameworks: plan what is added to drafts, apply, undo."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from careersite.common.acting import because
from careersite.common.actor import Actor
from careersite.common.branches import child_relations, rows_below
from careersite.common.models import ContentRoot
from roles.frameworks import Findings, FrameworkError
from roles.models import FrameworkPlan
from roles.services import drafts
from roles.services.frameworks.planning import Planner
from roles.services.frameworks.sources import SOURCES, FrameworkSource
from roles.services.frameworks.writing import RefusedRowError, Writer
from roles.services.imports import CREATE, ChangedSincePlanError
from roles.services.revisions import content_of

__all__ = ["SOURCES", "apply", "drop", "plan", "source_of", "undo"]

NAME_MAX = 120


@transaction.atomic
def plan(
    *, findings: Findings, source: str, category: str, by: Actor, now: datetime
) -> FrameworkPlan:
    """Keep what `findings` would add to drafts; nothing of the content is written.

    `source` is a slug of SOURCES, `category` the code of the family that new skills
    join. The plan is tried and taken back: FrameworkError tells what is refused.
    """
    planner = Planner(findings, source=source, category=category)
    planner.plan()
    try:
        with transaction.atomic():
            Writer(by=by, now=now).write(planner.rows)
            transaction.set_rollback(True)
    except RefusedRowError as error:
        raise FrameworkError(str(error)) from error
    names = ", ".join(findings.occupations)
    return FrameworkPlan.objects.create(
        file_name=f"{SOURCES[source].title}: {names}"[:NAME_MAX],
        rows=[{**one, "pk": None} for one in planner.rows],
        unchanged=planner.unchanged,
        left=planner.left,
        left_out=dict(sorted(findings.left_out.items())),
        actor_id=by.pk,
        actor_name=by.display_name,
        planned_at=now,
    )


@transaction.atomic
def apply(*, batch: FrameworkPlan, by: Actor, now: datetime) -> FrameworkPlan:
    """Do exactly what the plan says, into drafts; raises ChangedSincePlanError."""
    locked = FrameworkPlan.objects.select_for_update().get(pk=batch.pk)
    locked.expect(FrameworkPlan.State.PLANNED)
    because(f"Import of {locked.file_name}.")
    writer = Writer(by=by, now=now)
    try:
        writer.write(locked.rows)
    except RefusedRowError as error:
        raise ChangedSincePlanError(str(error)) from error
    locked.opened = writer.opened
    locked.mark_applied(by=by, now=now)
    return locked


@transaction.atomic
def drop(*, batch: FrameworkPlan, by: Actor) -> FrameworkPlan:
    """Decide against a plan; nothing was or will be written of it."""
    locked = FrameworkPlan.objects.select_for_update().get(pk=batch.pk)
    locked.mark_dropped(by=by)
    return locked


@transaction.atomic
def undo(*, batch: FrameworkPlan, by: Actor, now: datetime) -> FrameworkPlan:
    """Take all of it back, unless some of it was changed or published since.

    Drafts that were made for it go too, where nothing else is in them.
    """
    locked = FrameworkPlan.objects.select_for_update().get(pk=batch.pk)
    locked.expect(FrameworkPlan.State.APPLIED)
    writer = Writer(by=by, now=now)
    for one in reversed(locked.rows):
        row = writer.unchanged(one)
        if one["action"] == CREATE:
            _delete(row, one)
        else:
            writer.fill(row, one["old"])
            row.save()
    for label, pk in locked.opened:
        _close(writer.draft(label, pk), by=by, now=now)
    locked.mark_undone(now=now)
    return locked


def source_of(batch: FrameworkPlan) -> FrameworkSource | None:
    """Return the framework from which a plan came: its name starts with the title."""
    named = (one for one in SOURCES.values() if batch.file_name.startswith(one.title))
    return next(named, None)


def _delete(row: Any, one: dict[str, Any]) -> None:
    if isinstance(row, ContentRoot):
        below = [
            child
            for _, model in child_relations(type(row))
            for child in rows_below(row, model)[:1]
        ]
        if row.was_readable or below:
            raise ChangedSincePlanError(f"{one['line']}: “{row}” was worked on since.")
    try:
        row.delete()
    except ProtectedError as error:
        raise ChangedSincePlanError(
            f"{one['line']}: “{row}” is used by now."
        ) from error


def _close(draft: Any, *, by: Actor, now: datetime) -> None:
    """Throw a draft away in which there is nothing but what readers see."""
    if draft is not None and content_of(draft) == content_of(draft.draft_of):
        drafts.discard(draft=draft, by=by, now=now, reason="An import was undone.")
