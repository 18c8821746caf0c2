"""Words typed at a step and not sent yet: kept while they are typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from profiles.models import User
from roadmaps.models import StepDraft, StepProgress

Kind = StepDraft.Kind


class StaleDraftError(Exception):
    """Other words were kept since the sender read the form; nothing was changed."""

    def __init__(self, draft: StepDraft) -> None:
        self.draft = draft
        super().__init__("Other words are kept here since this form was read.")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A form's draft as the page shows it; version 0 where none was kept yet.

    `saved_at` is None where nothing stands in the draft; `is_other` where the words
    come from another tab than the one that is answered.
    """

    version: int = 0
    words: Mapping[str, Any] | None = None
    saved_at: datetime | None = None
    is_other: bool = False

    @property
    def shown(self) -> list[str]:
        """The words to show beside other ones, without the things ticked."""
        words = (self.words or {}).values()
        return [value for value in words if isinstance(value, str)]


def read_drafts(row: StepProgress, *, user: User) -> dict[str, KeptDraft]:
    """Return a person's own drafts at a step, one for each form (one query)."""
    own = StepDraft.objects.of(user).filter(progress=row)
    found = {draft.kind: kept(draft) for draft in own}
    return {kind: found.get(kind, KeptDraft()) for kind in Kind.values}


def kept(draft: StepDraft) -> KeptDraft:
    """Return a draft as the page shows it."""
    saved_at = draft.updated_at if draft.words else None
    return KeptDraft(draft.row_version, draft.words or None, saved_at)


@transaction.atomic
def save_draft(
    *,
    progress: StepProgress,
    kind: Kind,
    words: Mapping[str, Any],
    row_version: int,
    by: User,
    now: datetime,
) -> StepDraft:
    """Keep what stands in a form, unless another tab kept something else meanwhile.

    `row_version` is that of the draft which the form was read with, 0 for none.
    The same words again change nothing. Raises StaleDraftError.
    """
    mine = StepDraft.objects.of(by).select_for_update()
    draft, _ = mine.get_or_create(
        progress=progress, kind=kind, defaults={"user": by, "words": {}}
    )
    said = {name: value for name, value in words.items() if value}
    if draft.words == said:
        return draft
    if draft.row_version != max(row_version, 1):
        raise StaleDraftError(draft)
    draft.write(said)
    return draft


@transaction.atomic
def drop_draft(
    *, progress: StepProgress, kind: Kind, row_version: int, by: User, now: datetime
) -> None:
    """Empty the draft of a form that was sent; other words kept since then stay."""
    mine = StepDraft.objects.of(by).select_for_update()
    draft = mine.filter(progress=progress, kind=kind).first()
    if draft and draft.words and draft.row_version == row_version:
        draft.write({})
