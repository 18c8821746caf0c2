"""Lists and pages of skills, certifications and sources."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careersite.common.htmx import render_page_or_partial, wants_fragment
from roles.models import Certification, Redirect, Skill, Source
from roles.moved import follows_renames
from roles.pages.catalog import certifications, skills, sources


@login_not_required
@require_safe
def skill_list(request: HttpRequest) -> HttpResponse:
    """List, find and filter the skills, family by family."""
    return render_page_or_partial(
        request,
        "roles/skill_list.html",
        "roles/_skill_list.html",
        {
            "page": skills.skill_list(request.GET),
            "is_fragment": wants_fragment(request),
        },
    )


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.SKILL, Skill.objects.published)
def skill_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a skill is, what comes before it and who asks for it."""
    skill = get_object_or_404(
        Skill.objects.published().select_related("category", "parent"), slug=slug
    )
    return render(
        request, "roles/skill_detail.html", {"page": skills.skill_page(skill)}
    )


@login_not_required
@require_safe
def certification_list(request: HttpRequest) -> HttpResponse:
    """List, find and filter certifications, those no longer offered at the end."""
    return render_page_or_partial(
        request,
        "roles/certification_list.html",
        "roles/_certification_list.html",
        {
            "page": certifications.certification_list(request.GET),
            "is_fragment": wants_fragment(request),
        },
    )


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.CERTIFICATION, Certification.objects.published)
def certification_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a certification: standing, validity, what it shows, who names it."""
    certification = get_object_or_404(
        Certification.objects.published().select_related("provider", "successor"),
        slug=slug,
    )
    context = {"page": certifications.certification_page(certification)}
    return render(request, "roles/certification_detail.html", context)


@login_not_required
@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """List the documents and origins that our figures come from."""
    return render(request, "roles/source_list.html", {"page": sources.source_list()})


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.SOURCE, Source.objects.published)
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source, what a reader should know of it, and what it gives."""
    source = get_object_or_404(
        Source.objects.published().select_related("family"), slug=slug
    )
    return render(
        request, "roles/source_detail.html", {"page": sources.source_page(source)}
    )
