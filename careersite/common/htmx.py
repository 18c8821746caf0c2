"""One markup for whole pages and for the parts that htmx swaps in."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part (a history restore wants the page)."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.history_restore_request)


def page_swapped(request: HttpRequest) -> str:
    """Return the page of this site into which htmx swaps; nothing where none is named.

    A header may hold what is no address at all, such as `http://[`.
    """
    htmx = getattr(request, "htmx", None)
    with suppress(ValueError):
        return (htmx and htmx.current_url_abs_path) or ""
    return ""


def push_once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let htmx add no entry to the history for the address that it is at already."""
    if page_swapped(request) == request.get_full_path():
        response["HX-Push-Url"] = "false"
    return response


def render_page_or_partial(
    request: HttpRequest,
    page: str,
    partial: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render `partial` for htmx, else `page`, which includes the same partial."""
    template = partial if wants_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
