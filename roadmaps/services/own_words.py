"""What a learner wrote and logged at a step, for those who may see it."""

from django.db.models import Sum

from profiles.models import Section, User
from profiles.services.sections import may_see
from roadmaps.models import Note, StepProgress


def visible_notes(row: StepProgress, *, reader: User) -> list[Note]:
    """Return the notes at a step, for the learner and a mentor in their scope."""
    if not may_see(row.learner, reader, Section.NOTES):
        return []
    return list(row.notes.all())


def minutes_at(row: StepProgress) -> int:
    """Return the minutes logged at a step."""
    return row.time_logs.aggregate(total=Sum("minutes"))["total"] or 0
