"""Drafts in their place, for whoever has the link."""

from copy import copy

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from roles.services import previews


@login_not_required
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a draft in its place, exactly as readers will see it; for a week."""
    try:
        with previews.as_published(previews.find(token), now=timezone.now()) as live:
            response = _as_visitor(request, live.get_absolute_url())
    except previews.OverError as error:
        raise Http404 from error
    except previews.NotShowableError:
        response = render(request, "roles/preview_unready.html", status=409)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _as_visitor(request: HttpRequest, address: str) -> HttpResponse:
    """Answer as the page at `address` answers somebody without an account."""
    visit = copy(request)
    visit.path = visit.path_info = address
    visit.user = AnonymousUser()
    visit.is_preview = True  # type: ignore[attr-defined]
    match = resolve(address)
    return match.func(visit, *match.args, **match.kwargs)
