"""The list of roles and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careersite.common.htmx import render_page_or_partial
from roles.models import HouseLevel, Redirect, Role
from roles.moved import follows_renames
from roles.pages.explore import explore_context
from roles.pages.role import role_page
from roles.pages.words.reading import with_words
from roles.reader import pay_country, reader_of
from roles.views.pay import pay_spreadsheet


@login_not_required
@require_safe
def role_list(request: HttpRequest) -> HttpResponse:
    """List, filter and sort the published roles."""
    return render_page_or_partial(
        request,
        "roles/role_list.html",
        "roles/_explore.html",
        explore_context(request),
    )


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.ROLE, Role.objects.readable)
def role_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything about one role, with the source of every figure."""
    roles = with_words(Role.objects.readable().with_names_and_duties())
    role = get_object_or_404(roles, slug=slug)
    reader = reader_of(request)
    level = HouseLevel(reader.level_in(role.pk))
    context = {
        "page": role_page(role, country=pay_country(request), level=level),
        "role": role,
        "target_level": reader.target_level_in(role.pk),
    }
    return render(request, "roles/role_detail.html", context)


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.ROLE, Role.objects.readable)
def role_pay_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every live pay figure of a role as a spreadsheet, with its sources."""
    role = get_object_or_404(Role.objects.readable(), slug=slug)
    bands = role.salary_bands.shown().with_sources()
    return pay_spreadsheet(bands, f"{role.slug}-pay.csv")
