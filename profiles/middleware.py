"""What a request of a signed-in person passes through."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.urls.exceptions import Resolver404

Answer = Callable[[HttpRequest], HttpResponse]

# What somebody needs to set a second factor up, or to leave.
OPEN_VIEWS = {
    "account_confirm_email",
    "account_email",
    "account_email_verification_sent",
    "account_logout",
    "account_reauthenticate",
    "healthz",
    "readyz",
    "theme_set",
}


class RequireSecondFactorMiddleware:
    """Send staff without a second factor to its setup, before anything else.

    Not in demonstration mode, whose accounts are known to everybody.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._must_set_up(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            detail = "Set up a second factor first."
            return JsonResponse(
                {"code": "second_factor_required", "detail": detail}, status=403
            )
        return redirect("mfa_activate_totp")

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.user
        if settings.CAREERSITE_DEMO or not (user.is_staff or user.is_superuser):
            return False
        return not self._is_open(request) and not is_mfa_enabled(user)

    def _is_open(self, request: HttpRequest) -> bool:
        try:
            name = resolve(request.path_info).url_name or ""
        except Resolver404:
            return False
        return name in OPEN_VIEWS or name.startswith("mfa_")
