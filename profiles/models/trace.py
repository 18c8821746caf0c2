"""Each write to what belongs to a person, noted by the database itself."""

from typing import Self

from django.db import models

from careersite.common.row_event import RowEvent
from profiles.models.user import User


class TraceQuerySet(models.QuerySet["Trace"]):
    """Which writes."""

    def of(self, user: User) -> Self:
        """Return writes to what belongs to one person."""
        return self.filter(user=user)


class Trace(RowEvent):
    """A row of a person's was written in a request: by whom, before and after.

    Where a row belongs to two people it is a trace of who wrote it. Passwords, tokens
    and what somebody wrote about another are noted as changed, without the words.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="traces")

    objects = TraceQuerySet.as_manager()

    class Meta(RowEvent.Meta):
        indexes = [models.Index(fields=["at"], name="profiles_trace_age")]
