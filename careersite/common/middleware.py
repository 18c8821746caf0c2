"""What every request passes through before it reaches a page."""

import json
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

Answer = Callable[[HttpRequest], HttpResponse]


class UnavailableDatabaseMiddleware:
    """Answer 503 with Retry-After while the database is away."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn a lost connection into a plain, quick 503."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        return HttpResponse(
            json.dumps({"code": "unavailable", "detail": "Try again in a moment."}),
            status=503,
            headers={"Retry-After": "5"},
            content_type="application/json",
        )


class RefuseNullCharactersMiddleware:
    """Refuse a NUL in path or query: PostgreSQL cannot hold one in text."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("A NUL character is not allowed here.")
        return self.get_response(request)
