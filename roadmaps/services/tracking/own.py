"""A learner's own words and steps: notes at a step, and steps of one's own."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import User
from roadmaps.models import Enrollment, Note, PersonalStep, StepProgress
from roadmaps.models.journal import NOTE_MAX
from roadmaps.models.personal import HOURS_MAX, HOURS_MIN
from roadmaps.services.tracking.row import lock_row
from roadmaps.services.tracking.standing import lock_enrollment

NOTES_MAX = 100
PERSONAL_MAX = 100
TITLE_MAX = 120
TEXT_MAX = 2000


@transaction.atomic
def add_note(*, progress: StepProgress, text: str, by: User, now: datetime) -> Note:
    """Write a note (at most 4,000 characters) at a step; sent twice, it is one.

    Raises ValidationError for none, for a longer one, and where there are too many.
    """
    text = _checked_text(text)
    row = lock_row(progress, now=now)
    last = row.notes.order_by("pk").last()
    if last is not None and last.text == text:
        return last
    if row.notes.count() >= NOTES_MAX:
        raise ValidationError({"text": [f"Keep at most {NOTES_MAX} notes at a step."]})
    row.touch(now=now)
    return Note.objects.create(progress=row, learner_id=row.learner_id, text=text)


class StaleNoteError(Exception):
    """The note was changed since the sender read it; `note` is as it is now."""

    def __init__(self, note: Note) -> None:
        self.note = note
        super().__init__("This note was changed in the meantime.")


@transaction.atomic
def change_note(
    *, note: Note, text: str, by: User, now: datetime, row_version: int | None = None
) -> Note:
    """Take other words instead; the same words again change nothing.

    `row_version` is that of the note as the sender read it; None writes over
    whatever is there. Raises StaleNoteError.
    """
    text = _checked_text(text)
    locked = Note.objects.select_for_update().get(pk=note.pk)
    if locked.text == text:
        return locked
    if row_version is not None and row_version != locked.row_version:
        raise StaleNoteError(locked)
    locked.rewrite(text)
    return locked


@transaction.atomic
def delete_note(*, note: Note, by: User, now: datetime) -> None:
    """Throw a note away."""
    note.delete()


@transaction.atomic
def save_personal_step(
    *,
    step: PersonalStep,
    by: User,
    now: datetime,
    title: str,
    hours: Decimal,
    after_key: str = "",
    text: str = "",
) -> PersonalStep:
    """Add or change a step of one's own; raises ValidationError by field.

    `after_key` names a step of the enrollment's version, or nothing for the start;
    where a newer version has dropped the step, its own step may stay there.
    """
    title, text = title.strip(), text.strip()
    enrollment = lock_enrollment(step.enrollment)
    errors = {
        "title": _title_errors(title),
        "text": _too_long(text, TEXT_MAX),
        "hours": []
        if HOURS_MIN <= hours <= HOURS_MAX
        else [f"Enter between {HOURS_MIN} and {HOURS_MAX} hours."],
        "after_key": []
        if step.pk and after_key == step.after_key
        else _place_errors(enrollment, after_key),
    }
    if not step.pk and enrollment.personal_steps.count() >= PERSONAL_MAX:
        errors["title"].append(f"Add at most {PERSONAL_MAX} steps of your own.")
    found = {field: messages for field, messages in errors.items() if messages}
    if found:
        raise ValidationError(found)
    step.write(title=title, text=text, hours=hours, after_key=after_key)
    return step


@transaction.atomic
def delete_personal_step(*, step: PersonalStep, by: User, now: datetime) -> None:
    """Throw a step of one's own away."""
    step.delete()


@transaction.atomic
def mark_personal_step(
    *, step: PersonalStep, is_done: bool, by: User, now: datetime
) -> PersonalStep:
    """Note that a step of one's own is done, or not; repeated, nothing changes."""
    locked = PersonalStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if locked.is_done != is_done:
        locked.mark_done(now=now if is_done else None)
    return locked


def _checked_text(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"text": ["Write something first."]})
    if len(text) > NOTE_MAX:
        raise ValidationError({"text": _too_long(text, NOTE_MAX)})
    return text


def _title_errors(title: str) -> list[str]:
    return _too_long(title, TITLE_MAX) if title else ["Give the step a name."]


def _place_errors(enrollment: Enrollment, key: str) -> list[str]:
    is_known = not key or enrollment.version.steps.filter(key=key).exists()
    return [] if is_known else ["Choose a step of this roadmap."]


def _too_long(text: str, most: int) -> list[str]:
    return [f"Use at most {most:,} characters."] if len(text) > most else []
