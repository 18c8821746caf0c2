"""Lists of facts as CSV: `?format=csv`, every row with its source and the license."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from careersite.common.api import ContentViewSet
from roles.pages.pay_csv import LICENSE
from roles.sheets import ROWS_MAX, marked

NUMBER = re.compile(r"-?\d+(\.\d+)?")


class CsvRenderer(BaseRenderer):
    """Rows under the names that fields have in JSON, nested ones with a dot."""

    media_type = "text/csv"
    format = "csv"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the rows that a list's serializer made, its header always."""
        text = io.StringIO()
        writer = csv.writer(text)
        columns = list(_columns(data.serializer.child))
        writer.writerow([*map(".".join, columns), "license"])
        for row in data:
            cells = (_cell(_at(row, column)) for column in columns)
            writer.writerow([*cells, LICENSE])
        return text.getvalue().encode()


class FactListViewSet(ContentViewSet):
    """A list of facts: in pages as JSON, or whole as CSV unless that is too long."""

    renderer_classes = (JSONRenderer, CsvRenderer)

    def get_renderers(self) -> list[BaseRenderer]:
        """Return JSON, and CSV for the list alone."""
        known: list[BaseRenderer] = super().get_renderers()
        return known if self.action in {"list", None} else known[:1]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a form that is not to be had here, naming those that are."""
        super().initial(request, *args, **kwargs)
        allowed = [one.format for one in self.get_renderers()]
        asked = request.query_params.get("format") or allowed[0]
        if self.is_offered(request) and asked not in allowed:
            raise ValidationError({"format": [f"Allowed are: {', '.join(allowed)}."]})

    def allowed_parameters(self) -> list[str]:
        """Return what the query may hold: a file has no pages."""
        names = [*super().allowed_parameters(), "format"]
        if self.is_csv:
            return [name for name in names if name not in {"page", "page_size"}]
        return names

    def paginate_queryset(self, queryset: Any) -> Any:
        """Return a page, or nothing where the whole list is asked for."""
        if not self.is_csv:
            return super().paginate_queryset(queryset)
        if queryset[ROWS_MAX : ROWS_MAX + 1].exists():
            message = f"More than {ROWS_MAX:,} rows: filter them first."
            raise ValidationError({"format": [message]})
        return None

    def handle_exception(self, exc: Exception) -> Response:
        """Answer errors as JSON, whatever was asked for."""
        request = cast("Request", self.request)
        request.accepted_renderer = JSONRenderer()
        request.accepted_media_type = JSONRenderer.media_type
        return super().handle_exception(exc)

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        """Name the file."""
        response = super().finalize_response(*args, **kwargs)
        if self.is_csv and response.status_code == HTTPStatus.OK:
            name = f"{self.basename}s.csv"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @property
    def is_csv(self) -> bool:
        """Whether the caller wants the whole list as a file."""
        wanted = getattr(self.request, "accepted_renderer", None)
        return isinstance(wanted, CsvRenderer)


def _columns(
    serializer: Serializer, above: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield where each plain field stands in a row, by the serializer that made it."""
    for name, field in serializer.fields.items():
        if isinstance(field, Serializer):
            yield from _columns(field, (*above, name))
        else:
            yield (*above, name)


def _at(row: Mapping[str, Any], column: Sequence[str]) -> Any:
    found: Any = row
    for name in column:
        found = None if found is None else found[name]
    return found


def _cell(value: Any) -> Any:
    """Return a cell that no spreadsheet runs; yes and no as JSON writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        return marked(value)
    return value
