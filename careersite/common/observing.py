"""Every request gets an id, a line in the log and a place in the figures."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from careersite.common.log_lines import request_id

logger = logging.getLogger("careersite.requests")

Answer = Callable[[HttpRequest], HttpResponse]

# What a proxy of ours sends; anything else could be written to deceive a reader.
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests_total = Counter(
    "careersite_requests_total",
    "Requests answered, by route, method and status.",
    ["route", "method", "status"],
)
request_seconds = Histogram(
    "careersite_request_seconds",
    "Time until the answer began, by route and method.",
    ["route", "method"],
    buckets=SECONDS,
)


class ObserveMiddleware:
    """Notes each request by its route: an address may hold a token, a route none."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        own = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        kept, began = request_id.set(own), time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = own
            self._note(request, response, time.perf_counter() - began)
        finally:
            request_id.reset(kept)
        return response

    def _note(
        self, request: HttpRequest, response: HttpResponse, seconds: float
    ) -> None:
        method = request.method if request.method in METHODS else "other"
        route = route_of(request)
        requests_total.labels(route, method, response.status_code).inc()
        request_seconds.labels(route, method).observe(seconds)
        said: dict[str, Any] = {
            "method": method,
            "route": route,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
            "user_id": _user_id(request),
            "client": request.META.get("REMOTE_ADDR", ""),
        }
        logger.info("request", extra=said)


def route_of(request: HttpRequest) -> str:
    """Return the name of the route; `none` for an address that leads nowhere."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "none"


def _user_id(request: HttpRequest) -> int | None:
    """Return who asks, where that was looked up anyway."""
    known = vars(request)
    for user in (known.get("_cached_user"), known.get("user")):
        # Asking a lazy object for its class would load the person.
        if issubclass(type(user), AbstractBaseUser):
            return getattr(user, "pk", None)
    return None
