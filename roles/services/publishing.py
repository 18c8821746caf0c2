"""From draft to readers: review, schedule, publish; each step by whom and why."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from django.apps import apps
from django.db import connection, transaction

from careersite.common.acting import acting, as_a_whole, because
from careersite.common.actor import Actor, Named
from careersite.common.branches import fingerprint, read_branch, write_branch
from careersite.common.content_diff import Difference
from careersite.common.models import ContentRoot
from careersite.common.reviewed import Reviewed
from roles.models import EditorialEvent, Redirect, Revision
from roles.services.problems import problems_of
from roles.services.redirects import record_rename
from roles.services.revisions import (
    content_of,
    difference,
    ensure_revision,
    live_of,
    record_event,
    store_revision,
)

Root = TypeVar("Root", bound=ContentRoot)
Action, Status = EditorialEvent.Action, ContentRoot.Status
MOVES = {
    Action.SUBMIT: ({Status.DRAFT}, Status.IN_REVIEW),
    Action.SEND_BACK: ({Status.IN_REVIEW, Status.SCHEDULED}, Status.DRAFT),
    Action.SCHEDULE: ({Status.DRAFT, Status.IN_REVIEW}, Status.SCHEDULED),
    Action.HOLD: ({Status.SCHEDULED}, Status.IN_REVIEW),
    Action.REVIVE: ({Status.ARCHIVED}, Status.DRAFT),
}
PUBLISHING = 7_401  # the number of the lock that publishing takes
PUBLISHABLE = {Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED}


class PublishRefusedError(Exception):
    """Raised where something is not ready; names everything at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class ChangedMeanwhileError(Exception):
    """Raised where what would be published or overwritten is not what was seen."""


REFUSALS = (PublishRefusedError, ChangedMeanwhileError, ContentRoot.WrongStatusError)


@transaction.atomic
def move(
    *,
    root: ContentRoot,
    action: EditorialEvent.Action,
    by: Actor,
    now: datetime,
    reason: str = "",
    at: datetime | None = None,
    seen: str = "",
    over: bool = False,
) -> None:
    """Take one step of MOVES; repeating it changes nothing.

    `at`, `seen` and `over` are for scheduling, the latter two as in `publish`.
    Raises WrongStatusError where the present status does not allow it, and what
    `publish` raises where something is scheduled that could not be published.
    """
    locked = type(root).everything.select_for_update().get(pk=root.pk)
    target = target_of(action, locked)
    if action == Action.SCHEDULE:
        _check_time(at, now)
        _check_ready(locked, seen=seen, over=over)
        if over:
            _accept_changes_below(locked, now)
    before = locked.status
    locked.move_to(target, by=by, reason=reason, at=at)
    record_event(
        locked,
        action,
        by=by,
        now=now,
        from_status=before,
        to_status=target,
        reason=reason,
    )
    root.refresh_from_db()


def target_of(action: EditorialEvent.Action, content: Reviewed) -> str:
    """Return the status to which a step of MOVES leads; raises WrongStatusError."""
    allowed, target = MOVES[action]
    if content.status not in allowed:
        present = ContentRoot.Status(content.status).label.lower()
        raise ContentRoot.WrongStatusError(f"It is {present} by now.")
    return target


def _check_time(at: datetime | None, now: datetime) -> None:
    if at is None or at <= now:
        raise PublishRefusedError(["Give a time that is still to come."])


def _check_ready(draft: ContentRoot, *, seen: str, over: bool) -> None:
    if seen and seen != seen_now(draft):
        raise ChangedMeanwhileError("The draft changed since you looked at it.")
    problems = problems_of(draft)
    if problems:
        raise PublishRefusedError(problems)
    if not over and changed_below(draft):
        raise ChangedMeanwhileError(
            "What readers see changed since this draft was made."
        )


