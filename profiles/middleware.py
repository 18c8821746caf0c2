"""What a request of a signed-in person passes through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils import timezone

from careersite.common.acting import acting
from careersite.common.actor import Named
from profiles.models import User

Answer = Callable[[HttpRequest], HttpResponse]

BEGAN_AT = "began_at"
SEEN_AT = "seen_at"
SEEN_EVERY_SECONDS = 900
HOUR = 3600
DAY = 24 * HOUR

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


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Tell whether this is staff that must set a second factor up first.

    Not in demonstration mode, whose accounts are known to everybody.
    """
    if settings.CAREERSITE_DEMO or not (user.is_staff or user.is_superuser):
        return False
    return not is_mfa_enabled(user)


@dataclass(frozen=True, slots=True)
class Limits:
    """When a session ends, in seconds: after so long unused, and after so long."""

    idle: float
    whole: float

    def are_over(self, *, began_at: float, seen_at: float, now: float) -> bool:
        """Tell whether a session has ended by `now` (times in seconds)."""
        return now - seen_at > self.idle or now - began_at > self.whole


LIMITS = Limits(idle=14 * DAY, whole=30 * DAY)
# Who can change content or accounts is asked again sooner.
STAFF_LIMITS = Limits(idle=3 * HOUR, whole=12 * HOUR)


class EndOldSessionsMiddleware:
    """Sign out where a session is too old or was left unused for too long.

    Its last use is noted every quarter of an hour, so it ends at most that much
    early. Who it belongs to is looked up only where staff's limits are passed.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._has_ended(request, now=timezone.now().timestamp()):
            logout(request)
        return self.get_response(request)

    def _has_ended(self, request: HttpRequest, *, now: float) -> bool:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False
        began_at = request.session.get(BEGAN_AT)
        if began_at is None:
            return False
        times = {
            "began_at": began_at,
            "seen_at": request.session.get(SEEN_AT, began_at),
            "now": now,
        }
        if not STAFF_LIMITS.are_over(**times):
            return False
        is_staff = getattr(request.user, "is_staff", False)
        return is_staff or LIMITS.are_over(**times)


class RequireSecondFactorMiddleware:
    """Send staff without a second factor to its setup, before anything else."""

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
        return lacks_second_factor(request.user) and not self._is_open(request)

    def _is_open(self, request: HttpRequest) -> bool:
        try:
            name = resolve(request.path_info).url_name or ""
        except Resolver404:
            return False
        return name in OPEN_VIEWS or name.startswith("mfa_")


# What somebody who asked to be deleted can still do.
LEAVING_VIEWS = {
    "leaving",
    "account_keep",
    "export_json",
    "export_csv",
    "my_export",
    "my_deletion",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_authenticate",
    "privacy",
    "terms",
    "contact",
    "healthz",
    "readyz",
    "theme_set",
}


class LeavingMiddleware:
    """Offer who asked to be deleted to keep the account or the export, no more."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        leaving_at = getattr(request.user, "leaving_at", None)
        if leaving_at is None or self._is_open(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            detail = "This account is about to be deleted. Keep it, or export it."
            return JsonResponse(
                {"code": "account_leaving", "detail": detail}, status=403
            )
        return redirect("profiles:leaving")

    def _is_open(self, request: HttpRequest) -> bool:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return False
        # The text page on privacy, not the page of settings with the same name.
        is_own_privacy = match.namespace == "profiles" and match.url_name == "privacy"
        return match.url_name in LEAVING_VIEWS and not is_own_privacy


class RefuseFailedFormMiddleware:
    """Answer 422 where a form of the account library comes back with errors.

    The library's own pages answer 200, which a program takes for success.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Look at the form before it is shown."""
        form = (response.context_data or {}).get("form")
        is_account = request.path.startswith("/accounts/") and request.method == "POST"
        if is_account and response.status_code == 200 and getattr(form, "errors", None):
            response.status_code = 422
        return response


VISITOR = Named(pk=None, display_name="")
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class NoteWhoActsMiddleware:
    """Let the database note who writes what, in requests that may write.

    Who comes with a token is known later (`profiles/api/authentication.py`).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        user: Any = request.user
        with acting(user if user.is_authenticated else VISITOR):
            return self.get_response(request)


class TrackSessionMiddleware:
    """Note where a session was last seen, every quarter of an hour.

    The account library's own writes at each request; this one asks and writes
    nothing in between. Sign-in sets the first time (AccountAdapter.post_login).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now().timestamp()
        seen_at = request.session.get(SEEN_AT) if request.user.is_authenticated else now
        if seen_at is not None and now - seen_at > SEEN_EVERY_SECONDS:
            request.session[SEEN_AT] = now
            UserSession.objects.create_from_request(request)
        return self.get_response(request)
