"""Public frameworks: the codes of what is ours, and plans of imports."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.admin import LISTS, ContentAdmin
from careersite.common.paging import Paginator
from roles.models import ExternalCode, FrameworkPlan
from roles.services import frameworks
from roles.services.imports import ChangedSincePlanError

NEEDED = ("roles.add_role", "roles.change_role", "roles.add_skill", "roles.add_tool")
SHOWN_MAX, PAGE_SIZE = 200, 25


@admin.register(ExternalCode)
class ExternalCodeAdmin(ContentAdmin):
    """Which entries of public frameworks stand for which roles and skills."""

    subject = LISTS
    list_display = ["code", "scheme", "title", "match", "last_change"]
    list_filter = ["scheme", "match"]
    search_fields = ["code", "title", "roles__title", "skills__name"]
    autocomplete_fields = ["roles", "skills"]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an import adds to drafts; on POST apply it, or take it back."""
    if not request.user.has_perms(NEEDED):
        raise PermissionDenied
    batch = get_object_or_404(FrameworkPlan, pk=min(pk, 2**62))
    if request.method == "POST":
        return _act(request, batch)
    context = {
        **admin.site.each_context(request),
        "title": f"Import of {batch.file_name}",
        "batch": batch,
        "source": frameworks.source_of(batch),
        "may_drop": batch.state == FrameworkPlan.State.PLANNED,
        "left_out": sorted(batch.left_out.items()),
        "rows": [_shown(one) for one in batch.rows[:SHOWN_MAX]],
        "more": max(0, len(batch.rows) - SHOWN_MAX),
    }
    return TemplateResponse(request, "admin/frameworks/plan.html", context)


@require_safe
def list_view(request: HttpRequest) -> HttpResponse:
    """Show every plan, those that wait first, with what each would write."""
    if not request.user.has_perms(NEEDED):
        raise PermissionDenied
    plans = FrameworkPlan.objects.waiting_first()
    page = Paginator(plans, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": "Imports from frameworks",
        "page": page,
        "plans": [
            (batch, sum(batch.left_out.values()), frameworks.source_of(batch))
            for batch in page
        ],
        "sources": frameworks.SOURCES.values(),
    }
    return TemplateResponse(request, "admin/frameworks/list.html", context)


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    """Return a line of a plan with the words that name its row."""
    kind = apps.get_model(one["model"])._meta.verbose_name
    key = " / ".join(filter(None, [one["parent"], *map(str, one["key"].values())]))
    return {**one, "row": f"{kind}: {key}"}


def _act(request: HttpRequest, batch: FrameworkPlan) -> HttpResponse:
    by: Any = request.user
    action, now = request.POST.get("action"), timezone.now()
    level = messages.SUCCESS
    try:
        if action == "apply":
            frameworks.apply(batch=batch, by=by, now=now)
            text = f"{len(batch.rows)} rows are written, into drafts where readers are."
        elif action == "undo":
            frameworks.undo(batch=batch, by=by, now=now)
            text = "All of it is taken back."
        elif action == "drop":
            frameworks.drop(batch=batch, by=by)
            text = "The plan is dropped: nothing of it is written."
        else:
            raise Http404
    except (ChangedSincePlanError, FrameworkPlan.WrongStateError) as error:
        text, level = f"Nothing was written. {error}", messages.ERROR
    messages.add_message(request, level, text)
    return HttpResponseRedirect(reverse("admin:framework_plan", args=[batch.pk]))
