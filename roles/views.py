"""Public pages about roles, skills, certifications and sources."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roles.models import Role


@login_not_required
@require_safe
def role_list(request: HttpRequest) -> HttpResponse:
    """List the published roles."""
    return render(request, "roles/role_list.html", {"roles": Role.objects.published()})
