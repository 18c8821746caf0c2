"""Each write to a row of content, noted by the database itself."""

from typing import Self

import pgtrigger
from django.db import models


class ContentEventQuerySet(models.QuerySet):
    """Which writes."""

    def of_rows(self, model: type[models.Model], pks: list[int]) -> Self:
        """Return writes to rows of one table."""
        return self.filter(table=model._meta.db_table, row_id__in=pks)

    def below(self, model: type[models.Model], pks: list[int]) -> Self:
        """Return writes to rows of one table that belong to rows above, gone or not."""
        return self.filter(table=model._meta.db_table, above_id__in=pks)


class ContentEvent(models.Model):
    """One row of content was written: by whom, why, before and after.

    Written by triggers (`careersite/common/tracking.py`), so that updates of many rows,
    imports and statements by hand are in it. A change holds the changed columns only.
    """

    class Action(models.TextChoices):
        INSERT = "insert", "Added"
        UPDATE = "update", "Changed"
        DELETE = "delete", "Removed"

    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    above_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=6, choices=Action)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(
        null=True, help_text="Empty where no person did it, such as a file of content."
    )
    actor_name = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)

    objects = ContentEventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["table", "row_id", "-id"]),
            models.Index(fields=["table", "above_id", "-id"]),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.table} {self.row_id}"
