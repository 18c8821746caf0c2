"""Whether somebody mentors, and how much waits for them: for the bar."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet

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
    """Reads who a session names and whether they mentor: every page has a bar."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person, unless gone or shut out (one query)."""
        statement, values = _reading_of_one()
        user = next(iter(User.objects.raw(statement, [*values, user_id])), None)
        return user if user and self.user_can_authenticate(user) else None


@cache
def _reading_of_one() -> tuple[str, list[object]]:
    """Return the query for one person with their mentoring, all values but the number.

    Every page of a person asks it, and putting it together takes longer than its run.
    """
    asked = _who_mentors(User.objects.all()).filter(pk=0)
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
