"""Hours, weeks off and the date aimed at: what the dated plan is made from."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import Profile, User
from profiles.services.days import today_of
from roadmaps.models import Enrollment
from roadmaps.models.enrollment import SHARE_MAX
from roadmaps.pace import HOURS_MAX, HOURS_MIN, monday_of
from roadmaps.services.tracking.standing import lock_enrollment

OFF_WEEKS_MAX = 200


@transaction.atomic
def plan_pace(
    *,
    enrollment: Enrollment,
    by: User,
    now: datetime,
    hours_per_week: Decimal,
    off_weeks: Collection[date],
    share: int,
    target_date: date | None,
) -> Enrollment:
    """Keep what the schedule is made from; raises ValidationError by field.

    Hours (0.5 to 80) and weeks off hold for all roadmaps of the learner; `share` is
    this one's weight among them. A date aimed at is not in the past, unless it
    stands there already.
    """
    errors = _errors(hours_per_week, share, off_weeks)
    today = today_of(enrollment.learner, now=now)
    is_new_target = target_date is not None and target_date != enrollment.target_date
    if is_new_target and target_date and target_date < today:
        errors["target_date"] = ["This day is over."]
    if errors:
        raise ValidationError(errors)
    locked = lock_enrollment(enrollment)
    locked.set_pace(share=share, target_date=target_date)
    profile = Profile.objects.select_for_update().get(user=locked.learner)
    weeks = sorted({monday_of(week) for week in off_weeks})
    profile.plan_weeks(hours_per_week=hours_per_week, off_weeks=weeks)
    return locked


def _errors(
    hours: Decimal, share: int, off_weeks: Collection[date]
) -> dict[str, list[str]]:
    errors = {}
    if not HOURS_MIN <= hours <= HOURS_MAX:
        errors["hours_per_week"] = [f"Enter between {HOURS_MIN} and {HOURS_MAX}."]
    if not 1 <= share <= SHARE_MAX:
        errors["share"] = [f"Enter between 1 and {SHARE_MAX}."]
    if len(off_weeks) > OFF_WEEKS_MAX:
        errors["off_weeks"] = [f"Choose at most {OFF_WEEKS_MAX} weeks."]
    return errors
