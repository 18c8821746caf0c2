"""Public pages that need not be built again while content is the same.

A visitor who holds a page is told so before anything is read, and pages that many
visitors ask for are kept in the process for as long as content stays as it is.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from careersite.common.revalidation import ContentTag, content_tag
from careersite.context import SHORTCUTS_COOKIE
from careersite.indexing import DETAILS, LISTS
from roadmaps.board import VIEW_COOKIE
from roles.pages.tray import COOKIE as TRAY_COOKIE
from roles.reader import COUNTRY_COOKIE

# Pages made of content alone. What writes (search counts what finds nothing), knows
# a person or runs out at an hour of its own has no place here, nor has what asks for
# no content at all.
TEXTS = frozenset({"about", "privacy", "terms", "accessibility", "contact"})
PAGES = frozenset({*LISTS, *DETAILS, "roles:compare", "feed", "sitemap"}) - TEXTS
CHANGING_COOKIES = (
    "theme",
    SHORTCUTS_COOKIE,
    COUNTRY_COOKIE,
    TRAY_COOKIE,
    VIEW_COOKIE,
)
MEMORY = "careersite.content_tag"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was answered."""

    body: bytes
    headers: dict[str, str]


@dataclass(slots=True)
class KeptPages:
    """The pages asked for last, of one state of content."""

    pages_max: int
    bytes_max: int
    _stamp: int = 0
    _bytes: int = 0
    _pages: OrderedDict[str, KeptPage] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, tag: ContentTag) -> KeptPage | None:
        """Return the page of this tag, if it is kept."""
        with self._lock:
            page = self._pages.get(tag.etag)
            if page:
                self._pages.move_to_end(tag.etag)
            return page

    def keep(self, tag: ContentTag, page: KeptPage) -> None:
        """Keep a page; what was asked for longest ago, or of old content, goes."""
        with self._lock:
            if tag.stamp > self._stamp:
                self._pages.clear()
                self._stamp, self._bytes = tag.stamp, 0
            if tag.stamp < self._stamp or tag.etag in self._pages:
                return
            self._pages[tag.etag] = page
            self._bytes += len(page.body)
            while len(self._pages) > self.pages_max or self._bytes > self.bytes_max:
                _, oldest = self._pages.popitem(last=False)
                self._bytes -= len(oldest.body)


class KeptPagesMiddleware:
    """Answers visitors from what they or the process hold while that is right."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept = KeptPages(settings.KEPT_PAGES, settings.KEPT_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        tag: ContentTag | None = request.META.get(MEMORY)
        if tag and _is_for_all(response):
            response["ETag"] = tag.etag
            if request.method == "GET" and not request.META.get("QUERY_STRING"):
                headers = dict(response.headers)
                self.kept.keep(tag, KeptPage(response.content, headers))
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer in place of the view, or remember the tag of what it will answer."""
        tag = content_tag(request, *_choices(request)) if _is_asked(request) else None
        if tag is None:
            return None
        if tag.is_known_to(request):
            return HttpResponseNotModified(headers={"ETag": tag.etag})
        page = self.kept.find(tag)
        if page:
            return HttpResponse(page.body, headers=page.headers)
        request.META[MEMORY] = tag
        return None


def _is_asked(request: HttpRequest) -> bool:
    """Tell whether a visitor of whom nothing else is known asks for a public page."""
    match = request.resolver_match
    harmless = {*CHANGING_COOKIES, settings.CSRF_COOKIE_NAME}
    return (
        request.method in {"GET", "HEAD"}
        and match is not None
        and match.view_name in PAGES
        and set(request.COOKIES) <= harmless
        and "Authorization" not in request.headers
    )


def _choices(request: HttpRequest) -> tuple[object, ...]:
    """Return what else changes a page: the reader's choices, and what htmx swaps."""
    swaps = (item for item in request.headers.items() if item[0].startswith("Hx-"))
    kept = tuple(request.COOKIES.get(name) for name in CHANGING_COOKIES)
    return kept, tuple(sorted(swaps))


def _is_for_all(response: HttpResponse) -> bool:
    """Tell whether an answer holds nothing of the one who asked."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and b"csrfmiddlewaretoken" not in response.content
    )
