"""What guides say in words: advice, work places, tools, comparisons, questions."""

from django.contrib import admin

from careersite.common.admin import (
    LISTS,
    ChildAdmin,
    ChildInline,
    ContentAdmin,
)
from roles.admin.importing import ImportMixin
from roles.admin.roots import RootAdmin
from roles.models import (
    ComparisonFactor,
    Credential,
    Disagreement,
    DisagreementSide,
    EducationStance,
    Employer,
    EmployerGroup,
    Guidance,
    GuideSection,
    Industry,
    InterviewQuestion,
    RelatedGuide,
    RoleIndustry,
    Specialty,
    Tool,
    ToolMention,
    UseCase,
)


class SourcedChildAdmin(ChildAdmin):
    """What one source says about a role; it follows the role."""

    parent = "role"
    list_filter = ["role", "source"]
    list_select_related = ["role", "source"]
    autocomplete_fields = ["role", "source", "attributed_to"]


@admin.register(Guidance)
class GuidanceAdmin(SourcedChildAdmin):
    """Definitions, advice, challenges, fit: one point to a row."""

    list_display = ["__str__", "kind", "group", "role", "source", "position"]
    list_filter = ["kind", *SourcedChildAdmin.list_filter]
    search_fields = ["title", "text", "group", "role__title"]
    autocomplete_fields = [*SourcedChildAdmin.autocomplete_fields, "fact", "skills"]


@admin.register(RoleIndustry)
class RoleIndustryAdmin(SourcedChildAdmin):
    """Industries as each source labels them."""

    list_display = ["as_printed", "industry", "role", "source", "pay"]
    list_select_related = ["industry", "role", "source"]
    search_fields = ["as_printed", "industry__name", "role__title"]
    autocomplete_fields = [*SourcedChildAdmin.autocomplete_fields, "industry"]


@admin.register(EmployerGroup)
class EmployerGroupAdmin(SourcedChildAdmin):
    """Types of employers; a type may have no names."""

    list_display = ["title", "role", "source", "position"]
    search_fields = ["title", "employers__name", "role__title"]
    autocomplete_fields = [*SourcedChildAdmin.autocomplete_fields, "employers"]


@admin.register(UseCase)
class UseCaseAdmin(SourcedChildAdmin):
    """What is built, by industry where a source names one."""

    list_display = ["text", "industry", "role", "source"]
    list_select_related = ["industry", "role", "source"]
    search_fields = ["text", "industry__name", "role__title"]
    autocomplete_fields = [*SourcedChildAdmin.autocomplete_fields, "industry"]


@admin.register(ToolMention)
class ToolMentionAdmin(SourcedChildAdmin):
    """Which source names which tool."""

    list_display = ["as_printed", "tool", "role", "source", "is_promotional"]
    list_select_related = ["tool", "role", "source"]
    search_fields = ["as_printed", "tool__name", "role__title"]
    autocomplete_fields = [*SourcedChildAdmin.autocomplete_fields, "tool"]


@admin.register(EducationStance)
class EducationStanceAdmin(SourcedChildAdmin):
    """What each source asks of education; stances are never merged."""

    list_display = ["level", "requirement", "role", "source"]
    list_filter = ["level", "requirement", *SourcedChildAdmin.list_filter]
    search_fields = ["text", "role__title"]
    autocomplete_fields = [*SourcedChildAdmin.autocomplete_fields, "region"]


@admin.register(Credential)
class CredentialAdmin(SourcedChildAdmin):
    """Rows of tables of credentials; what a source lost stays empty."""

    list_display = ["__str__", "role", "source", "is_incomplete"]
    list_filter = ["is_incomplete", *SourcedChildAdmin.list_filter]
    search_fields = ["name", "why", "role__title"]


@admin.register(ComparisonFactor)
class ComparisonFactorAdmin(SourcedChildAdmin):
    """A role beside other work, factor by factor, in the source's words."""

    list_display = ["factor", "role", "other_label", "value", "other_value", "source"]
    search_fields = ["factor", "other_label", "role__title"]
    autocomplete_fields = [
        *SourcedChildAdmin.autocomplete_fields,
        "other_role",
        "origins",
    ]


@admin.register(Specialty)
class SpecialtyAdmin(SourcedChildAdmin):
    """Fields to specialize in; a pay effect is text, no number."""

    list_display = ["name", "kind", "role", "source", "to_role"]
    list_filter = ["kind", *SourcedChildAdmin.list_filter]
    list_select_related = ["role", "source", "to_role"]
    search_fields = ["name", "role__title"]
    autocomplete_fields = [*SourcedChildAdmin.autocomplete_fields, "to_role"]


class DisagreementSideInline(ChildInline):
    model = DisagreementSide
    autocomplete_fields = ["source"]


@admin.register(Disagreement)
class DisagreementAdmin(ChildAdmin):
    """Where sources differ, with what each says; nobody is put in the right."""

    parent = "role"
    list_display = ["statement", "section", "role", "position"]
    list_filter = ["section", "role"]
    list_select_related = ["role"]
    search_fields = ["statement", "role__title"]
    autocomplete_fields = ["role"]
    inlines = [DisagreementSideInline]


@admin.register(InterviewQuestion)
class InterviewQuestionAdmin(RootAdmin):
    """Questions of interviews with an outline of a good answer."""

    list_display = ["text", "role", "kind", "house_level", "source"]
    list_filter = ["role", "kind", "house_level", "source"]
    list_select_related = ["role", "source"]
    search_fields = ["text", "role__title", "skills__name"]
    autocomplete_fields = ["role", "source", "outline_source", "skills"]


@admin.register(GuideSection)
class GuideSectionAdmin(ChildAdmin):
    """Documents heading by heading, in our words."""

    parent = "source"
    list_display = ["__str__", "source", "kind", "is_missing", "is_promotional"]
    list_filter = ["source", "kind", "is_missing", "is_promotional"]
    list_select_related = ["source"]
    search_fields = ["heading", "body"]
    autocomplete_fields = ["source"]


@admin.register(RelatedGuide)
class RelatedGuideAdmin(ChildAdmin):
    """Where documents lead."""

    parent = "source"
    list_display = ["label", "source", "to_role", "is_promotional"]
    list_filter = ["source", "is_promotional"]
    list_select_related = ["source", "to_role"]
    search_fields = ["label", "blurb"]
    autocomplete_fields = ["source", "to_role"]


@admin.register(Industry)
class IndustryAdmin(ImportMixin, ContentAdmin):
    """Industries under one name each."""

    subject = LISTS
    list_display = ["name", "slug", "position", "last_change"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Employer)
class EmployerAdmin(ImportMixin, ContentAdmin):
    """Organizations that sources name."""

    subject = LISTS
    list_display = ["name", "slug", "last_change"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Tool)
class ToolAdmin(ImportMixin, ContentAdmin):
    """Tools, frameworks and foundation models."""

    subject = LISTS
    list_display = ["name", "kind", "vendor", "skill", "last_change"]
    list_filter = ["kind"]
    list_select_related = ["skill"]
    search_fields = ["name", "vendor", "family"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["skill"]
