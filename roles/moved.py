"""Answer old addresses of renamed content with a lasting redirect."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.urls import resolve, reverse

from roles.models import Redirect

View = Callable[..., HttpResponse]


def moved_to(kind: Redirect.Kind, slug: str, readable: QuerySet) -> str | None:
    """Return the present slug of what was once `slug`, if readers may see it.

    `readable` is the content that readers may open, so that no redirect names a
    draft.
    """
    target = Redirect.objects.new_slugs(kind, [slug]).get(slug)
    if target is None or not readable.filter(slug=target).exists():
        return None
    return target


def follows_renames(
    kind: Redirect.Kind, readable: Callable[[], QuerySet]
) -> Callable[[View], View]:
    """Let a page found by `slug` answer 301 where its content was renamed.

    Nothing is asked of the database unless the page itself answers 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, slug: str, **path: Any) -> HttpResponse:
            try:
                return view(request, slug, **path)
            except Http404:
                target = moved_to(kind, slug, readable())
                if target is None:
                    raise
                name = resolve(request.path_info).view_name
                address = reverse(name, kwargs={**path, "slug": target})
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(
                    f"{address}?{query}" if query else address
                )

        return wrapper

    return decorate
