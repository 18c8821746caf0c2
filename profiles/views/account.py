"""What protects an account, in one place."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.requests import SignedInRequest


@require_safe
def settings_page(request: SignedInRequest) -> HttpResponse:
    """Lead to everything that can be set."""
    context = {"has_second_factor": is_mfa_enabled(request.user)}
    return render(request, "profiles/settings.html", context)
