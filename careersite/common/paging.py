"""Pages of long lists, each as quick as its distance from the nearer end."""

from typing import Any

from django.core import paginator
from django.db.models import Count, QuerySet, Window


class Paginator(paginator.Paginator):
    """Reads a page of the second half from the end.

    A database walks over all rows before a page; the last page of a million would be
    the slowest. Read backward it is as near as the first.
    """

    def page(self, number: Any) -> paginator.Page:
        """Return a page; raises PageNotAnInteger or EmptyPage."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        after = first + self.per_page
        if after + self.orphans >= self.count:
            after = self.count
        rows: Any = self.object_list
        if first > self.count - after and _can_be_reversed(rows):
            rest = self.count - after
            shown = [*rows.reverse()[rest : rest + after - first]][::-1]
        else:
            shown = rows[first:after]
        return paginator.Page(shown, number, self)


class OnePassPaginator(Paginator):
    """Counts the rows of a list in the query that finds those of a page.

    Others ask twice for all that is listed: to count it, and to find the page.
    """

    object_list: QuerySet[Any]

    def page(self, number: int | str) -> paginator.Page:
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
        # What left the list between the two queries is shown no more.
        shown = [rows[pk] for pk in found if pk in rows]
        return paginator.Page(shown, number, self)


def _can_be_reversed(rows: Any) -> bool:
    return isinstance(rows, QuerySet) and rows.ordered and not rows.query.is_sliced
