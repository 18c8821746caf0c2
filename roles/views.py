"""Public pages about roles, skills, certifications and sources."""

import csv

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careersite.common.htmx import render_page_or_partial
from roles.models import Certification, Redirect, Role, Skill, Source
from roles.moved import follows_renames
from roles.pages.catalog import (
    certification_lines,
    certification_page,
    skill_families,
    skill_page,
    source_page,
)
from roles.pages.explore import explore
from roles.pages.pay_csv import pay_rows
from roles.pages.role import role_page


def chosen_country(request: HttpRequest) -> str:
    """Return the region's slug from the address, else from the visitor's cookie."""
    return request.GET.get("country") or request.COOKIES.get("country", "")


@login_not_required
@require_safe
def role_list(request: HttpRequest) -> HttpResponse:
    """List, filter and sort the published roles."""
    explorer = explore(request.GET, country=request.COOKIES.get("country", ""))
    return render_page_or_partial(
        request,
        "roles/role_list.html",
        "roles/_explore.html",
        {"explorer": explorer},
    )


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.ROLE, Role.objects.readable)
def role_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything about one role, with the source of every figure."""
    roles = Role.objects.readable().with_names_and_duties()
    role = get_object_or_404(roles, slug=slug)
    page = role_page(role, country=chosen_country(request))
    return render(request, "roles/role_detail.html", {"page": page, "role": role})


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.ROLE, Role.objects.readable)
def role_pay_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every live pay figure of a role as a spreadsheet, with its sources."""
    role = get_object_or_404(Role.objects.readable(), slug=slug)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{role.slug}-pay.csv"'},
    )
    csv.writer(response).writerows(pay_rows(role))
    return response


@login_not_required
@require_safe
def skill_list(request: HttpRequest) -> HttpResponse:
    """List the skills, family by family."""
    query = request.GET.get("q", "").strip()[:80]
    context = {"families": skill_families(query), "query": query}
    return render(request, "roles/skill_list.html", context)


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.SKILL, Skill.objects.published)
def skill_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a skill is, what comes before it and who asks for it."""
    skill = get_object_or_404(
        Skill.objects.published().select_related("category", "parent"), slug=slug
    )
    return render(request, "roles/skill_detail.html", {"page": skill_page(skill)})


@login_not_required
@require_safe
def certification_list(request: HttpRequest) -> HttpResponse:
    """List the certifications, those no longer offered at the end."""
    context = {"lines": certification_lines()}
    return render(request, "roles/certification_list.html", context)


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.CERTIFICATION, Certification.objects.published)
def certification_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a certification: standing, validity, what it shows, who names it."""
    certification = get_object_or_404(
        Certification.objects.published().select_related("provider", "successor"),
        slug=slug,
    )
    context = {"page": certification_page(certification)}
    return render(request, "roles/certification_detail.html", context)


@login_not_required
@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """List the documents and origins that our figures come from."""
    sources = Source.objects.published().select_related("family")
    return render(request, "roles/source_list.html", {"sources": sources})


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.SOURCE, Source.objects.published)
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source, what a reader should know of it, and what it gives."""
    source = get_object_or_404(
        Source.objects.published().select_related("family"), slug=slug
    )
    return render(request, "roles/source_detail.html", {"page": source_page(source)})
