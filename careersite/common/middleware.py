"""What every request passes through before it reaches a page."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.urls import resolve
from django.utils.cache import (
    get_conditional_response,
    patch_vary_headers,
    set_response_etag,
)

from careersite.common.errors import answer_database_error, is_api, too_large

Answer = Callable[[HttpRequest], HttpResponse]

URL_MAX = 8_000
# Files that are read are of 5 MB at most; a form holds a little beside its file.
BODY_MAX = 6_000_000
PROBES = ("/healthz", "/readyz")
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in ("camera", "geolocation", "microphone", "payment", "usb", "midi")
)


class UnavailableDatabaseMiddleware:
    """Answer 503 with Retry-After while the database is away.

    This sees what views raise; `careersite.common.errors.server_error` sees what
    other middleware raises. Probes are answered here: they need no session, and come
    to one process by its own address, not by a name of the site.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in PROBES:
            return _answer_probe(request)
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn a lost connection into a plain, quick 503."""
        return answer_database_error(request, exception)


def _answer_probe(request: HttpRequest) -> HttpResponse:
    request.resolver_match = match = resolve(request.path_info)
    return match.func(request)


class RefuseUnreadableMiddleware:
    """Refuse what is too long, and NUL, which PostgreSQL cannot hold.

    A body is refused by the length that it states, before any of it is read.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _stated_length(request) > BODY_MAX:
            return too_large(request)
        query = request.META.get("QUERY_STRING", "")
        if len(request.path) + len(query) > URL_MAX:
            raise BadRequest("The address is too long.")
        if "\0" in request.path or "%00" in query or "\0" in query:
            raise BadRequest("A NUL character is not allowed in an address.")
        if any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("A NUL character is not allowed in a cookie.")
        if request.method == "POST" and not is_api(request) and _has_null(request):
            raise BadRequest("A NUL character is not allowed in a form.")
        return self.get_response(request)


def _stated_length(request: HttpRequest) -> int:
    stated = request.headers.get("content-length") or "0"
    return int(stated[:18]) if stated.isdecimal() else 0


def _has_null(request: HttpRequest) -> bool:
    return any(
        "\0" in name or any("\0" in value for value in values)
        for name, values in request.POST.lists()
    )


class SlashMiddleware(CommonMiddleware):
    """Leads to the address with its slash, and lets come along what was sent.

    After a 301 programs ask by GET: what they sent would be gone, and the list that
    they get instead looks like success.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Answer 308 in place of 301 to whoever sent something."""
        answer = super().process_response(request, response)
        is_led_on = answer is not response
        if not is_led_on or request.method in {"GET", "HEAD"}:
            return answer
        return HttpResponsePermanentRedirect(answer["Location"], preserve_request=True)


class PageHeadersMiddleware:
    """Say how long an answer may be kept, and that no device feature is used.

    A page for somebody signed in is never stored. A public page carries an ETag
    of its content and is checked with us before each use.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path.startswith(settings.STATIC_URL):
            return response
        if self._is_personal(request, response):
            response["Cache-Control"] = "private, no-store"
            return response
        return self._shareable(request, response)

    def _is_personal(self, request: HttpRequest, response: HttpResponse) -> bool:
        return (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or "Authorization" in request.headers
            or bool(response.cookies)
            or request.method not in {"GET", "HEAD"}
            or response.status_code >= 400
        )

    def _shareable(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.has_header("Cache-Control") or response.streaming:
            return response
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        if response.status_code != 200:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        etag = response["ETag"]
        known = get_conditional_response(request, etag=etag, response=response)
        known = known or response
        # A browser puts the policy of a 304 in place of the one that it holds.
        vars(known).update(_policy_of(response))
        return known


def _policy_of(response: HttpResponse) -> dict[str, object]:
    """Return what a view said of its policy, which is written further out."""
    return {
        name: value for name, value in vars(response).items() if name.startswith("_csp")
    }
