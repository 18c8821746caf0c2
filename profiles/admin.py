"""Accounts, for superusers only; nothing that a learner wrote is shown."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from profiles.models import User


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


def _is_operator(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", 0))
