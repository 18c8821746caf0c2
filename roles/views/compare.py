"""Comparing roles, and ticking them for it."""

from django.contrib.auth.decorators import login_not_required
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from careersite.common.cookies import keep_choice
from careersite.common.htmx import wants_fragment
from careersite.common.navigation import address_with, way_back
from roles.models import HouseLevel
from roles.pages import compare as page
from roles.pages.tray import COOKIE, ROLES_MIN, changed, cookie_value, tray_answer
from roles.reader import reader_of


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two to four roles side by side, or how to pick them."""
    given = request.GET.getlist("roles")
    asked = page.read_asked(given)
    if len(given) > 1:  # A form names them one by one: the address to share does not.
        return HttpResponseRedirect(address_with(request, roles=",".join(asked.slugs)))
    if asked.unknown or asked.is_too_many or asked.twice:
        status = 404 if asked.unknown else 400
        context = {"asked": asked, "start": page.start_page(())}
        return render(request, "roles/compare_start.html", context, status=status)
    if asked.moved:
        slugs = ",".join(asked.moved)
        return HttpResponsePermanentRedirect(address_with(request, roles=slugs))
    if len(asked.roles) < ROLES_MIN:
        context = {"asked": asked, "start": page.start_page(asked.roles)}
        return render(request, "roles/compare_start.html", context)
    comparison = page.compare(
        asked.roles,
        reader_of(request),
        level=_level(request),
        shows_all=request.GET.get("show") == "all",
    )
    return render(request, "roles/compare.html", {"page": comparison})


@login_not_required
@csrf_exempt  # Public pages are cached without a token; only ticks are at stake.
@require_POST
def compare_tray(request: HttpRequest) -> HttpResponse:
    """Tick a role for comparison, untick it or clear all; a cookie keeps it."""
    tray = changed(request)
    if not wants_fragment(request):
        response: HttpResponse = HttpResponseRedirect(way_back(request))
    else:
        context = tray_answer(request, tray)
        response = render(request, "roles/_tray_answer.html", context)
    keep_choice(request, response, COOKIE, cookie_value(tray))
    return response


def _level(request: HttpRequest) -> HouseLevel:
    """Return the house level of the address, else the one the reader aims at."""
    asked = request.GET.get("level", "")
    return HouseLevel(asked if asked in HouseLevel else reader_of(request).target_level)
