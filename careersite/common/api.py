"""What all endpoints share: pages of results and one shape of errors."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Pagination(PageNumberPagination):
    """25 results a page, at most 100 on request."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an error in the one shape of docs/architecture.md."""
    return exception_handler(error, context)
