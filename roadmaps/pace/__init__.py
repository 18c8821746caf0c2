"""Plan, real pace and projection of one enrollment (rules 22 and 24).

Hours are planned hours. Weeks run from Monday to Sunday; a week is named by its
Monday. Off-weeks are Mondays of weeks in which the learner does nothing. A
week's hours are spread evenly over its seven days.
"""

from roadmaps.pace.days import Finish, finish_at, is_in_reach, monday_of
from roadmaps.pace.plan import (
    HOURS_MAX,
    HOURS_MIN,
    BadNumberError,
    Needed,
    Part,
    PlannedStep,
    Schedule,
    ScheduledStep,
    check_hours,
    needed_hours,
    schedule,
    split_hours,
    this_week,
    what_if,
)
from roadmaps.pace.projection import (
    Finished,
    Projection,
    Week,
    estimate_ratio,
    percentile,
    project,
    weekly_hours,
    weeks_behind,
)

__all__ = [
    "HOURS_MAX",
    "HOURS_MIN",
    "BadNumberError",
    "Finish",
    "Finished",
    "Needed",
    "Part",
    "PlannedStep",
    "Projection",
    "Schedule",
    "ScheduledStep",
    "Week",
    "check_hours",
    "estimate_ratio",
    "finish_at",
    "is_in_reach",
    "monday_of",
    "needed_hours",
    "percentile",
    "project",
    "schedule",
    "split_hours",
    "this_week",
    "weekly_hours",
    "weeks_behind",
    "what_if",
]
