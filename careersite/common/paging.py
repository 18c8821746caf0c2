"""Pages of long lists, each as quick as its distance from the nearer end."""

from typing import Any

from django.core import paginator
from django.db.models import QuerySet


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


def _can_be_reversed(rows: Any) -> bool:
    return isinstance(rows, QuerySet) and rows.ordered and not rows.query.is_sliced
