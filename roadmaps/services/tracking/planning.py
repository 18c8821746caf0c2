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
from roadmaps.pace import HOURS_MAX, HOURS_MIN, is_in_reach, monday_of
from roadmaps.services.tracking.standing import lock_enrollment

OFF_WEEKS_MAX = 200
TOO_FAR = "Choose a day within 10 years of today."


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
    this one's weight among them. A date aimed at is not in the past, and no day is
    ten years away, unless it stands there already.
    """
    today = today_of(enrollment.learner, now=now)
    errors = _errors(hours_per_week, share) | _off_week_errors(
        off_weeks, known=enrollment.learner.profile.off_weeks, today=today
    )
    if target_date and target_date != enrollment.target_date:
        errors |= _target_errors(target_date, today=today)
    if errors:
        raise ValidationError(errors)
    locked = lock_enrollment(enrollment)
    locked.set_pace(share=share, target_date=target_date)
    profile = Profile.objects.select_for_update().get(user=locked.learner)
    weeks = sorted({monday_of(week) for week in off_weeks})
    profile.plan_weeks(hours_per_week=hours_per_week, off_weeks=weeks)
    return locked


def _errors(hours: Decimal, share: int) -> dict[str, list[str]]:
    errors = {}
    if not HOURS_MIN <= hours <= HOURS_MAX:
        errors["hours_per_week"] = [f"Enter between {HOURS_MIN} and {HOURS_MAX}."]
    if not 1 <= share <= SHARE_MAX:
        errors["share"] = [f"Enter between 1 and {SHARE_MAX}."]
    return errors


def _off_week_errors(
    weeks: Collection[date], *, known: Collection[date], today: date
) -> dict[str, list[str]]:
    if len(weeks) > OFF_WEEKS_MAX:
        return {"off_weeks": [f"Choose at most {OFF_WEEKS_MAX} weeks."]}
    new = set(weeks).difference(known)
    if not all(is_in_reach(week, today=today) for week in new):
        return {"off_weeks": [TOO_FAR]}
    return {}


def _target_errors(target: date, *, today: date) -> dict[str, list[str]]:
    if target < today:
        return {"target_date": ["This day is over."]}
    return {} if is_in_reach(target, today=today) else {"target_date": [TOO_FAR]}
