"""One summary of the desk on the morning of each review day."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from profiles.models import Notice, Profile, User
from profiles.mornings import last_morning
from profiles.services.notices import notify
from roadmaps.services.desk import span_words
from roadmaps.services.evening import Evening, read_evening


def tell_mornings(*, now: datetime) -> int:
    """Tell each mentor whose review day has come what waits; returns how many.

    Told once a day by the notice's key; where nothing waited in the morning, nothing
    is told for the rest of the day.
    """
    count = 0
    for profile in Profile.objects.reviewing_on_days().select_related("user"):
        morning = last_morning(now, profile.time_zone, profile.review_days)
        is_today = morning.date() == now.astimezone(morning.tzinfo).date()
        if is_today and _tell(profile.user, morning, now=now):
            count += 1
    return count


@transaction.atomic
def _tell(mentor: User, morning: datetime, *, now: datetime) -> bool:
    key = f"desk/{morning.date()}"
    if Notice.objects.to(mentor).filter(key=key).exists():
        return False
    evening = read_evening(mentor, now=now)
    if evening.first is None or evening.first.submitted_at > morning:
        return False
    longest = span_words(now - evening.first.submitted_at)
    rounds = (
        "1 round waits" if evening.waiting == 1 else f"{evening.waiting} rounds wait"
    )
    notify(
        user=mentor,
        key=key,
        kind=Notice.Kind.DESK_DIGEST,
        text=f"Today is your review day: {rounds} for you, the longest for {longest}. "
        + _fitting(evening),
        url=reverse("roadmaps:evening_detail"),
        now=now,
    )
    return True


def _fitting(evening: Evening) -> str:
    """Say how much of it the day and the week hold."""
    if evening.is_week_full:
        return "You have answered as many as you review in a week."
    return f"{len(evening.tonight)} fit into about {evening.minutes} minutes."
