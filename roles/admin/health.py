"""The page of the desk that says what needs care."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from roles.services.health import concerns


def health_view(request: HttpRequest) -> HttpResponse:
    """List what needs care, each with a link to the place."""
    if not request.user.has_perm("roles.view_role"):
        raise PermissionDenied
    found = concerns(today=timezone.now().date())
    context = {
        **admin.site.each_context(request),
        "title": "What needs care",
        "concerns": [one for one in found if one.count],
        "fine": [one for one in found if not one.count],
    }
    return TemplateResponse(request, "admin/health.html", context)
