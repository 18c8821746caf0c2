"""Who has waited for how long, and when an answer can be expected (rules 30, 31).

A clock starts with the last act; for a mentor with review days at the first review
evening after it. All spans are in days of 24 hours.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from profiles.mornings import last_evening, last_monday, next_evening

NUDGES = (7, 14, 21)
RELEASE = 28
RETURN = 35
MENTOR_MARKS = (*NUDGES, RELEASE, RETURN)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a mentor states.

    `answer_days` is the promise; `days` are weekdays (0 Monday) on which reviews
    begin at `starts_at` in `zone`, none for any day; `items_per_week` is a limit.
    """

    answer_days: int = 5
    days: Collection[int] = ()
    starts_at: time = time(18)
    zone: str = "UTC"
    items_per_week: int | None = None


def counts_from(act: datetime, terms: Terms) -> datetime:
    """Return when the mentor's clock starts for something done at `act`."""
    return next_evening(act, terms.zone, terms.days, terms.starts_at)


def answer_by(sent: datetime, terms: Terms, *, ahead: int = 0) -> datetime:
    """Return until when an answer can be expected for a round sent at `sent`.

    `ahead` rounds are answered first, those of the week in which the clock starts
    that were answered already among them; each full weekly limit adds a week.
    """
    weeks = ahead // terms.items_per_week if terms.items_per_week else 0
    # Added to the mentor's own clock, a day would last longer when clocks go back.
    begins = counts_from(sent, terms).astimezone(UTC)
    return begins + terms.answer_days * DAY + weeks * WEEK


def week_begins(moment: datetime, terms: Terms) -> datetime:
    """Return the Monday, 0:00 in the mentor's zone, of the week of `moment`."""
    return last_monday(moment, terms.zone)


def places_taken(weeks: Iterable[datetime], terms: Terms) -> int:
    """Return how many weekly places reviews took that were decided in these weeks.

    A week is named by when it began, once for each review. Who reviews more in one
    than the limit takes nothing from another.
    """
    if not terms.items_per_week:
        return 0
    numbers = Counter(weeks).values()
    return sum(min(number, terms.items_per_week) for number in numbers)


def late_before(now: datetime, terms: Terms) -> datetime:
    """Return the moment such that rounds sent before it are late at `now`.

    This is `answer_by` turned around, for a query: sent < late_before(now) if and
    only if counts_from(sent) + answer_days <= now.
    """
    started = now - terms.answer_days * DAY
    return last_evening(started, terms.zone, terms.days, terms.starts_at)


def mark_reached(
    since: datetime, now: datetime, marks: Collection[int] = MENTOR_MARKS
) -> int:
    """Return the highest of `marks` (days) that has passed since `since`, else 0."""
    return max((mark for mark in marks if now - since >= mark * DAY), default=0)
