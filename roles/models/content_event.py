"""Each write to a row of content, noted by the database itself."""

from typing import Self

from django.db import models

from careersite.common.row_event import RowEvent


class ContentEventQuerySet(models.QuerySet):
    """Which writes."""

    def of_rows(self, model: type[models.Model], pks: list[int]) -> Self:
        """Return writes to rows of one table."""
        return self.filter(table=model._meta.db_table, row_id__in=pks)

    def below(self, model: type[models.Model], pks: list[int]) -> Self:
        """Return writes to rows of one table that belong to rows above, gone or not."""
        return self.filter(table=model._meta.db_table, above_id__in=pks)


class ContentEvent(RowEvent):
    """One row of content was written: by whom, why, before and after."""

    above_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    objects = ContentEventQuerySet.as_manager()

    class Meta(RowEvent.Meta):
        indexes = [
            models.Index(fields=["table", "row_id", "-id"]),
            models.Index(fields=["table", "above_id", "-id"]),
        ]
