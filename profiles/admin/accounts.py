"""Accounts, for operators: found by address, shut, opened, given a second factor."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from careersite.common.admin.site import is_operator
from careersite.common.posted import posted
from profiles.admin.looking import AskedList, LookingAdmin
from profiles.forms.operating import ReasonForm
from profiles.models import User
from profiles.services import operating

# What is done to an account: its words, what it means, and who does it.
ACTS: dict[str, tuple[str, str, Callable[..., bool]]] = {
    "deactivate": (
        "Deactivate",
        "Sessions, tokens and feeds end with the next request. Nothing is deleted.",
        operating.deactivate,
    ),
    "reactivate": (
        "Reactivate",
        "The person can sign in again.",
        operating.reactivate,
    ),
    "reset-second-factor": (
        "Reset the second factor",
        "First make sure, by another way than mail, who asks. Codes and sessions end.",
        operating.reset_second_factor,
    ),
}


@admin.register(User)
class UserAdmin(LookingAdmin):
    """Who may sign in, and as what."""

    list_display = ["email", "name", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email"]
    search_help_text = (
        "Look for an address. Everybody shown is told that you saw them in a list."
    )
    show_full_result_count = False
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
    actions = None
    change_form_template = "admin/accounts/change_form.html"

    def people_of(self, row: User) -> Iterable[User]:
        """Return the person whose account it is."""
        return [row]

    def get_changelist(self, request: HttpRequest, **options: Any) -> Any:
        """Show nobody until somebody is looked for."""
        return AskedList

    def get_urls(self) -> list[Any]:
        """Add a page for each thing that is done with a reason."""
        pages = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(act_view),
                {"act": name},
                name=f"account_{name}",
            )
            for name in ACTS
        ]
        return [*pages, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an account with what can be done to it."""
        acts = [
            (words[0], f"admin:account_{name}", object_id)
            for name, words in ACTS.items()
        ]
        context = {**(extra_context or {}), "acts": acts}
        return super().change_view(request, object_id, form_url, context)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm, change: Any
    ) -> None:
        """Save rights, and keep for the person that they changed."""
        super().save_model(request, obj, form, change)
        if form.changed_data:
            by = cast("User", request.user)
            operating.note_change(user=obj, by=by, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def act_view(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask for a reason, then do it; done already, nothing happens."""
    if not is_operator(request):
        raise PermissionDenied
    by = cast("User", request.user)
    user = get_object_or_404(User, pk=pk)
    name, meaning, do = ACTS[act]
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            is_done = do(user=user, by=by, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.info(
                request, f"{name}: {'done' if is_done else 'was so already'}."
            )
            return redirect("admin:profiles_user_change", user.pk)
    # Sent back with an error, the page shows them as well.
    operating.note_looks(people=[user], by=by, now=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": name,
        "meaning": meaning,
        "account": user,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "admin/accounts/act.html", context, status=status)
