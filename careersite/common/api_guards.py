"""What an API request passes before a view sees it: who, how much, what body.

REST framework reads these while it is itself being imported, so this module
must not import `rest_framework.views`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone
from rest_framework import authentication, exceptions, parsers, status, throttling
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.settings import api_settings

from careersite.common.counting import count_up
from careersite.common.paging import OnePassPaginator, Paginator

if TYPE_CHECKING:
    from rest_framework.views import APIView

BODY_MAX = 1_000_000
DEPTH_MAX = 32


class SessionAuthentication(authentication.SessionAuthentication):
    """Sign-in by session; names a scheme, so that strangers get 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return "Session"


class BodyTooLargeError(exceptions.APIException):
    """The body is larger than any endpoint needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"
    default_detail = f"A body has at most {BODY_MAX} bytes."


class StrictJSONParser(parsers.JSONParser):
    """JSON that the database can hold: no NUL, lone surrogate, NaN or deep nesting."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body; raises ParseError or BodyTooLargeError."""
        body = stream.read(BODY_MAX + 1)
        if len(body) > BODY_MAX:
            raise BodyTooLargeError
        try:
            parsed = json.loads(body.decode(), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError("The body is not valid JSON.") from error
        if not all(is_storable(text) for text in _texts(parsed)):
            raise exceptions.ParseError("The body holds a character to refuse.")
        return parsed


def is_storable(text: str) -> bool:
    """Tell whether PostgreSQL can keep `text`: no NUL, no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _refuse_constant(name: str) -> None:
    message = f"{name} is not JSON."
    raise ValueError(message)


def _texts(parsed: object) -> Iterator[str]:
    """Yield every text, keys too; raises ParseError where it nests too deep."""
    level = [parsed]
    for _ in range(DEPTH_MAX):
        if not level:
            return
        yield from (value for value in level if isinstance(value, str))
        level = [inner for value in level for inner in _inside(value)]
    if level:
        raise exceptions.ParseError(f"JSON nests at most {DEPTH_MAX} deep.")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


class ScopeThrottle(throttling.BaseThrottle):
    """So many requests per scope and caller, counted for all processes together.

    A view may name its own `throttle_scope`; else strangers share the scope
    `anonymous` per address, and people have `reader` and `writer` each. Counting
    is by fixed windows, in one statement.
    """

    wait_seconds = 0.0

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count this request and tell whether it is still within its rate."""
        scope = getattr(view, "throttle_scope", None) or _default_scope(request)
        rate = str(api_settings.DEFAULT_THROTTLE_RATES[scope])
        allowed, seconds = parse_rate(rate)
        now = timezone.now()
        window, elapsed = divmod(now.timestamp(), seconds)
        self.wait_seconds = seconds - elapsed
        key = f"throttle:{scope}:{self._caller(request)}:{int(window)}"
        return count_up(key, now=now, seconds=seconds) <= allowed

    def wait(self) -> float:
        """Return the seconds until the window ends."""
        return self.wait_seconds

    def _caller(self, request: Request) -> str:
        if request.user and request.user.is_authenticated:
            return f"user-{request.user.pk}"
        return self.get_ident(request)


def _default_scope(request: Request) -> str:
    if not (request.user and request.user.is_authenticated):
        return "anonymous"
    return "reader" if request.method in {"GET", "HEAD", "OPTIONS"} else "writer"


def parse_rate(rate: str) -> tuple[int, int]:
    """Return (requests, seconds) of a rate such as 120/min."""
    count, _, period = rate.partition("/")
    return int(count), {"s": 1, "m": 60, "h": 3600, "d": 86400}[period[0]]


class Pagination(PageNumberPagination):
    """25 results a page, at most 100 on request; what is no number is refused."""

    django_paginator_class = Paginator
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_size(self, request: Request) -> int:
        """Return the size asked for, at most 100; raises ValidationError below 1."""
        return min(_number(request, "page_size", self.page_size), self.max_page_size)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page; its neighbors are null at both ends."""
        address = {"type": ["string", "null"], "format": "uri"}
        fields = {
            "count": {"type": "integer"},
            "next": address,
            "previous": address,
            "results": schema,
        }
        return {"type": "object", "required": [*fields], "properties": fields}

    def get_page_number(self, request: Request, paginator: object) -> int:
        """Return the page asked for; raises ValidationError below 1."""
        return _number(request, "page", 1)


class OnePassPagination(Pagination):
    """For lists that take longer to find than to show."""

    django_paginator_class = OnePassPaginator


def _number(request: Request, name: str, otherwise: int) -> int:
    asked = request.query_params.get(name)
    if asked is None:
        return otherwise
    if not (asked.isascii() and asked.isdigit() and int(asked[:9]) > 0):
        raise exceptions.ValidationError({name: ["Give a number from 1."]})
    return int(asked[:9])