def _accept_changes_below(draft: ContentRoot, now: datetime) -> None:
    """Let the draft stand on what readers see now: that is written over knowingly.

    What changes between now and the time of publishing nobody has looked at; it
    still holds the draft back.
    """
    live = live_of(draft)
    if live is not None:
        draft.draft_base = ensure_revision(live, now=now).number
        draft.save(update_fields=["draft_base"])


@transaction.atomic
def publish(
    *,
    root: Root,
    by: Actor,
    now: datetime,
    reason: str = "",
    seen: str = "",
    over: bool = False,
) -> Root:
    """Show `root` to readers, writing a draft over the live rows; return what is live.

    `seen` is the fingerprint of what the publisher looked at. Where the live text
    changed since the draft was made, `over` says to write over it knowingly.
    Raises PublishRefusedError, WrongStatusError or ChangedMeanwhileError.
    """
    because(reason or "Published.")
    _one_after_another()
    draft = type(root).everything.select_for_update().get(pk=root.pk)
    if draft.status not in PUBLISHABLE:
        raise ContentRoot.WrongStatusError("It is not a draft.")
    before, live = draft.status, draft
    if draft.is_draft_copy:
        live = type(root).everything.select_for_update().get(working_copy=draft)
    _check_ready(draft, seen=seen, over=over)
    if draft.is_draft_copy:
        _write_over(live, draft)
    live.publish(now=now)
    revision = store_revision(live, by=by, now=now, reason=reason)
    record_event(
        live,
        Action.PUBLISH,
        by=by,
        now=now,
        from_status=before,
        to_status=Status.PUBLISHED,
        reason=reason or f"Revision {revision.number}.",
    )
    return live


def _one_after_another() -> None:
    """Wait until nobody else publishes, and let nobody else until this is committed.

    Two skills published at once could each lead back to the other, and neither check
    would see the other's prerequisites.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


def changed_below(draft: ContentRoot) -> Difference | None:
    """Return what changed in the live text since the draft was made from it."""
    live = live_of(draft)
    if live is None or draft.draft_base is None:
        return None
    base = Revision.objects.about(live).filter(number=draft.draft_base).first()
    if base is None:
        return None
    return difference(type(draft), base.content, content_of(live)) or None


def seen_now(root: ContentRoot) -> str:
    """Return the fingerprint of all that `root` holds now."""
    return fingerprint(content_of(root))


def publish_due(*, now: datetime) -> list[str]:
    """Publish what is scheduled and due; what is not ready goes back to review.

    Each in a transaction of its own. Returns what was done, for the log.
    """
    return [_publish_scheduled(root, now) for root in list(_due(now))]


def roots() -> list[type[ContentRoot]]:
    """Return every kind of content that has drafts."""
    return [model for model in apps.get_models() if issubclass(model, ContentRoot)]


def _due(now: datetime) -> Iterator[ContentRoot]:
    for model in roots():
        yield from model.everything.filter(
            status=Status.SCHEDULED, scheduled_for__lte=now
        ).order_by("scheduled_for", "pk")


def _publish_scheduled(root: ContentRoot, now: datetime) -> str:
    by = Named(root.editor_id, root.editor_name)
    try:
        with acting(by):
            publish(root=root, by=by, now=now, reason=root.reason)
    except (PublishRefusedError, ChangedMeanwhileError) as error:
        reason = str(error)[:280]
        move(root=root, action=Action.HOLD, by=by, now=now, reason=reason)
        return f"{root} was held back: {error}"
    except (ContentRoot.WrongStatusError, type(root).DoesNotExist):
        return f"{root} was settled meanwhile."
    return f"{root} is published."


def _write_over(live: ContentRoot, draft: ContentRoot) -> None:
    old_slug = getattr(live, "slug", "")
    branch = read_branch(draft)
    # The draft goes first, so that nothing is there twice.
    with as_a_whole():
        draft.delete()
    write_branch(live, branch)
    kind = type(live).__name__.lower()
    if (
        old_slug
        and old_slug != getattr(live, "slug", "")
        and (kind in Redirect.Kind.values)
    ):
        record_rename(content=live, old_slug=old_slug)  # type: ignore[arg-type]
