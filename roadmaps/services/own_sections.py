"""The sections that this app keeps: progress, notes, calendar (rule 19)."""

from datetime import datetime, timedelta
from typing import Any

from profiles.models import Scope, Section
from profiles.services import exporting
from profiles.services.sections import View, provide
from roadmaps.models import Enrollment, Note
from roadmaps.services.calendar import due_days
from roadmaps.services.export import hold_back
from roadmaps.services.plan import read_plan
from roadmaps.services.record import shown_record, snapshot_of

NOTES_SHOWN = 200
DAYS_SHOWN = timedelta(days=60)


def register() -> None:
    """Hand in how these sections are read, and what the export holds back."""
    provide(
        Section.PROGRESS,
        read_progress,
        "roadmaps/sections/_progress.html",
        "roadmaps/record.css",
    )
    provide(Section.NOTES, read_notes, "roadmaps/sections/_notes.html")
    provide(Section.CALENDAR, read_calendar, "roadmaps/sections/_calendar.html")
    hold_back(exporting.limit)


def read_progress(view: View, now: datetime) -> list[dict[str, Any]]:
    """Return the record of each roadmap, as of now; of verified only, what counts."""
    enrollments = Enrollment.objects.of(view.owner).current().with_plan()
    if mentor := view.narrowed_to(Section.PROGRESS):
        enrollments = enrollments.shared_with(mentor, Scope.STEPS)
    records = [
        shown_record(snapshot_of(read_plan(one), now=now)) for one in enrollments
    ]
    if not view.is_verified_only:
        return records
    return [_verified(record) for record in records if record["approved_hours"]]


def read_notes(view: View, now: datetime) -> list[dict[str, Any]]:
    """Return the newest notes with their steps; none among verified things."""
    if view.is_verified_only:
        return []
    notes = Note.objects.of(view.owner).select_related("progress__step")
    if mentor := view.narrowed_to(Section.NOTES):
        shared = Enrollment.objects.shared_with(mentor, Scope.NOTES)
        notes = notes.filter(progress__enrollment__in=shared)
    return [
        {"step": note.progress.step.title, "text": note.text, "on": note.updated_at}
        for note in notes.order_by("-updated_at")[:NOTES_SHOWN]
    ]


def read_calendar(view: View, now: datetime) -> list[dict[str, Any]]:
    """Return what is due in the next sixty days."""
    if view.is_verified_only:
        return []
    last = (now + DAYS_SHOWN).date()
    return [
        {"on": one.on, "title": one.title, "text": one.text}
        for one in due_days(view.owner, now=now)
        if one.on <= last
    ]


def _verified(record: dict[str, Any]) -> dict[str, Any]:
    """Return of a record the steps alone that a mentor approved."""
    stages = [
        {
            **stage,
            "steps": [step for step in stage["steps"] if step["is_approved"]],
        }
        for stage in record["stages"]
    ]
    return {
        **record,
        "is_verified_only": True,
        "approved_count": sum(len(stage["steps"]) for stage in stages),
        "stages": [stage for stage in stages if stage["steps"]],
    }
