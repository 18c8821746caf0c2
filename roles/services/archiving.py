"""Take content from readers, and say where they find what follows it."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import models, transaction

from careersite.common.actor import Actor
from careersite.common.branches import every_row, parent_field
from careersite.common.models import ContentRoot
from roles.models import EditorialEvent, Redirect
from roles.services.drafts import draft_of
from roles.services.redirects import record_redirect
from roles.services.revisions import record_event

Action, Status = EditorialEvent.Action, ContentRoot.Status


class SuccessorNeededError(Exception):
    """Raised where content that is still used would vanish without a successor."""


REFUSALS = (SuccessorNeededError, ContentRoot.WrongStatusError)


@transaction.atomic
def archive(
    *,
    root: ContentRoot,
    successor: ContentRoot | None,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    """Take published content from readers; its address leads to `successor`.

    Rows that point to it stay. Raises SuccessorNeededError where it is used and no
    successor is named, and WrongStatusError where it is not published or has a
    draft.
    """
    live: Any = type(root).everything.select_for_update().get(pk=root.pk)
    if live.status != Status.PUBLISHED or live.is_draft_copy:
        raise ContentRoot.WrongStatusError("Only published content is archived.")
    if draft_of(live) is not None:
        raise ContentRoot.WrongStatusError("Publish or discard its draft first.")
    if successor is None and uses_of(live):
        raise SuccessorNeededError("It is still used: name what follows it.")
    live.move_to(Status.ARCHIVED, by=by, reason=reason)
    if successor is not None:
        _lead_on(live, successor)
    record_event(
        live,
        Action.ARCHIVE,
        by=by,
        now=now,
        from_status=Status.PUBLISHED,
        to_status=Status.ARCHIVED,
        reason=reason,
    )


def uses_of(root: ContentRoot) -> list[tuple[str, int]]:
    """Return what points to `root`: kind and number of rows, never which rows.

    Learners' rows are counted like all others, so that editors see no person.
    """
    counted: dict[str, int] = {}
    for kind, names in _leading_to(type(root)).items():
        leads = models.Q(*((name, root) for name in names), _connector=models.Q.OR)
        number = _rows_of(kind).filter(leads).values("pk").distinct().count()
        if number:
            name = str(kind._meta.verbose_name_plural)
            counted[name] = counted.get(name, 0) + number
    return sorted(counted.items())


def _leading_to(model: type[ContentRoot]) -> dict[Any, list[str]]:
    """Return which kinds of rows lead to a kind of content, and by which columns.

    Keys that are not walked back (`related_name="+"`) are among them: learners' rows
    have those. Not among them are rows of the same kind, what belongs to the root
    itself, and tables that only join two others.
    """
    found: dict[Any, list[str]] = defaultdict(list)
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        kind: Any = relation.related_model
        is_own = parent_field(kind) == relation.field.name
        if not (is_own or kind is model or kind._meta.auto_created):
            found[kind].append(relation.field.name)
    return found


def _rows_of(kind: Any) -> models.QuerySet:
    live = getattr(kind, "live_rows", {})
    return every_row(kind).filter(**live)


def _lead_on(live: Any, successor: Any) -> None:
    live.set_successor(successor)
    kind = type(live).__name__.lower()
    if kind in Redirect.Kind.values:
        record_redirect(
            kind=Redirect.Kind(kind), old_slug=live.slug, new_slug=successor.slug
        )
