from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from profiles.mornings import EVERY_DAY, last_evening, last_morning, next_evening

ZONES = st.sampled_from(["UTC", "Europe/London", "America/New_York", "Asia/Kolkata"])
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
DAYS = st.sets(st.integers(0, 6), min_size=1)
SEVEN = time(19)


def test_the_last_morning_is_that_of_the_place():
    now = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)  # 6:30 in New York

    assert last_morning(now, "UTC").day == 20
    assert last_morning(now, "America/New_York").day == 19


def test_a_review_evening_is_the_next_one_even_on_the_day_itself():
    tuesday_noon = datetime(2026, 11, 17, 12, tzinfo=UTC)
    tuesday_night = tuesday_noon + timedelta(hours=10)

    assert next_evening(tuesday_noon, "UTC", {1}, SEVEN).day == 17
    assert next_evening(tuesday_night, "UTC", {1}, SEVEN).day == 24


def test_without_review_days_nothing_is_awaited():
    now = datetime(2026, 11, 17, 12, tzinfo=UTC)

    assert next_evening(now, "UTC", (), SEVEN) == now
    assert last_evening(now, "UTC", (), SEVEN) == now


@given(MOMENTS, ZONES, DAYS)
def test_evenings_enclose_the_moment_within_a_week_each(moment, zone, days):
    before = last_evening(moment, zone, days, SEVEN)
    after = next_evening(moment, zone, days, SEVEN)

    assert before <= moment < after
    assert after.weekday() in days
    assert after - before <= timedelta(days=7, hours=1)


@given(MOMENTS, ZONES)
def test_a_morning_lies_within_a_day_before(moment, zone):
    assert (
        moment - timedelta(hours=25) < last_morning(moment, zone, EVERY_DAY) <= moment
    )
