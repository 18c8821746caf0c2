"""What the database notes of each write to a row: who, when, before and after."""

from typing import ClassVar

import pgtrigger
from django.db import models


class RowEvent(models.Model):
    """One row of a table was written (append-only); a change holds changed columns.

    Written by triggers (`careersite/common/tracking.py`), so that updates of many rows,
    imports and statements by hand are in it.
    """

    class Action(models.TextChoices):
        INSERT = "insert", "Added"
        UPDATE = "update", "Changed"
        DELETE = "delete", "Removed"

    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    action = models.CharField(max_length=6, choices=Action)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(
        null=True, help_text="Empty where no person did it, such as a file of content."
    )
    actor_name = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.table} {self.row_id}"
