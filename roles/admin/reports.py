"""What readers report, and what became of it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from careersite.common.admin import DeskMixin
from roles.models import Report


@admin.register(Report)
class ReportAdmin(DeskMixin, admin.ModelAdmin):
    """Reports are read and answered for, never written or changed here."""

    subject = "Readers"
    list_display = ["made_at", "kind", "page", "state", "handled_at", "actor_name"]
    list_filter = ["state", "kind"]
    search_fields = ["page", "text", "note"]
    readonly_fields = ["page", "kind", "text", "made_at", "handled_at", "actor_name"]
    fields = [*readonly_fields, "state", "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only readers report."""
        return False

    def save_model(self, request: HttpRequest, obj: Report, *_: Any) -> None:
        """Keep who took it in hand, and when."""
        user: Any = request.user
        obj.handle(by=user, now=timezone.now())
