"""The admin site and the base of all content admins."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache


class CareersiteAdminSite(admin.AdminSite):
    """The editor's desk."""

    site_header = "careersite"
    site_title = "careersite"
    index_title = "Editor's desk"

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in by the site's own form, which asks for the second factor.

        The admin's own form never runs: it would let a second account in
        without one.
        """
        return secure_admin_login(lambda _: redirect(f"{self.name}:index"))(request)
