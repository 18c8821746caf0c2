"""Answers to what no view answers: JSON for the API, a plain page for people.

The pages for 400, 500 and 503 stand alone: they need no session and no database,
which may be the very cause or not yet be known.
"""

import logging
import sys
from collections.abc import Sequence

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from careersite.common.log_lines import request_id

logger = logging.getLogger("careersite.database")

RETRY_AFTER_SECONDS = "5"
DISK_FULL = "53100"  # of PostgreSQL
# The longest time over which tries at account pages are counted.
TRIES_FORGOTTEN_SECONDS = 300
API_PREFIX = "/api/"
API_DETAILS = {
    400: ("bad_request", "The request could not be read."),
    403: ("permission_denied", "You may not do this."),
    404: ("not_found", "There is nothing at this address."),
    413: ("body_too_large", "The body is too large."),
    500: ("error", "Something went wrong on our side."),
    503: ("unavailable", "The database is away. Try again in a moment."),
}


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asks."""
    return request.path.startswith(API_PREFIX)


def api_answer(status: int, **more: str) -> HttpResponse:
    """Return an error in the API's one shape."""
    code, detail = API_DETAILS[status]
    return JsonResponse({"code": code, "detail": detail, **more}, status=status)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that the database is away and when to come back."""
    response = (
        api_answer(503)
        if is_api(request)
        else HttpResponse(render_to_string("503.html"), status=503)
    )
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def answer_database_error(
    request: HttpRequest, error: BaseException | None
) -> HttpResponse | None:
    """Answer a lost database with 503 and a value it cannot hold with 400.

    What was answered is no failure to Django, so its cause is put into the log here.
    """
    if isinstance(error, OperationalError | InterfaceError):
        logger.error(_what_happened(error), exc_info=error)
        return unavailable(request)
    if isinstance(error, DataError):
        return bad_request(request, error)
    return None


def _what_happened(error: Exception) -> str:
    if getattr(error.__cause__, "sqlstate", None) == DISK_FULL:
        return "The disk of the database is full: nothing is saved until there is room."
    return "The database did not do what it was asked."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read (handler400)."""
    if is_api(request):
        return api_answer(400)
    return HttpResponse(render_to_string("400.html"), status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Refuse a body that is larger than anything that is read here."""
    if is_api(request):
        return api_answer(413)
    return HttpResponse(render_to_string("413.html"), status=413)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is known but not allowed (handler403)."""
    if is_api(request):
        return api_answer(403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, near: Sequence[object] = ()) -> HttpResponse:
    """Answer an unknown address; `near` is what may be meant."""
    if is_api(request):
        return api_answer(404)
    match, request.resolver_match = request.resolver_match, None
    said = render(request, "404.html", {"near": near}, status=404)
    request.resolver_match = match  # the log names the route that was refused
    return said


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer too many tries at an account page, and say when to come back."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = TRIES_FORGOTTEN_SECONDS
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure (handler500).

    Middleware's errors, such as a session that cannot be read, reach only this
    handler, so a lost database is told apart here as well.
    """
    answer = answer_database_error(request, sys.exc_info()[1])
    if answer is not None:
        return answer
    if is_api(request):
        return api_answer(500, reference=request_id.get())
    said = render_to_string("500.html", {"reference": request_id.get()})
    return HttpResponse(said, status=500)
