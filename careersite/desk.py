"""Whether somebody mentors, and how much waits for them: for the bar."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from profiles.models import Mentorship, User
from roadmaps.models import Submission


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's mentoring in two figures."""

    is_mentor: bool
    waiting: int


def desk_of(user: User) -> Desk:
    """Return whether `user` mentors and how many rounds wait (one query)."""
    mentorships = Mentorship.objects.active().filter(mentor=OuterRef("pk"))
    waiting = (
        Submission.objects.waiting()
        .reviewable_by(user)
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk", distinct=True))
        .values("number")
    )
    row = (
        User.objects.filter(pk=user.pk)
        .annotate(
            is_desk_kept=Exists(mentorships),
            waiting_count=Coalesce(Subquery(waiting), 0),
        )
        .values_list("is_desk_kept", "waiting_count")
        .get()
    )
    return Desk(is_mentor=row[0], waiting=row[1])
