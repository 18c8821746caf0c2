"""Addresses that only take a form: whoever ends up at one is led on."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.urls.exceptions import Resolver404

from careersite.common.errors import is_api
from careersite.common.navigation import page_of_form
from careersite.common.sending_again import typed_fields

Answer = Callable[[HttpRequest], HttpResponse]
READING = {"GET", "HEAD"}


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask for sign-in, then lead back to a page that can be looked at.

    A form often goes to an address that shows nothing: its sender is led back to
    the page that the form stood on. Words that came with it stay on a page that
    offers sign-in beside them: on the way there they would be lost.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Send to sign-in with the way back in its address."""
        if request.method in READING:
            return super().handle_no_permission(request, view_func)
        page = page_of_form(request) or settings.LOGIN_REDIRECT_URL
        typed = typed_fields(request)
        if any(one.has_words for one in typed):
            context = {"typed": typed, "page": page}
            return render(request, "signed_out.html", context, status=403)
        return redirect_to_login(
            page,
            self.get_login_url(view_func),
            self.get_redirect_field_name(view_func),
        )


class FormAddressMiddleware:
    """Put a page with a way on where an address refuses a method without a word."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or is_api(request) or response.content:
            return response
        context = {"above": address_above(request.path_info)}
        page = render(request, "405.html", context, status=405)
        page["Allow"] = response["Allow"]
        return page


def address_above(path: str) -> str:
    """Return the nearest address above `path` at which there is something."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            resolve(path)
            return path
    return path
