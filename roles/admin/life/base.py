"""What every page of an editorial life starts from: its row, and who asks."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from careersite.common.actor import Actor
from careersite.common.branches import child_relations


class LifePage(admin.ModelAdmin):
    """Each page finds its row by id, drafts included, and checks who asks."""

    @property
    def url_base(self) -> str:
        """The start of the names of this table's addresses."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def change_url(self, row: Any) -> str:
        """Return the address of a row's form."""
        return reverse(f"admin:{self.url_base}_change", args=[row.pk])

    def actor(self, request: HttpRequest) -> Actor:
        """Return who is at the desk."""
        return request.user  # type: ignore[return-value]

    def child_tables(self) -> list[tuple[str, Any]]:
        """Return the children whose rows are edited in a table of their own."""
        inlines = {inline.model for inline in self.inlines}
        return [
            (name, child)
            for name, child in child_relations(self.model)
            if child not in inlines and self.admin_site.is_registered(child)
        ]

    def _row(self, request: HttpRequest, pk: int, *, post_only: bool = False) -> Any:
        """Find the row; who may not change or only looks is turned away."""
        writes = request.method == "POST"
        if post_only and not writes:
            raise Http404
        allowed: Callable[..., bool] = super().has_change_permission
        if not (allowed(request) if writes else self.has_view_permission(request)):
            raise PermissionDenied
        rows = self.model.everything
        return get_object_or_404(rows.select_related("draft_of"), pk=min(pk, 2**62))

    def _is_publisher(self, request: HttpRequest) -> bool:
        return self.has_publish_permission(request)  # type: ignore[attr-defined]

    def _check_publisher(self, request: HttpRequest) -> None:
        if not self._is_publisher(request):
            raise PermissionDenied

    def _back(
        self, request: HttpRequest, row: Any, text: str, level: int = messages.SUCCESS
    ) -> HttpResponse:
        self.message_user(request, text, level)
        return HttpResponseRedirect(self.change_url(row))

    def _page(
        self,
        request: HttpRequest,
        row: Any,
        name: str,
        start: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": f"{start} {row}",
            "opts": self.opts,
            "row": row,
            "change_url": self.change_url(row),
            "list_url": reverse(f"admin:{self.url_base}_changelist"),
            "compare_url": reverse(f"admin:{self.url_base}_compare", args=[row.pk]),
            "restore_url": reverse(f"admin:{self.url_base}_restore", args=[row.pk]),
        }
        template = f"admin/life/{name}.html"
        return TemplateResponse(request, template, shared | context, status=status)
