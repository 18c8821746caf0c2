"""Keep what was published, and who did what."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from careersite.common.actor import Actor
from careersite.common.branches import (
    all_to_json,
    child_relations,
    fingerprint,
    key_names,
    read_branch,
    to_json,
)
from careersite.common.content_diff import Difference, Json, compare
from careersite.common.models import ContentRoot
from roles.models import EditorialEvent, Revision

Root = TypeVar("Root", bound=ContentRoot)
One = TypeVar("One")
AS_FOUND = "As found."
CHUNK, REASON_MAX = 500, 280


def content_of(row: models.Model) -> Json:
    """Return everything that `row` and its children hold, as a revision keeps it."""
    return to_json(read_branch(row))


def live_of(draft: Root) -> Root | None:
    """Return what readers see in place of `draft`, read anew; None for new content."""
    return type(draft).everything.filter(pk=draft.draft_of_id).first()  # type: ignore[attr-defined]


def newest_revision(root: ContentRoot) -> Revision | None:
    """Return the newest revision of live content, if there is any."""
    return Revision.objects.about(root).first()


def store_revision(
    root: ContentRoot, *, by: Actor | None, now: datetime, reason: str = ""
) -> Revision:
    """Keep the present state of live content as its next revision."""
    newest = newest_revision(root)
    return Revision.objects.create(
        model_label=root._meta.label,
        object_id=root.pk,
        number=newest.number + 1 if newest else 1,
        content=content_of(root),
        actor_id=by.pk if by else None,
        actor_name=by.display_name if by else "",
        created_at=now,
        reason=reason,
    )


def store_revisions(
    roots: Sequence[ContentRoot], *, by: Actor | None, now: datetime, reason: str
) -> None:
    """Keep the present state of many live rows of one kind, which have no children."""
    for chunk in _chunks(roots):
        newest = _newest_numbers(chunk)
        contents = all_to_json([read_branch(root) for root in chunk])
        Revision.objects.bulk_create(
            Revision(
                model_label=root._meta.label,
                object_id=root.pk,
                number=newest.get(root.pk, 0) + 1,
                content=content,
                actor_id=by.pk if by else None,
                actor_name=by.display_name if by else "",
                created_at=now,
                reason=reason[:REASON_MAX],
            )
            for root, content in zip(chunk, contents, strict=True)
        )


def ensure_revisions(roots: Sequence[ContentRoot], *, now: datetime) -> None:
    """Keep the present state of those of many rows of which no revision is kept."""
    for chunk in _chunks(roots):
        known = _newest_numbers(chunk)
        unknown = [root for root in chunk if root.pk not in known]
        store_revisions(unknown, by=None, now=now, reason=AS_FOUND)


def fingerprints_of(model: Any, pks: Sequence[Any]) -> dict[Any, str]:
    """Return what differs whenever any content of a row differs, by id, read anew."""
    found: dict[Any, str] = {}
    for chunk in _chunks(pks):
        rows = list(model.objects.filter(pk__in=chunk))
        contents = all_to_json([read_branch(row) for row in rows])
        for row, content in zip(rows, contents, strict=True):
            found[row.pk] = fingerprint(content)
    return found


def changed_since_made(roots: Sequence[Root]) -> list[Root]:
    """Return those rows of one kind that hold no longer what they held at first.

    One of which a draft is open is among them.
    """
    if not roots:
        return []
    model, pks = type(roots[0]), [root.pk for root in roots]
    first = Revision.objects.filter(
        model_label=model._meta.label, object_id__in=pks, number=1
    )
    made = dict(first.values_list("object_id", "content"))
    held = all_to_json([read_branch(root) for root in roots])
    drafted = set(
        model.everything.filter(draft_of__in=pks).values_list("draft_of", flat=True)
    )
    return [
        root
        for root, content in zip(roots, held, strict=True)
        if root.pk in drafted or made.get(root.pk) != content
    ]


def _chunks(rows: Sequence[One]) -> Iterator[Sequence[One]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _newest_numbers(roots: Sequence[ContentRoot]) -> dict[int, int]:
    """Return the number of the newest revision, by id."""
    found = Revision.objects.filter(
        model_label=roots[0]._meta.label, object_id__in=[root.pk for root in roots]
    )
    numbers = found.order_by().values("object_id").annotate(newest=models.Max("number"))
    return dict(numbers.values_list("object_id", "newest"))


def ensure_revision(root: ContentRoot, *, now: datetime) -> Revision:
    """Return the revision that holds the present state; keep one if none does.

    Content also changes by the files that bring it, which keep none.
    """
    newest = newest_revision(root)
    if newest is not None and newest.content == content_of(root):
        return newest
    return store_revision(root, by=None, now=now, reason=AS_FOUND)


def record_event(
    root: models.Model,
    action: EditorialEvent.Action,
    *,
    by: Actor | None,
    now: datetime,
    from_status: str = "",
    to_status: str = "",
    reason: str = "",
) -> None:
    """Note one act under the live content, or under what is not published yet."""
    EditorialEvent.objects.create(
        model_label=root._meta.label,
        object_id=getattr(root, "draft_of_id", None) or root.pk,
        at=now,
        action=action,
        from_status=from_status,
        to_status=to_status,
        actor_id=by.pk if by else None,
        actor_name=by.display_name if by else "",
        reason=reason,
    )


def difference(model: Any, before: Json | None, after: Json) -> Difference:
    """Compare two kept states of one kind of content."""
    return compare(before, after, keys=dict(_keys(model)))


def difference_to_live(root: ContentRoot) -> Difference:
    """Return what readers would see differently if `root` were published."""
    live = live_of(root)
    before = content_of(live) if live is not None else None
    return difference(type(root), before, content_of(root))


def _keys(model: Any) -> list[tuple[str, list[str]]]:
    found = []
    for name, child in child_relations(model):
        found += [(name, key_names(child)), *_keys(child)]
    return found
