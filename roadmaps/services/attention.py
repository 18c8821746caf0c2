"""Who needs attention, and why: the same flags for the mentor and the learner."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.lookups import IsNull

from profiles.models import User
from roadmaps.models import Enrollment, Review, StepProgress, TimeLog
from roadmaps.services.terms import late_rounds

IDLE_AFTER = timedelta(days=14)
# In the order in which a page names them.
FLAGS = {
    "asked_help": "Asked for help",
    "is_overdue": "Waits longer than promised",
    "is_stuck": "Two rounds of changes in a row",
    "is_idle": "No activity for 14 days",
}


def with_flags(
    enrollments: QuerySet[Enrollment], *, mentor: User, now: datetime
) -> QuerySet[Enrollment]:
    """Tell of each enrollment which flags it has, by the terms of `mentor`."""
    rows = StepProgress.objects.in_plan().filter(enrollment=OuterRef("pk"))
    logs = TimeLog.objects.filter(enrollment=OuterRef("pk"))
    since = now - IDLE_AFTER
    waiting = late_rounds(mentor, now=now).filter(enrollment=OuterRef("pk"))
    return enrollments.annotate(
        asked_help=_any(rows.filter(needs_help=True)),
        is_overdue=_any(waiting),
        is_stuck=_any(_asked_twice(rows)),
        is_idle=Q(status=Enrollment.Status.ACTIVE, started_on__lte=since.date())
        & Q(_any(rows.filter(last_activity_at__gte=since), wanted=False))
        & Q(_any(logs.filter(on__gte=since.date()), wanted=False)),
    )


def _any(rows: QuerySet[Any, Model], *, wanted: bool = True) -> IsNull:
    """Tell whether there are such rows of one enrollment, by the index of its rows.

    For EXISTS the database may read everybody's rows once into a table of its own,
    which grows with the site.
    """
    return IsNull(Subquery(rows.order_by().values("pk")[:1]), not wanted)


def needing_attention(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Return those of `with_flags` that have any."""
    found = Q()
    for name in FLAGS:
        found |= Q(**{name: True})
    return enrollments.filter(found)


def flags_of(enrollment: Enrollment) -> list[str]:
    """Return the flags of one enrollment of `with_flags`, in words."""
    return [words for name, words in FLAGS.items() if getattr(enrollment, name)]


def _asked_twice(rows: QuerySet[StepProgress]) -> QuerySet[StepProgress]:
    """Return rows in changes whose answer before was a wish for changes too."""
    answers = (
        Review.objects.in_effect()
        .answers()
        .filter(submission__progress=OuterRef("pk"))
        .order_by("-submission__round")
        .values("decision")
    )
    # As a filter, the state would be looked up in everybody's index of such steps.
    in_changes = When(
        state=StepProgress.State.CHANGES_REQUESTED, then=Subquery(answers[1:2])
    )
    return rows.alias(before=Case(in_changes)).filter(before=Review.Decision.CHANGES)
