"""Drafts of versions in their place, for whoever has the link."""

from copy import copy

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from roadmaps.services import previews
from roadmaps.services.plan import Plan, read_version
from roadmaps.views.roadmap import public_page, public_step


@login_not_required
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a draft as readers will see it; for a week."""
    return _unlisted(public_page(_as_visitor(request), _plan(token)))


@login_not_required
@require_safe
def preview_step(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Show one step of a draft as readers will see it."""
    return _unlisted(public_step(_as_visitor(request), _plan(token), key))


def _plan(token: str) -> Plan:
    try:
        version = previews.find(token)
    except previews.OverError as error:
        raise Http404 from error
    return read_version(version, base_url=reverse("roadmaps:preview", args=[token]))


def _as_visitor(request: HttpRequest) -> HttpRequest:
    visit = copy(request)
    visit.user = AnonymousUser()
    visit.is_preview = True  # type: ignore[attr-defined]
    return visit


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
