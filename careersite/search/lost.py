"""What somebody may have looked for at an address that leads nowhere."""

import re

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from careersite.common import errors
from careersite.search.results import Hit, search

# Only addresses of content are searched for; a private one says nothing to a reader.
CONTENT = re.compile(
    r"/(?:(?:roles|skills|certifications|roadmaps|sources)/)?([a-z0-9_-]{3,80})/?",
    re.IGNORECASE,
)
SUGGESTED = 5


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address with what its words find (handler404)."""
    near = () if errors.is_api(request) else suggestions(request.path)
    return errors.page_not_found(request, near)


def suggestions(path: str) -> tuple[Hit, ...]:
    """Return at most five pages named like the end of `path` (one query).

    Nothing is suggested while the database is away: the page itself needs none.
    """
    match = CONTENT.fullmatch(path)
    words = re.sub(r"[_-]+", " ", match[1]).strip() if match else ""
    try:
        found = search(words)
    except DatabaseError:
        return ()
    return (found.hits or found.near)[:SUGGESTED]
