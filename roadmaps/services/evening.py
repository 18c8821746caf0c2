"""One evening of reviews: what waits, one after another, with expected minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from profiles.models import User
from roadmaps.evening import Slot, expected_minutes, fill
from roadmaps.models import Submission
from roadmaps.services import desk
from roadmaps.services.terms import places_left

SHOWN = 50


@dataclass(frozen=True, slots=True)
class EveningItem:
    """One round of the evening."""

    row: desk.DeskRow
    slot: Slot


@dataclass(frozen=True, slots=True)
class Evening:
    """The longest waits first; what does not fit is left for the next time.

    `is_week_full` where the mentor answered as many as are reviewed in a week.
    """

    items: Sequence[EveningItem]
    waiting: int
    is_week_full: bool

    @property
    def first(self) -> Submission | None:
        return self.items[0].row.submission if self.items else None

    @property
    def tonight(self) -> Sequence[EveningItem]:
        return [item for item in self.items if item.slot.fits]

    @property
    def minutes(self) -> int:
        """Minutes of everything that fits."""
        return sum(item.slot.minutes for item in self.tonight)


def read_evening(mentor: User, *, now: datetime) -> Evening:
    """Read the queue as an evening (a fixed number of queries)."""
    waiting = desk.rounds(mentor, tab="waiting")
    found = list(waiting[:SHOWN])
    rows = desk.as_rows(found, mentor=mentor, now=now)
    left = places_left(mentor, now=now)
    slots = fill(
        [minutes_of(submission) for submission in found],
        hours=float(mentor.profile.review_hours),
        limit=left,
    )
    return Evening(
        items=[EveningItem(*pair) for pair in zip(rows, slots, strict=True)],
        waiting=waiting.count(),
        is_week_full=left == 0,
    )


def minutes_of(submission: Submission) -> int:
    """Return the expected minutes of a round with its items loaded."""
    return expected_minutes(
        words=len(submission.text.split()),
        items=len(submission.items.all()),
        criteria=len(submission.criteria),
        round_number=submission.round,
    )
