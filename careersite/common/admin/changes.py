"""The page of history of a row: what was done at the desk, and every write to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

Read = Callable[[Any], list[Any]]
_read: list[Read] = []


def register_changes(read: Read) -> None:
    """Let `read` say what was written to a row and below it, newest first."""
    _read[:] = [read]


class ChangesMixin(admin.ModelAdmin):
    """A table whose pages of history show each write: who, why, before and after."""

    object_history_template = "admin/content_history.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Add the writes to what was done at the desk."""
        row = self.get_object(request, object_id)
        changes = [one for read in _read for one in read(row)] if row else []
        more = {"changes": changes, **(extra_context or {})}
        return super().history_view(request, object_id, more)
