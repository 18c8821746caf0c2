"""Steps at the desk, one page each with all that belongs to it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from careersite.common.admin import ChangesMixin, DeskMixin, SeenForm, SeenMixin
from roadmaps.admin.plan_inline import PlanInline, may_write, open_drafts
from roadmaps.models import (
    Stage,
    Step,
    StepCriterion,
    StepOrigin,
    StepPart,
    StepPrerequisite,
    StepSkill,
)

# In a published version only wording may change, and only without new meaning.
STEP_WORDING = {"title", "summary", "reviewer_guidance", "cost_note"}


class PrerequisiteInline(PlanInline):
    """What comes before a step: steps of its own version alone are offered."""

    model = StepPrerequisite
    fk_name = "step"
    autocomplete_fields = ["prerequisite"]

    def get_formset(
        self, request: HttpRequest, obj: Any = None, **options: Any
    ) -> type[Any]:
        """Remember of which version the step is."""
        asked = request.POST.get("version") or request.GET.get("version") or ""
        known = int(asked[:18]) if asked.isdecimal() else None
        request.version_id = obj.version_id if obj else known  # type: ignore[attr-defined]
        return super().get_formset(request, obj, **options)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Offer the steps of that version."""
        if db_field.name == "prerequisite":
            version_id = getattr(request, "version_id", None)
            options["queryset"] = Step.objects.filter(version=version_id)
        return super().formfield_for_foreignkey(db_field, request, **options)


class CriterionInline(PlanInline):
    model = StepCriterion


class PartInline(PlanInline):
    model = StepPart


class TaughtSkillInline(PlanInline):
    model = StepSkill
    autocomplete_fields = ["skill"]


class OriginInline(PlanInline):
    model = StepOrigin


class StepForm(SeenForm):
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
        self._check_stage(cleaned)
        return cleaned

    def _check_stage(self, cleaned: dict[str, Any]) -> None:
        """Refuse a stage of another version."""
        stage = cleaned.get("stage")
        known = self.instance.version_id or getattr(cleaned.get("version"), "pk", None)
        if stage is not None and known is not None and stage.version_id != known:
            self.add_error("stage", "This stage belongs to another version.")


@admin.register(Step)
class StepAdmin(ChangesMixin, SeenMixin, DeskMixin, admin.ModelAdmin):
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
        """Offer the drafts that may be written, and their stages."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "version":
            field.queryset = open_drafts(request).select_related("roadmap")
        if db_field.name == "stage":
            stages = Stage.objects.filter(version__in=open_drafts(request))
            field.queryset = stages.select_related("version")
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let publishers alone touch what is scheduled or published."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_write(request, obj.version))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Steps leave drafts only."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return obj.version.is_draft and may_write(request, obj.version)
