"""Pages of lists that take longer to find than to show."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, QuerySet, Window

from careersite.common.paging import Paginator


class OnePassPaginator(Paginator):
    """Counts the rows of a list in the query that finds those of a page.

    Others ask twice for all that is listed: to count it, and to find the page.
    """

    object_list: QuerySet[Any]

    def page(self, number: int | str) -> Page:
        """Return a page by its number; raises EmptyPage where there is none."""
        if not isinstance(number, int) or number < 1:
            return super().page(number)
        begin = (number - 1) * self.per_page
        counted = self.object_list.prefetch_related(None).values_list(
            "pk", Window(Count("*"))
        )
        found = dict(counted[begin : begin + self.per_page])
        if not found:  # an empty list, or beyond its end
            return super().page(number)
        self.count = next(iter(found.values()))
        rows = {row.pk: row for row in self.object_list.filter(pk__in=found)}
        return Page([rows[pk] for pk in found], number, self)
