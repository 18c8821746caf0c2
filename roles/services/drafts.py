"""Drafts of published content: made, brought back from history, thrown away."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from careersite.common.acting import as_a_whole
from careersite.common.actor import Actor
from careersite.common.branches import from_json, read_branch, write_branch
from careersite.common.models import ContentRoot
from roles.models import EditorialEvent, Revision
from roles.services.revisions import ensure_revision, record_event

Root = TypeVar("Root", bound=ContentRoot)
Action, Status = EditorialEvent.Action, ContentRoot.Status


class NeedsNoDraftError(Exception):
    """Raised where content is not published, so that it is edited as it is."""


class DraftExistsError(Exception):
    """Raised where a draft would be overwritten by an older text."""


class RestoreRefusedError(Exception):
    """Raised where an older text names what is no longer there; lists all of it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def open_draft(*, root: Root, by: Actor, now: datetime) -> tuple[Root, bool]:
    """Return the draft of published content, and whether it was made just now.

    The draft is a copy of the whole; readers see nothing of it. Raises
    NeedsNoDraftError for what is not published.
    """
    live = _locked(root)
    draft = draft_of(live)
    if draft is not None:
        return draft, False
    if live.status != Status.PUBLISHED:
        raise NeedsNoDraftError("It is not published: edit it as it is.")
    base = ensure_revision(live, now=now)
    draft = _new_draft(live, base)
    with as_a_whole():
        write_branch(draft, read_branch(live))
    record_event(draft, Action.DRAFT, by=by, now=now, to_status=Status.DRAFT)
    return draft, True


def draft_of(live: Root) -> Root | None:
    """Return the draft of `live`, if there is one."""
    return type(live).everything.filter(draft_of=live).first()


@transaction.atomic
def restore(*, root: Root, revision: Revision, by: Actor, now: datetime) -> Root:
    """Bring an older text back as a new draft; readers see nothing of it yet.

    Raises DraftExistsError where somebody's draft would be lost, and
    RestoreRefusedError where the text names what is gone, or where it is archived:
    no draft of that could be published.
    """
    live = _locked(root)
    if live.status == Status.ARCHIVED:
        raise RestoreRefusedError(["It is archived: take it out of the archive first."])
    if draft_of(live) is not None:
        raise DraftExistsError(
            "There is a draft already: publish or discard it before restoring."
        )
    branch, missing = from_json(type(live), revision.content)
    if missing:
        raise RestoreRefusedError([str(one) for one in missing])
    draft = _new_draft(live, ensure_revision(live, now=now))
    with as_a_whole():
        write_branch(draft, branch)
    record_event(
        draft,
        Action.RESTORE,
        by=by,
        now=now,
        to_status=Status.DRAFT,
        reason=f"Revision {revision.number}.",
    )
    return draft


@transaction.atomic
def discard(*, draft: ContentRoot, by: Actor, now: datetime, reason: str = "") -> None:
    """Throw a draft of published content away; readers keep what they see.

    Raises NeedsNoDraftError for what is no such draft.
    """
    if not draft.is_draft_copy:
        raise NeedsNoDraftError("Only a draft of published content is thrown away.")
    record_event(
        draft,
        Action.DISCARD,
        by=by,
        now=now,
        from_status=draft.status,
        reason=reason,
    )
    with as_a_whole():
        draft.delete()


def _locked(root: Root) -> Root:
    return type(root).everything.select_for_update().get(pk=root.pk)


def _new_draft(live: Root, base: Revision) -> Root:
    return type(live)(draft_of=live, draft_base=base.number, status=Status.DRAFT)
