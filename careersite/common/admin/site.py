"""The editor's desk, with its tables grouped by subject."""

from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from careersite.common.acting import acting

SAFE = {"GET", "HEAD", "OPTIONS"}
# What editors come for first; what is reached from there is folded.
PARTS, LISTS = "Parts of careers and sources", "Lists to choose from"
GROUPS_IN_ORDER = (
    "Careers",
    "Figures",
    "Sources",
    "Roadmaps",
    "Readers",
    "People",
    PARTS,
    LISTS,
)
FOLDED = {PARTS, LISTS}
# Tables of libraries have no page: accounts are seen where each look is kept, jobs
# where they are run again, and what groups may do comes with migrations.
UNSHOWN = {"account", "auth", "mfa", "usersessions", "procrastinate"}


def is_operator(request: HttpRequest) -> bool:
    """Tell whether a superuser asks; the second factor is asked for before."""
    return bool(request.user.is_active and getattr(request.user, "is_superuser", 0))


class CareersiteAdminSite(admin.AdminSite):
    """The editor's desk, with its tables grouped by subject."""

    site_header = "careersite"
    site_title = "careersite"
    index_title = "Editor's desk"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.pages: list[Any] = []

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

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Take in a table, unless it is one of a library's that stay unshown."""
        models: list[Any] = (
            [model_or_iterable]
            if isinstance(model_or_iterable, type)
            else list(model_or_iterable)
        )
        shown = [one for one in models if one._meta.app_label not in UNSHOWN]
        super().register(shown, *args, **options)

    def add_page(self, address: str, view: Any, name: str) -> None:
        """Take in a page of the desk that belongs to no one table."""
        self.pages.append(path(address, self.admin_view(view), name=name))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Return the view; what it writes is noted in the name of who is there."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def act(request: HttpRequest, *args: Any, **options: Any) -> Any:
            person: Any = request.user
            if request.method in SAFE or not person.is_authenticated:
                return inner(request, *args, **options)
            with acting(person):
                return inner(request, *args, **options)

        return act

    def get_urls(self) -> list[Any]:
        """Return the addresses, with the pages of the desk before the tables."""
        return [*self.pages, *super().get_urls()]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """Return the tables by subject."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = [row for app in apps for row in app["models"]]
        subjects = {
            name: [row for row in models if self._subject(row) == name]
            for name in GROUPS_IN_ORDER
        }
        return [
            _subject_as_app(name, found) for name, found in subjects.items() if found
        ]

    def _subject(self, row: dict[str, Any]) -> str:
        desk: Any = self._registry[row["model"]]
        return str(desk.subject)


def _subject_as_app(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "app_label": slugify(name),
        "app_url": f"{reverse('admin:index')}#{slugify(name)}",
        "is_folded": name in FOLDED,
        "has_module_perms": True,
        "models": rows,
    }
