"""Accounts and reports about people, for superusers only."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from profiles.models import AbuseReport, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who may sign in, and as what."""

    subject = "People"
    list_display = ["email", "name", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = [
        "email",
        "name",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["email", "name", "is_active", "date_joined", "last_login"]
    filter_horizontal = ["groups"]
    actions = ["deactivate", "reactivate"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers only, whatever permissions somebody was given."""
        return _is_operator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        return _is_operator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        return _is_operator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People register themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are erased by their owners, with all that belongs to them."""
        return False

    @admin.action(description="Deactivate", permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End every way in: sessions die with the next request."""
        for user in queryset.exclude(pk=request.user.pk or 0):
            user.deactivate()
            self.log_change(request, user, "Deactivated.")
        self.message_user(request, "Deactivated; your own account never is.")

    @admin.action(description="Reactivate", permissions=["change"])
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let somebody sign in again."""
        for user in queryset:
            user.reactivate()
            self.log_change(request, user, "Reactivated.")
        self.message_user(request, "Reactivated.")


@admin.register(AbuseReport)
class AbuseReportAdmin(admin.ModelAdmin):
    """What people report of each other; read and closed, never changed."""

    subject = "People"
    list_display = ["reported", "reporter", "created_at", "handled_at"]
    list_filter = [("handled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["reporter", "reported"]
    search_fields = ["reported__email", "reporter__email"]
    fields = ["reported", "reporter", "text", "created_at", "handled_at"]
    readonly_fields = ["reported", "reporter", "text", "created_at", "handled_at"]
    actions = ["close"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers only, whatever permissions somebody was given."""
        return _is_operator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        return _is_operator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only; they close reports."""
        return _is_operator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People report from their mentorships."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A report goes with the account of whoever made it."""
        return False

    @admin.action(description="Close: dealt with", permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[AbuseReport]) -> None:
        """Note that somebody dealt with the reports."""
        for report in queryset.filter(handled_at__isnull=True):
            report.close(by=cast("User", request.user), now=timezone.now())
            self.log_change(request, report, "Closed.")
        self.message_user(request, "Closed.")


def _is_operator(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", 0))
