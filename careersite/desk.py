"""Whether somebody mentors, and how much waits for them: for the bar.

Both, and where they live, are read with the person whom a session names.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, F, OuterRef, QuerySet

from careersite.local_time import ZONE
from profiles.models import Mentorship, User
from roadmaps.services.desk import waiting_count

# Read with a person: whether they mentor.
MENTORS = "is_mentor"


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's mentoring in two figures."""

    is_mentor: bool
    waiting: int


class PersonBackend(AuthenticationBackend):
    """Reads who a session names, whether they mentor and where they live.

    Every page has a bar and tells the time.
    """

    def get_user(self, user_id: Any) -> User | None:
        """Return the person, unless gone or shut out (one query)."""
        statement, values = _reading_of_one()
        user = next(iter(User.objects.raw(statement, [*values, user_id])), None)
        return user if user and self.user_can_authenticate(user) else None


@cache
def _reading_of_one() -> tuple[str, list[object]]:
    """Return the query for one person with mentoring and zone, but for the number.

    Every page of a person asks it, and putting it together takes longer than its run.
    """
    people = User.objects.annotate(**{ZONE: F("profile__time_zone")})
    asked = _who_mentors(people).filter(pk=0)
    statement, values = asked.query.sql_with_params()
    return statement, list(values[:-1])


def _who_mentors(people: QuerySet[User]) -> QuerySet[User]:
    """Annotate who mentors."""
    mentorships = Mentorship.objects.active().filter(mentor=OuterRef("pk"))
    return people.annotate(**{MENTORS: Exists(mentorships)})


def desk_of(user: User) -> Desk:
    """Return whether `user` mentors and how many rounds wait.

    No query for whoever a session named and does not mentor; a mentor's rounds are
    counted by one.
    """
    if not hasattr(user, MENTORS):
        user = _who_mentors(User.objects.all()).get(pk=user.pk)
    is_mentor: bool = getattr(user, MENTORS)
    return Desk(is_mentor, waiting_count(user) if is_mentor else 0)
