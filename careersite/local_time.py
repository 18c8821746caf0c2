"""Pages show days and hours as they are where the one who reads lives."""

from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from profiles.models import User

# Read with a person whom a session names (careersite/desk.py).
ZONE = "time_zone"
# What programs read, and the desk, whose hours say that they are UTC.
NO_PAGES = ("/api/", "/admin/", "/calendar/", "/feed.atom")


class LocalTimeMiddleware:
    """Answer signed-in people in the zone of their profile, all others in UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(NO_PAGES):
            return self.get_response(request)
        with timezone.override(zone_of(request.user)):
            return self.get_response(request)


def zone_of(user: User | AnonymousUser) -> ZoneInfo | None:
    """Return where a person lives (no query); None for a visitor."""
    name = getattr(user, ZONE, None)
    return _zone(name) if name else None


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    """Return the zone of this name; None for one that is not known any more."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
