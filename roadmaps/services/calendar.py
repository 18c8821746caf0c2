"""Due steps and dates of review, for a calendar program (rule 27)."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from careersite.common.mail import absolute_url
from profiles.models import Mentorship, User
from profiles.services.invitations import hash_token
from roadmaps.models import CalendarFeed, Enrollment, Submission
from roadmaps.services.pacing import read_pacing
from roadmaps.services.plan import Plan, read_plan
from roadmaps.services.terms import expect


@dataclass(frozen=True, slots=True)
class DueDay:
    """A whole day with something on it; `key` stays the same when the day moves."""

    key: str
    on: date
    title: str
    text: str
    url: str
    changed_at: datetime


@transaction.atomic
def make_feed(*, user: User, by: User, now: datetime) -> str:
    """Return the token of a new feed; one made before stops at once."""
    token = secrets.token_urlsafe(32)
    made = {
        "token_hash": hash_token(token),
        "password_mark": user.get_session_auth_hash(),
    }
    feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(
        user=user, defaults=made
    )
    if not is_new:
        feed.change_token(**made)
    return token


@transaction.atomic
def revoke_feed(*, user: User, by: User, now: datetime) -> None:
    """Stop the feed at once; repeated, nothing changes."""
    CalendarFeed.objects.of(user).delete()


def find_owner(token: str) -> User | None:
    """Return whose feed a token reads; unknown, revoked and ended are alike."""
    feed = (
        CalendarFeed.objects.filter(
            token_hash=hash_token(token),
            user__is_active=True,
            user__leaving_at__isnull=True,
        )
        .select_related("user__profile")
        .first()
    )
    return feed.user if feed and feed.is_open else None


def feed_of(user: User) -> CalendarFeed | None:
    """Return the learner's feed, also one that a new password ended."""
    return CalendarFeed.objects.of(user).select_related("user").first()


def due_days(user: User, *, now: datetime) -> list[DueDay]:
    """Return open steps by the plan and answers to expect, in order of days.

    Paused, left and completed roadmaps hold nothing due.
    """
    found: list[DueDay] = []
    for enrollment in Enrollment.objects.of(user).under_way().with_pace():
        plan = read_plan(enrollment)
        found += _steps(plan, enrollment, now=now)
        found += _answers(plan, enrollment)
    return sorted(found, key=lambda one: (one.on, one.key))


def _steps(plan: Plan, enrollment: Enrollment, *, now: datetime) -> Iterator[DueDay]:
    due = read_pacing(plan, enrollment, now=now).due
    roadmap = plan.version.roadmap.title
    for one in plan.steps:
        on = due[one.step.key].due_on if one.step.key in due else None
        if one.is_left and one.row and one.state != "submitted" and on:
            yield DueDay(
                key=f"step-{one.row.pk}",
                on=on,
                title=one.step.title,
                text=f"{roadmap}, step {one.step.number}: planned to be done.",
                url=absolute_url(one.url),
                changed_at=one.row.updated_at,
            )
    for own in plan.personal:
        on = due[f"personal-{own.pk}"].due_on
        if not own.is_done and on:
            yield DueDay(
                key=f"personal-{own.pk}",
                on=on,
                title=own.title,
                text=f"{roadmap}: a step of your own, planned to be done.",
                url=absolute_url(own.get_absolute_url()),
                changed_at=own.updated_at,
            )


def _answers(plan: Plan, enrollment: Enrollment) -> Iterator[DueDay]:
    """Yield the day by which each waiting round should be answered.

    A decision that is not in effect yet still counts as waiting.
    """
    rounds = Submission.objects.open().filter(enrollment=enrollment)
    waiting = list(rounds.select_related("progress__step"))
    mentorships = (
        list(
            Mentorship.objects.reviewing()
            .filter(enrollments__enrollment=enrollment)
            .select_related("mentor__profile")
        )
        if waiting
        else []
    )
    if not mentorships:
        return
    zone = ZoneInfo(enrollment.learner.profile.time_zone)
    for one in waiting:
        answers = [
            expect(mentorship.mentor, sent=one.submitted_at, own=one).answer_by
            for mentorship in mentorships
        ]
        yield DueDay(
            key=f"review-{one.pk}",
            on=min(answers).astimezone(zone).date(),
            title=f"Answer on {one.progress.step.title}",
            text=f"{plan.version.roadmap.title}: your mentor should answer by today.",
            url=absolute_url(one.progress.get_absolute_url()),
            changed_at=one.submitted_at,
        )
