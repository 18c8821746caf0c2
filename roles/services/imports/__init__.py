"""Import with a plan: look at what a file would change, confirm it, undo it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError

from careersite.common.acting import because
from careersite.common.actor import Actor
from careersite.common.branches import content_names
from careersite.common.models import ContentRoot, Publishable
from roles.models import ImportBatch
from roles.services.imports.planner import CREATE, UPDATE, Planner, publisher_needed
from roles.services.imports.table import Table
from roles.services.problems import refusal_of
from roles.services.revisions import (
    ensure_revisions,
    fingerprints_of,
    store_revisions,
)
from roles.sheets import Row

__all__ = [
    "CREATE",
    "UPDATE",
    "ChangedSincePlanError",
    "PublisherNeededError",
    "apply",
    "columns_of",
    "export_rows",
    "plan",
    "undo",
]

NAME_MAX = 120
CHANGED = "the row was changed since."


class ChangedSincePlanError(Exception):
    """Raised where rows are no longer as the plan, or the batch, left them."""


class PublisherNeededError(Exception):
    """Raised where what readers see would change, and a publisher must do that."""


def columns_of(model: Any) -> list[str]:
    """Return the columns of a file: all that an editor writes, and the key."""
    return content_names(model)


def export_rows(model: Any) -> list[dict[str, Any]]:
    """Return every row as a file holds it, by natural key."""
    table = Table(model)
    names = columns_of(model)
    return [{name: table.shown(row, name) for name in names} for row in table.rows()]


@transaction.atomic
def plan(
    *,
    model: Any,
    rows: Sequence[Row],
    file_name: str,
    by: Actor,
    now: datetime,
    may_publish: bool,
) -> ImportBatch:
    """Keep what `rows` would change, or raise SheetError with every fault.

    Nothing of the content is written. Who may not publish may not change what
    readers see.
    """
    planner = Planner(model, may_publish=may_publish)
    planned = planner.plan(rows)
    return ImportBatch.objects.create(
        model_label=model._meta.label,
        file_name=file_name[-NAME_MAX:],
        rows=planned,
        unchanged=len(rows) - len(planned),
        actor_id=by.pk,
        actor_name=by.display_name,
        planned_at=now,
    )


@transaction.atomic
def apply(
    *, batch: ImportBatch, model: Any, by: Actor, now: datetime, may_publish: bool
) -> ImportBatch:
    """Do exactly what the plan says, or nothing.

    Raises ChangedSincePlanError, and PublisherNeededError where readers see a row by
    now, or soon will, and `may_publish` is false.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.PLANNED:
        raise ImportBatch.WrongStateError("It was applied already.")
    reason = f"Import of {locked.file_name}."
    because(reason)
    table = Table(model, lock=True)
    found = [(_expected(table, one, "old"), one) for one in locked.rows]
    _check_publisher(found, may_publish=may_publish)
    ensure_revisions(_read_by_readers(row for row, _ in found), now=now)
    for row, one in found:
        table.fill(row, one["new"])
        _save(row, one)
        one["pk"] = row.pk
    _keep_what_is_made(table, locked.rows)
    locked.mark_applied(by=by, now=now)
    store_revisions(
        _read_by_readers(row for row, _ in found), by=by, now=now, reason=reason
    )
    return locked


@transaction.atomic
def undo(
    *, batch: ImportBatch, model: Any, by: Actor, now: datetime, may_publish: bool
) -> ImportBatch:
    """Take a whole batch back, or nothing; raises what `apply` raises.

    A row that it made stays once readers saw it or anything of it was changed.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.APPLIED:
        raise ImportBatch.WrongStateError("It is not applied.")
    reason = f"Import of {locked.file_name} taken back."
    because(reason)
    table, back = Table(model, lock=True), []
    found = [(_expected(table, one, "new"), one) for one in reversed(locked.rows)]
    _check_publisher(found, may_publish=may_publish)
    _check_what_was_made(table, found)
    for row, one in found:
        if one["action"] == CREATE:
            _delete(row, one)
        else:
            table.fill(row, one["old"])
            _save(row, one)
            back.append(row)
    locked.mark_undone(now=now)
    store_revisions(_read_by_readers(back), by=by, now=now, reason=reason)
    return locked


def _check_publisher(
    found: Iterable[tuple[Any, dict[str, Any]]], *, may_publish: bool
) -> None:
    """Refuse before anything is written: a plan says nothing of who confirms it."""
    for row, one in found:
        text = "" if may_publish else publisher_needed(row)
        if text:
            raise PublisherNeededError(f"Line {one['line']}: {text}")


def _keep_what_is_made(table: Table, lines: Sequence[dict[str, Any]]) -> None:
    """Note what each new row holds, also in columns that the file does not name."""
    made = {one["pk"]: one for one in lines if one["action"] == CREATE}
    for pk, held in fingerprints_of(table.model, list(made)).items():
        made[pk]["made"] = held


def _check_what_was_made(
    table: Table, found: Iterable[tuple[Any, dict[str, Any]]]
) -> None:
    """Refuse to delete what others worked on; earlier batches kept no fingerprint."""
    made = [(row, one) for row, one in found if one["action"] == CREATE]
    held = fingerprints_of(table.model, [row.pk for row, _ in made])
    for row, one in made:
        if isinstance(row, Publishable) and row.was_readable:
            text = "it was published since: archive it instead."
            raise ChangedSincePlanError(f"Line {one['line']}: {text}")
        if one.get("made", held[row.pk]) != held[row.pk]:
            raise ChangedSincePlanError(f"Line {one['line']}: {CHANGED}")


def _read_by_readers(rows: Iterable[Any]) -> list[ContentRoot]:
    """Return those rows of which each published state is kept."""
    return [
        row
        for row in rows
        if isinstance(row, ContentRoot)
        and row.pk
        and row.status == ContentRoot.Status.PUBLISHED
    ]


def _expected(table: Table, one: dict[str, Any], state: str) -> Any:
    """Return the row of one line, if it still holds what it should."""
    row = table.row(one["pk"]) if one["pk"] else table.find(tuple(one["key"]))
    is_new = one["action"] == CREATE and state == "old"
    if is_new != (row is None):
        raise ChangedSincePlanError(f"Line {one['line']}: the row came or went since.")
    if row is None:
        return table.model()
    if any(table.cell(row, name) != value for name, value in one[state].items()):
        raise ChangedSincePlanError(f"Line {one['line']}: {CHANGED}")
    return row


def _save(row: models.Model, one: dict[str, Any]) -> None:
    try:
        row.save()
    except DatabaseError as error:
        text = f"Line {one['line']}: {refusal_of(error)}"
        raise ChangedSincePlanError(text) from error


def _delete(row: models.Model, one: dict[str, Any]) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise ChangedSincePlanError(
            f"Line {one['line']}: it is used by now."
        ) from error
