"""Mornings and evenings where somebody lives: when digests go, when reviews begin.

Weekdays are 0 for Monday to 6 for Sunday, as in `datetime.date.weekday`.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(7)
EVERY_DAY = frozenset(range(7))
MONDAY = 0
DAY = timedelta(days=1)


def last_morning(
    now: datetime, zone: str, weekdays: Collection[int] = EVERY_DAY
) -> datetime:
    """Return the latest 7:00 in `zone` on one of `weekdays` that is not after `now`."""
    return max(one for one in _around(now, zone, weekdays, MORNING) if one <= now)


def next_evening(
    moment: datetime, zone: str, weekdays: Collection[int], starts_at: time
) -> datetime:
    """Return the first `starts_at` in `zone` on one of `weekdays` after `moment`.

    Without weekdays nothing is awaited: `moment` itself.
    """
    evenings = _around(moment, zone, weekdays, starts_at)
    return min((one for one in evenings if one > moment), default=moment)


def last_evening(
    moment: datetime, zone: str, weekdays: Collection[int], starts_at: time
) -> datetime:
    """Return the latest such evening not after `moment`; without weekdays, `moment`."""
    evenings = _around(moment, zone, weekdays, starts_at)
    return max((one for one in evenings if one <= moment), default=moment)


def last_monday(moment: datetime, zone: str) -> datetime:
    """Return when the week of `moment` began in `zone`: Monday, 0:00."""
    return last_evening(moment, zone, {MONDAY}, time())


def _around(
    moment: datetime, zone: str, weekdays: Collection[int], at: time
) -> list[datetime]:
    """Return `at` on each of `weekdays` from eight days before to eight days after."""
    place = ZoneInfo(zone)
    today = moment.astimezone(place).date()
    days = (today + number * DAY for number in range(-8, 9))
    return [
        datetime.combine(day, at, tzinfo=place)
        for day in days
        if day.weekday() in weekdays
    ]
