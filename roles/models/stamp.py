"""One number that changes with any content, in the same transaction."""

from django.db import connections, models, router

# Plain SQL, since nearly every page asks it and building it would cost as much.
READ_AND_FORGET = (
    "SELECT number, set_config('careersite.is_stamped', '', true)"
    " FROM roles_contentstamp WHERE id = 1"
)


class ContentStampQuerySet(models.QuerySet):
    """The one stamp."""

    def current(self) -> int:
        """Return the present stamp, 0 before there is any content (one query).

        Within a transaction this also lets the next write change the stamp again.
        """
        # From where content is read as well, or older content would pass for newer.
        using = router.db_for_read(self.model)
        with connections[using].cursor() as cursor:
            cursor.execute(READ_AND_FORGET)
            row = cursor.fetchone()
        return int(row[0]) if row else 0


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
