"""What a learner has made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.paging import Paginator
from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.forms.portfolio import ProjectForm
from profiles.models import Project
from profiles.requests import SignedInRequest
from profiles.services import portfolio

PAGE_SIZE = 20


@require_safe
def project_list(request: SignedInRequest) -> HttpResponse:
    """List the learner's projects, newest first."""
    projects = request.user.projects.prefetch_related("skills__category")
    page = Paginator(projects, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "profiles/project_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def project_add(request: SignedInRequest) -> HttpResponse:
    """Add a project."""
    return _edit(request, Project(user=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one of the learner's projects."""
    return _edit(request, get_object_or_404(request.user.projects, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def project_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a project once confirmed."""
    project = get_object_or_404(request.user.projects, pk=pk)
    if request.method == "POST":
        portfolio.delete_project(project=project, by=request.user, now=timezone.now())
        messages.success(request, "The project is deleted.")
        return redirect("profiles:project_list")
    return render(request, "profiles/project_delete.html", {"project": project})


def _edit(request: SignedInRequest, project: Project) -> HttpResponse:
    form = ProjectForm(posted(request), instance=project)
    if request.method == "POST" and form.is_valid():
        portfolio.save_project(
            project=form.save(commit=False),
            shows=form.cleaned_data["skills"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "The project is saved.")
        return redirect("profiles:project_list")
    context = {"form": form, "project": project}
    status = 422 if form.errors else 200
    return render(request, "profiles/project_edit.html", context, status=status)
