"""Home, theme, health and error pages: what belongs to no single app."""

import json
from pathlib import Path
from re import fullmatch

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from careersite import health
from careersite.common.cookies import keep_choice
from careersite.common.navigation import page_of_form, way_back
from careersite.common.sending_again import typed_fields
from careersite.context import SHORTCUTS, SHORTCUTS_COOKIE, THEMES
from careersite.demo_mail import newest_mails
from careersite.indexing import robots_text
from careersite.retention.holdings import HOLDINGS
from careersite.retention.rules import RULES
from careersite.styleguide import styleguide_parts
from profiles.models import User
from profiles.services import accounts
from profiles.services.accounts import TERMS_VERSION
from roles.models import Region, Skill
from roles.pages.explore import explore_context
from roles.pages.role_map import role_map


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the site is for, and the roles to start from."""
    context = {
        **explore_context(request),
        "map": role_map(),
        "asked_most": Skill.objects.published().asked_most()[:4],
    }
    return render(request, "home.html", context)


@login_not_required
@csrf_exempt  # Public pages are cached without a token; only a color is at stake.
@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie for a year, then go back."""
    theme = request.POST.get("theme", "")
    return _back_with_cookie(request, "theme", theme if theme in THEMES else "")


@login_not_required
@csrf_exempt  # As above: a visitor can turn them off too, and only keys are at stake.
@require_POST
def shortcuts_set(request: HttpRequest) -> HttpResponse:
    """Keep in a cookie whether single keys do something, then go back."""
    wanted = request.POST.get("shortcuts", "")
    value = wanted if wanted in SHORTCUTS else ""
    return _back_with_cookie(request, SHORTCUTS_COOKIE, value)


@login_not_required
@csrf_exempt  # As above for visitors; a learner's form is checked in `_own_country`.
@require_POST
def country_set(request: HttpRequest) -> HttpResponse:
    """Keep the country whose pay opens first, then go back.

    A cookie keeps it for a year; a learner's profile keeps it as well.
    """
    country = request.POST.get("country", "")
    is_place = fullmatch(r"[a-z][a-z-]{0,49}", country)
    if is_place and isinstance(request.user, User):
        return _own_country(request)
    return _back_with_cookie(request, "country", country if is_place else "")


@csrf_protect
def _own_country(request: HttpRequest) -> HttpResponse:
    """Put the country into the learner's profile, if it is one."""
    slug = request.POST["country"]
    country = Region.objects.filter(slug=slug, kind=Region.Kind.COUNTRY).first()
    if country and isinstance(request.user, User):
        accounts.ensure_profile(user=request.user).live_in(country)
    return _back_with_cookie(request, "country", slug)


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every shared part in each of its states."""
    return render(request, "styleguide.html", styleguide_parts(request.GET))


@login_not_required
@require_safe
def text_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the texts about the site itself."""
    context = {
        "contact_email": settings.CONTACT_EMAIL,
        "terms_version": TERMS_VERSION,
        "holdings": HOLDINGS,
        "retention": RULES,
    }
    return render(request, f"texts/{name}.html", context)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what programs leave alone, and where the sitemap is."""
    return HttpResponse(robots_text(), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Show the mails of the demonstration, which leave no machine."""
    if not settings.CAREERSITE_DEMO:
        raise Http404
    mails = newest_mails(Path(settings.EMAIL_FILE_PATH))
    return render(request, "demo_mail.html", {"mails": mails})


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the web process lives; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests can be served, and what is behind: 503 where they cannot.

    A silent worker is told, but no reason to send readers elsewhere.
    """
    try:
        findings = list(health.look(now=timezone.now()))
    except DatabaseError:
        return HttpResponse("database: away\n", status=503, content_type="text/plain")
    said = "".join(f"{one.name}: {one.said}\n" for one in findings)
    can_serve = all(one.is_fine for one in findings if one.is_needed)
    return HttpResponse(
        said, status=200 if can_serve else 503, content_type="text/plain"
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer what was typed to be sent again, or say that it has to be.

    A page that saves by itself gets the present token along: whoever signed in
    again in another tab goes on where they were.
    """
    context = {
        # A session does not come along with what another site sends.
        "typed": typed_fields(request) if request.user.is_authenticated else [],
        "page": page_of_form(request) or reverse("home"),
    }
    response = render(request, "403_csrf.html", context, status=403)
    response["HX-Trigger"] = json.dumps({"token": {"value": get_token(request)}})
    return response


def _back_with_cookie(request: HttpRequest, name: str, value: str) -> HttpResponse:
    """Go back to `next` on this site; set the cookie if there is a value."""
    response = HttpResponseRedirect(way_back(request))
    if value:
        keep_choice(request, response, name, value)
    return response
