"""Mentees' progress as rows of a spreadsheet, read by key and never all at once."""

from collections.abc import Iterator
from datetime import datetime

from profiles.models import User
from roadmaps.models import Enrollment
from roadmaps.services.attention import flags_of, with_flags
from roadmaps.services.desk import Mentee, as_mentees
from roles.sheets import marked

HEADER = (
    *("learner", "roadmap", "version", "started on", "percent", "steps done"),
    *("steps", "hours done", "hours left", "hours a week", "last active"),
    *("now on", "needs attention"),
)
CHUNK = 500
# Step rows are read for few at a time: they are forty for each enrollment.
BATCH = 50


def mentee_rows(mentor: User, *, now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the header, then each enrollment in the order of its key.

    Each chunk is asked for anew: whoever ends the mentorship meanwhile is left out.
    The drawn maps of the versions stay out: each takes more than all else.
    """
    yield HEADER
    last = 0
    while True:
        found = list(
            with_flags(
                Enrollment.objects.mentored_by(mentor).current(), mentor=mentor, now=now
            )
            .filter(pk__gt=last)
            .select_related("learner__profile", "roadmap", "version")
            .defer("version__layout")
            .order_by("pk")[:CHUNK]
        )
        for start in range(0, len(found), BATCH):
            # No name holds a batch while the next one is read.
            yield from map(_cells, as_mentees(found[start : start + BATCH], now=now))
        if len(found) < CHUNK:
            return
        last = found[-1].pk


def _cells(mentee: Mentee) -> tuple[object, ...]:
    enrollment, progress = mentee.enrollment, mentee.progress
    active = mentee.last_active_at
    return (
        marked(enrollment.learner.display_name),
        marked(enrollment.roadmap.title),
        enrollment.version.number,
        enrollment.started_on.isoformat(),
        "" if progress.percent is None else progress.percent,
        *(progress.done_count, progress.step_count),
        *(progress.done_hours, progress.remaining_hours),
        "" if mentee.pace is None else round(mentee.pace, 1),
        active.date().isoformat() if active else "",
        marked(mentee.now_on),
        "; ".join(flags_of(enrollment)),
    )
