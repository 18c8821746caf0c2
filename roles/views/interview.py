"""Questions of interviews, to read (rule 11)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careersite.common.htmx import render_page_or_partial, wants_fragment
from roles.models import InterviewQuestion, Redirect, Role
from roles.moved import follows_renames
from roles.pages.catalog import questions


@login_not_required
@require_safe
def interview_list(request: HttpRequest) -> HttpResponse:
    """List, find and filter the questions, role by role."""
    context = {
        "page": questions.question_list(request.GET),
        "is_fragment": wants_fragment(request),
    }
    return render_page_or_partial(
        request, "roles/interview_list.html", "roles/_interview_list.html", context
    )


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.ROLE, Role.objects.published)
def interview_question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one question with the outline of a good answer."""
    shown = InterviewQuestion.objects.readable().with_sources()
    question = get_object_or_404(shown, role__slug=slug, key=key)
    context = {"page": questions.question_page(question)}
    return render(request, "roles/interview_question.html", context)
