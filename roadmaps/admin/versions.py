"""Versions at the desk: drafted as a copy, reviewed, published after a look."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from careersite.common.admin import ContentAdmin
from roadmaps.admin.plan_inline import PlanInline, may_write
from roadmaps.admin.version_life import VersionPages
from roadmaps.admin.version_map import drawn
from roadmaps.models import RoadmapVersion, Stage, Step


class StageInline(PlanInline):
    model = Stage


class StepInline(PlanInline):
    """The plan at a glance; a step's own page has all of it."""

    model = Step
    fields = ["number", "title", "stage", "kind", "hours", "is_required"]
    readonly_fields = ["stage"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return steps with their stage."""
        return super().get_queryset(request).select_related("stage")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Add steps on a page of their own."""
        return False


@admin.register(RoadmapVersion)
class RoadmapVersionAdmin(VersionPages, ContentAdmin):
    """Versions: drafted as a copy, reviewed, published after a look at the changes."""

    subject = "Roadmaps"
    change_form_template = "admin/roadmaps/roadmapversion/change_form.html"
    list_display = ["__str__", "status", "published_at", "learners", "last_change"]
    list_filter = ["status", "roadmap"]
    list_select_related = ["roadmap"]
    search_fields = ["roadmap__title"]
    fields = ["roadmap", "number", "status", "published_at", "change_note"]
    readonly_fields = ["roadmap", "number", "status", "published_at"]
    inlines = [StageInline, StepInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return versions with how many learners follow each."""
        followers = Count("enrollments", filter=~Q(enrollments__status="left"))
        return super().get_queryset(request).annotate(learner_count=followers)

    @admin.display(description="Learners")
    def learners(self, version: Any) -> int:
        """Return how many learners follow the version; never who."""
        return version.learner_count

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Versions begin as copies, by the action of their roadmap."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let publishers alone touch what is scheduled or published."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_write(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts can go."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj.is_draft and may_write(request, obj)))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        **options: Any,
    ) -> HttpResponse:
        """Say above the form what readers see and what can be done; add the map."""
        version = options.get("obj")
        if version is not None:
            context["life"] = self.life_of(request, version)
            context["drawn"] = drawn(version)
        return super().render_change_form(request, context, *args, **options)
