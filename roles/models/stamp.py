"""One number that changes with any content, in the same transaction."""

from django.db import models
from django.db.models import F, Func, Value


class ContentStampQuerySet(models.QuerySet):
    """The one stamp."""

    def current(self) -> int:
        """Return the present stamp, 0 before there is any content (one query).

        Within a transaction this also lets the next write change the stamp again.
        """
        forget = Func(
            Value("careersite.is_stamped"),
            Value(""),
            Value(value=True),
            function="set_config",
            output_field=models.TextField(),
        )
        row = self.values_list(F("number"), forget).first()
        return row[0] if row else 0


class ContentStamp(models.Model):
    """Which state content is in; written by triggers on every table of content.

    The number is a time in microseconds, so that it never comes back, not even after
    a restored backup. A transaction that writes content waits here for any other that
    does, before it touches its first row.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()

    objects = ContentStampQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="roles_contentstamp_is_one_row"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
