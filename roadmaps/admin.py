"""The editor's desk for roadmaps: versions, steps and resources."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from careersite.common.admin import (
    PUBLISH,
    ChildInline,
    ContentAdmin,
    DeskMixin,
    PublishableAdmin,
)
from roadmaps.models import (
    Resource,
    Roadmap,
    RoadmapVersion,
    Stage,
    Step,
    StepCriterion,
    StepOrigin,
    StepPart,
    StepPrerequisite,
    StepSkill,
)
from roadmaps.services import publishing
from roles.services.redirects import record_rename

# In a published version only wording may change, and only without new meaning.
STEP_WORDING = {"title", "summary", "reviewer_guidance", "cost_note"}
EDIT = "admin:roadmaps_roadmapversion_change"


class ResourceInline(ChildInline):
    model = Resource
    fields = ["step_key", "key", "title", "provider", "url", "kind", "cost", "position"]


@admin.register(Roadmap)
class RoadmapAdmin(PublishableAdmin):
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


class PlanInline(ChildInline):
    """Parts of the plan: fixed once the version is published."""

    def _is_fixed(self, obj: Any) -> bool:
        version = obj.version if isinstance(obj, Step) else obj
        return version is not None and not version.is_draft

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Add to drafts only."""
        return super().has_add_permission(request, obj) and not self._is_fixed(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Change drafts only."""
        return super().has_change_permission(request, obj) and not self._is_fixed(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Delete from drafts only."""
        return super().has_delete_permission(request, obj) and not self._is_fixed(obj)


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
class RoadmapVersionAdmin(ContentAdmin):
    """Versions: drafted as a copy, published after a look at what changes."""

    subject = "Roadmaps"
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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts can go."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.is_draft)

    def get_urls(self) -> list[Any]:
        """Add the page before publishing."""
        return [
            path(
                "<int:pk>/publish/",
                self.admin_site.admin_view(self.publish_view),
                name="roadmaps_roadmapversion_publish",
            ),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what publishing would do; on POST do it."""
        version = get_object_or_404(self.get_queryset(request), pk=pk)
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        if request.method == "POST":
            return self._publish(request, version)
        return self._confirmation(request, version)

    def _publish(self, request: HttpRequest, version: RoadmapVersion) -> HttpResponse:
        try:
            publishing.publish_version(
                version=version,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except publishing.PublishRefusedError:
            return self._confirmation(request, version, status=422)
        except RoadmapVersion.NotADraftError as error:
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.message_user(request, f"{version} is published.")
        return HttpResponseRedirect(reverse(EDIT, args=[version.pk]))

    def _confirmation(
        self, request: HttpRequest, version: RoadmapVersion, *, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Publish {version}",
            "opts": self.opts,
            "version": version,
            "problems": publishing.problems_of(version),
            "change": publishing.change_for_learners(version),
            "versions": self.get_queryset(request).filter(roadmap=version.roadmap_id),
        }
        template = "admin/roadmaps/roadmapversion/publish.html"
        return TemplateResponse(request, template, context, status=status)


class PrerequisiteInline(PlanInline):
    model = StepPrerequisite
    fk_name = "step"
    autocomplete_fields = ["prerequisite"]


class CriterionInline(PlanInline):
    model = StepCriterion


class PartInline(PlanInline):
    model = StepPart


class TaughtSkillInline(PlanInline):
    model = StepSkill
    autocomplete_fields = ["skill"]


class OriginInline(PlanInline):
    model = StepOrigin


class StepForm(forms.ModelForm):
    """A step; in a published version wording may change, but not what it means."""

    keeps_meaning = forms.BooleanField(
        required=False,
        label="No change of meaning",
        help_text="Needed to correct the wording of a published step.",
    )

    class Meta:
        model = Step
        fields = [
            "version",
            "stage",
            "key",
            "number",
            "title",
            "summary",
            "category",
            "kind",
            "hours",
            "is_required",
            "needs_review",
            "reviewer_guidance",
            "certification",
            "device",
            "cost_note",
            "must_redo",
        ]

    def clean(self) -> dict[str, Any]:
        """Ask that a change of a published step changes no meaning."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_published = self.instance.pk and not self.instance.version.is_draft
        if is_published and not cleaned.get("keeps_meaning"):
            self.add_error(
                "keeps_meaning", "Confirm it, or draft a new version for the change."
            )
        return cleaned


@admin.register(Step)
class StepAdmin(DeskMixin, admin.ModelAdmin):
    """One step with its criteria, parts, skills and what comes before it."""

    subject = "Roadmaps"
    form = StepForm
    list_display = ["title", "number", "version", "stage", "kind", "hours"]
    list_filter = ["version__status", "version__roadmap", "kind", "needs_review"]
    list_select_related = ["version__roadmap", "stage"]
    search_fields = ["title", "key", "version__roadmap__title"]
    prepopulated_fields = {"key": ["title"]}
    autocomplete_fields = ["category", "certification"]
    inlines = [
        PrerequisiteInline,
        CriterionInline,
        PartInline,
        TaughtSkillInline,
        OriginInline,
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Fix everything but the wording of a published step."""
        if obj is None:
            return []
        if obj.version.is_draft:
            return ["version"]
        return [name for name in StepForm.Meta.fields if name not in STEP_WORDING]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Any]:
        """Propose a key for new steps only: it is permanent."""
        return {} if obj else {"key": ["title"]}

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Offer drafts and their stages only."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "version":
            field.queryset = RoadmapVersion.objects.drafts().select_related("roadmap")
        if db_field.name == "stage":
            field.queryset = Stage.objects.of_drafts().select_related("version")
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Steps leave drafts only."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.version.is_draft)


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
