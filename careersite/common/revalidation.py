"""Tags of answers made of content alone, known before anything is read.

An answer to a visitor depends on published content, on the build, on the day and on
what the request itself says. So a tag of these tells whether an answer that somebody
holds is still right.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import parse_etags

from careersite.common.build import build_id


@dataclass(frozen=True, slots=True)
class ContentTag:
    """The stamp of all content, and the ETag that follows for one request."""

    stamp: int
    etag: str

    def is_known_to(self, request: HttpRequest) -> bool:
        """Tell whether the caller holds exactly this answer.

        `*` names no answer, so it is no proof that there is one.
        """
        known = parse_etags(request.headers.get("If-None-Match", ""))
        return any(etag.removeprefix("W/") == self.etag for etag in known)


_read_stamp: Callable[[], int] = int


def register_stamp(read: Callable[[], int]) -> None:
    """Let `read` say which state content is in; 0 is an unknown one."""
    global _read_stamp
    _read_stamp = read


def content_stamp() -> int:
    """Return which state content is in (one query); 0 is an unknown one."""
    return _read_stamp()


def content_tag(request: HttpRequest, *more: object) -> ContentTag | None:
    """Return the tag of the answer to come (one query), None for an unknown state.

    It covers the address; `more` is what else of the request changes the answer.
    Asked before the answer is built: where content changes meanwhile, the tag is too
    old, and the answer is only built once more.
    """
    stamp = _read_stamp()
    if not stamp:
        return None
    told = repr((stamp, build_id(), timezone.localdate(), *_asked(request), *more))
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    return ContentTag(stamp, f'"{digest[:32]}"')


def _asked(request: HttpRequest) -> tuple[object, ...]:
    return (
        settings.SITE_URL,
        settings.CONTACT_EMAIL,
        settings.CAREERSITE_DEMO,
        request.scheme,
        request.get_host(),
        request.path,
        request.META.get("QUERY_STRING", ""),
    )
