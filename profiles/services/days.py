"""Which day it is for a learner: what they date is judged by their own calendar."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from profiles.models import Profile, User


def today_of(user: User, *, now: datetime) -> date:
    """Return the day that it is where a person lives.

    One query, unless the profile is loaded. An account that came by another way than
    sign-up has none yet, and lives in UTC.
    """
    profile: Profile | None = getattr(user, "profile", None)
    return now.astimezone(ZoneInfo(profile.time_zone if profile else "UTC")).date()
