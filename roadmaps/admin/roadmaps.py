"""Roadmaps, and what is read, watched or tried at their steps."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from careersite.common.admin import ChildInline, PublishableAdmin, asks_first
from roadmaps.admin.archive import ArchivePage
from roadmaps.models import Resource, Roadmap, RoadmapVersion
from roadmaps.services import publishing, version_life
from roles.services.redirects import record_rename

EDIT = "admin:roadmaps_roadmapversion_change"


class ResourceInline(ChildInline):
    model = Resource
    fields = ["step_key", "key", "title", "provider", "url", "kind", "cost", "position"]


@admin.register(Roadmap)
class RoadmapAdmin(ArchivePage, PublishableAdmin):
    """Roadmaps; the way itself stands in their versions."""

    subject = "Roadmaps"
    list_display = ["title", "role", "newest_version"]
    list_filter = ["role"]
    list_select_related = ["role"]
    search_fields = ["title", "role__title"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["role"]
    actions = [*PublishableAdmin.actions, "draft_next_version"]
    inlines = [ResourceInline]

    def keep_address(self, content: Any, *, old_slug: str) -> None:
        """Lead the old address to the new one."""
        record_rename(content=content, old_slug=old_slug)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return roadmaps with their versions."""
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description="Newest version")
    def newest_version(self, roadmap: Roadmap) -> str:
        """Return the number of the newest version and whether it is a draft."""
        newest = next(iter(roadmap.versions.all()), None)
        if newest is None:
            return "none"
        return f"{newest.number}, {newest.get_status_display().lower()}"

    @admin.action(description="Take back to draft", permissions=["publish"])
    @asks_first(
        "Readers no longer see what is chosen. What learners follow is left and named."
    )
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Hide the chosen roadmaps from readers; archive leads learners on."""
        by: Any = request.user
        done = 0
        for roadmap in queryset:
            try:
                version_life.take_back(roadmap=roadmap, by=by, now=timezone.now())
            except Roadmap.WrongStatusError as error:
                self.message_user(request, f"{roadmap}: {error}", messages.ERROR)
            else:
                done += 1
                self.log_change(request, roadmap, "Taken back to draft.")
        self.message_user(request, f"{done} taken back to draft.")

    @admin.action(description="New version", permissions=["change"])
    def draft_next_version(
        self, request: HttpRequest, queryset: QuerySet
    ) -> HttpResponse | None:
        """Draft the next version of each chosen roadmap as a full copy."""
        drafts = [_draft(self, request, roadmap) for roadmap in queryset]
        if len(drafts) == 1:
            return HttpResponseRedirect(reverse(EDIT, args=[drafts[0].pk]))
        return None


def _draft(
    model_admin: admin.ModelAdmin, request: HttpRequest, roadmap: Roadmap
) -> RoadmapVersion:
    """Return the next version's draft: a new one, or the one there is."""
    try:
        draft = publishing.draft_next_version(
            roadmap=roadmap,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except publishing.DraftExistsError as error:
        model_admin.message_user(request, str(error), messages.WARNING)
        return error.draft
    model_admin.message_user(request, f"{draft} is a draft, a copy of the one before.")
    return draft


@admin.register(Resource)
class ResourceAdmin(PublishableAdmin):
    """What to read, watch or try; the same in all versions, edited in place."""

    subject = "Roadmaps"
    list_display = ["title", "provider", "roadmap", "step_key", "cost", "review_by"]
    list_filter = ["roadmap", "kind", "cost"]
    list_select_related = ["roadmap"]
    search_fields = ["title", "provider", "step_key"]
    prepopulated_fields = {"key": ["title"]}
    autocomplete_fields = ["roadmap"]
