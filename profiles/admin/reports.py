"""What people report of each other, for operators."""

from collections.abc import Iterable
from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from profiles.admin.looking import LookingAdmin
from profiles.models import AbuseReport, User


@admin.register(AbuseReport)
class AbuseReportAdmin(LookingAdmin):
    """What people report of each other: read, noted on and closed, never changed."""

    list_display = ["reported", "reporter", "created_at", "handled_at"]
    list_filter = [("handled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["reporter", "reported"]
    search_fields = ["reported__email", "reporter__email"]
    fields = ["reported", "reporter", "text", "created_at", "handled_at", "note"]
    readonly_fields = ["reported", "reporter", "text", "created_at", "handled_at"]
    actions = ["close"]

    def people_of(self, row: AbuseReport) -> Iterable[User]:
        """Return both sides. Neither is told that it was about a report."""
        return [row.reporter, row.reported]

    @admin.action(description="Close: dealt with", permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[AbuseReport]) -> None:
        """Note that somebody dealt with the reports."""
        for report in queryset.filter(handled_at__isnull=True):
            report.close(by=cast("User", request.user), now=timezone.now())
            self.log_change(request, report, "Closed.")
        self.message_user(request, "Closed.")
