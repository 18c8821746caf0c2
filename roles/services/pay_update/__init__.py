"""Update pay: new figures of a source, planned, published and undone as one act."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Max, ProtectedError

from careersite.common.acting import because
from careersite.common.actor import Actor
from careersite.common.models import ContentRoot
from roles.models import PayUpdate, SalaryBand, Source, SourceFamily
from roles.services import publishing
from roles.services.imports import ChangedSincePlanError
from roles.services.imports.table import Table
from roles.services.pay_update.planning import Planner, series_values
from roles.services.pay_update.prefilled import TO_FILL_IN, prefilled
from roles.services.problems import refusal_of
from roles.services.revisions import changed_since_made, store_revisions
from roles.sheets import Row

__all__ = ["TO_FILL_IN", "plan", "prefilled", "publish", "undo"]

NAME_MAX, SLUG_MAX, KEY_MAX = 120, 50, 80
REVIEW_AFTER = timedelta(days=365)
# What a new edition has in common with the one before.
KEPT = ("kind", "publisher", "author", "url", "commercial_interest", "gives")


def plan(
    *,
    rows: list[Row],
    file_name: str,
    title: str,
    published_on: date,
    by: Actor,
    now: datetime,
) -> PayUpdate:
    """Keep which figures `rows` change, or raise SheetError with every fault."""
    planned = Planner(published_on=published_on).plan(rows)
    return PayUpdate.objects.create(
        file_name=file_name[-NAME_MAX:],
        title=title,
        published_on=published_on,
        rows=planned,
        unchanged=len(rows) - len(planned),
        actor_id=by.pk,
        actor_name=by.display_name,
        planned_at=now,
    )


@transaction.atomic
def publish(*, update: PayUpdate, by: Actor, now: datetime) -> PayUpdate:
    """Make one new edition of each family and publish its figures, or nothing.

    A figure that was not changed stays as it is. Raises ChangedSincePlanError where
    a figure is no longer what the plan saw, or came into one of its series since, and
    publishing's refusals.
    """
    locked = PayUpdate.objects.select_for_update().get(pk=update.pk)
    locked.expect(PayUpdate.State.PLANNED)
    reason = f"Pay update: {locked.title}"
    because(reason)
    lines = _by_family(locked)
    # One update at a time numbers the editions of a family.
    families = SourceFamily.objects.select_for_update().filter(slug__in=lines)
    table = Table(SalaryBand, lock=True)
    live = _live_figures(locked)
    figures = []
    for family in families.order_by("slug"):
        source = _new_edition(family, locked, by=by, now=now)
        locked.source_ids.append(source.pk)
        for one in lines[family.slug]:
            figure = _new_figure(table, live, one, source, now)
            one["new_pk"] = figure.pk
            figures.append(figure)
    locked.mark_applied(by=by, now=now)
    store_revisions(figures, by=by, now=now, reason=reason)
    return locked


@transaction.atomic
def undo(*, update: PayUpdate, now: datetime) -> PayUpdate:
    """Take back the figures and the editions; the older figures count again.

    Raises ChangedSincePlanError where one of them was changed, or is used, since; a
    draft of one is somebody's work too.
    """
    locked = PayUpdate.objects.select_for_update().get(pk=update.pk)
    locked.expect(PayUpdate.State.APPLIED)
    table = Table(SalaryBand, lock=True)
    figures = [_unchanged(table, one, "new_pk", "new") for one in locked.rows]
    editions = list(Source.objects.select_for_update().filter(pk__in=locked.source_ids))
    _check_as_made(figures, "figure")
    _check_as_made(editions, "edition")
    try:
        for made in [*figures, *editions]:
            made.delete()
    except ProtectedError as error:
        raise ChangedSincePlanError("The new edition is used by now.") from error
    locked.mark_undone(now=now)
    return locked


def _live_figures(update: PayUpdate) -> set[int]:
    """Return which figures count now, if none would be hidden that nobody looked at."""
    live = {figure.pk: figure for figure in SalaryBand.objects.live().with_sources()}
    planned = {one["pk"] for one in update.rows}
    series = {series_values(live[pk]) for pk in planned & live.keys()}
    for pk, figure in live.items():
        if pk not in planned and series_values(figure) in series:
            text = f"“{figure.key}” came into the same series since: plan it anew."
            raise ChangedSincePlanError(text)
    return set(live)


def _by_family(update: PayUpdate) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in update.rows:
        found[one["family"]].append(one)
    return found


def _new_edition(
    family: SourceFamily, update: PayUpdate, *, by: Actor, now: datetime
) -> Source:
    editions = Source.objects.filter(family=family)
    newest = editions.order_by("-edition").first()
    number = (editions.aggregate(Max("edition"))["edition__max"] or 0) + 1
    source = Source.objects.create(
        family=family,
        edition=number,
        slug=_free(Source, "slug", family.slug, number, SLUG_MAX),
        title=update.title,
        published_on=update.published_on,
        year_label=str(update.published_on.year),
        accessed_on=now.date(),
        position=newest.position if newest else 0,
        **{name: getattr(newest, name) for name in KEPT if newest},
    )
    reason = f"Pay update: {update.title}"
    return publishing.publish(root=source, by=by, now=now, reason=reason)


def _new_figure(
    table: Table, live: set[int], one: dict[str, Any], source: Source, now: datetime
) -> SalaryBand:
    old: SalaryBand = _unchanged(table, one, "pk", "old")
    if old.pk not in live:
        text = f"Line {one['line']}: a newer edition replaced this figure."
        raise ChangedSincePlanError(text)
    figure: SalaryBand = SalaryBand.objects.get(pk=old.pk)
    figure.pk, figure._state.adding = None, True  # noqa: SLF001
    figure.key = _free(SalaryBand, "key", old.key, source.edition, KEY_MAX)
    figure.published_in = source
    table.fill(figure, one["new"])
    if old.review_by and source.published_on:
        figure.review_by = source.published_on + REVIEW_AFTER
    figure.published_at = now
    try:
        figure.save(force_insert=True)
    except DatabaseError as error:
        text = f"Line {one['line']}: {refusal_of(error)}"
        raise ChangedSincePlanError(text) from error
    return figure


def _unchanged(table: Table, one: dict[str, Any], pk: str, state: str) -> Any:
    """Return a figure, if it still holds what it should and is published."""
    row = table.row(one[pk])
    if (
        row is None
        or row.status != SalaryBand.Status.PUBLISHED
        or any(table.cell(row, name) != value for name, value in one[state].items())
    ):
        text = f"Line {one['line']}: the figure {one['key']} was changed since."
        raise ChangedSincePlanError(text)
    return row


def _check_as_made(rows: Sequence[ContentRoot], kind: str) -> None:
    """Refuse to delete what others edited, or are about to."""
    edited = changed_since_made(rows)
    if edited:
        raise ChangedSincePlanError(f"The {kind} {edited[0]} was edited since.")


def _free(model: Any, field: str, start: str, number: int, longest: int) -> str:
    """Return an unused key that says the edition."""
    base = start.removesuffix(f"-e{number - 1}")
    for extra in ("", *(f"-{one}" for one in range(2, 100))):
        end = f"-e{number}{extra}"
        key = base[: longest - len(end)] + end
        if not model.objects.filter(**{field: key}).exists():
            return key
    raise ChangedSincePlanError(f"No free key is left for {start}.")
