"""Whether somebody mentors, and how much waits for them: for the bar."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from profiles.models import Mentorship, User
from roadmaps.models import Submission

# Read with a person: how many rounds wait; None for whoever does not mentor.
WAITING = "rounds_waiting"


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's mentoring in two figures."""

    is_mentor: bool
    waiting: int


class PersonBackend(AuthenticationBackend):
    """Reads who a session names together with their desk: every page has a bar."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person, unless gone or shut out (one query)."""
        statement, values = _reading_of_one()
        user = next(iter(User.objects.raw(statement, [*values, user_id])), None)
        return user if user and self.user_can_authenticate(user) else None


@cache
def _reading_of_one() -> tuple[str, list[object]]:
    """Return the query for one person with their desk, all values but the number.

    Every page of a person asks it, and putting it together takes longer than its run.
    """
    asked = with_desk(User.objects.all()).filter(pk=0)
    statement, values = asked.query.sql_with_params()
    return statement, list(values[:-1])


def with_desk(people: QuerySet[User]) -> QuerySet[User]:
    """Annotate who mentors, and how many rounds wait for each of those."""
    mentorships = Mentorship.objects.active().filter(mentor=OuterRef("pk"))
    waiting = (
        Submission.objects.waiting()
        .reviewable_by(OuterRef("pk"))
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk", distinct=True))
        .values("number")
    )
    # Few mentor: for all others nothing is counted.
    counted = Case(
        When(Exists(mentorships), then=Coalesce(Subquery(waiting), 0)),
        output_field=IntegerField(null=True),
    )
    return people.annotate(**{WAITING: counted})


def desk_of(user: User) -> Desk:
    """Return whether `user` mentors and how many rounds wait.

    One query, unless a session named the person.
    """
    if not hasattr(user, WAITING):
        user = with_desk(User.objects.all()).get(pk=user.pk)
    waiting: int | None = getattr(user, WAITING)
    return Desk(is_mentor=waiting is not None, waiting=waiting or 0)
