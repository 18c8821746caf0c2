"""Roles, skills, certifications and questions with what belongs to each."""

from django.contrib import admin

from careersite.common.admin import (
    LISTS,
    ChangesMixin,
    ChildAdmin,
    ChildFormSet,
    ChildInline,
    ContentAdmin,
)
from roles.admin.importing import ImportMixin
from roles.admin.roots import RootAdmin
from roles.models import (
    Certification,
    CertificationSkill,
    Duty,
    Faq,
    FaqAnswer,
    ProficiencyAnchor,
    Provider,
    Role,
    RoleAlias,
    RoleCertification,
    RoleMapLine,
    RoleMapStop,
    RoleSkill,
    Skill,
    SkillAlias,
    SkillCategory,
    SkillMention,
    SkillPrerequisite,
)


class RoleAliasInline(ChildInline):
    model = RoleAlias
    autocomplete_fields = ["source"]


class DutyInline(ChildInline):
    model = Duty
    autocomplete_fields = ["source"]


class RoleCertificationInline(ChildInline):
    model = RoleCertification
    autocomplete_fields = ["certification", "source"]


class RoleMapStopInline(ChildInline):
    model = RoleMapStop


@admin.register(Role)
class RoleAdmin(RootAdmin):
    """Careers; what they ask for stands in its own table, by role."""

    list_display = ["title", "slug", "position", "reviewed_on"]
    search_fields = ["title", "aliases__name", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["successor"]
    list_select_related = ["successor"]
    inlines = [
        RoleAliasInline,
        DutyInline,
        RoleCertificationInline,
        RoleMapStopInline,
    ]


@admin.register(RoleSkill)
class RoleSkillAdmin(ChildAdmin):
    """What each role asks of each skill at each house level."""

    parent = "role"
    list_display = ["role", "skill", "house_level", "importance", "required_level"]
    list_filter = ["role", "house_level", "importance"]
    list_select_related = ["role", "skill"]
    search_fields = ["role__title", "skill__name"]
    autocomplete_fields = ["role", "skill", "source"]


@admin.register(SkillMention)
class SkillMentionAdmin(ChildAdmin):
    """How each source names a skill for a role."""

    parent = "role"
    list_display = ["as_printed", "skill", "role", "source", "importance_label"]
    list_filter = ["role", "source"]
    list_select_related = ["role", "skill", "source"]
    search_fields = ["as_printed", "skill__name", "role__title"]
    autocomplete_fields = ["role", "skill", "source"]


class SkillAliasInline(ChildInline):
    model = SkillAlias


class PrerequisiteFormSet(ChildFormSet):
    """What comes before a skill: nothing that the skill itself comes before."""

    def clean(self) -> None:
        """Refuse, at its row, what leads back to the skill; name the way."""
        super().clean()
        chosen = {
            form: form.cleaned_data["prerequisite"].pk
            for form in self.forms
            if form.cleaned_data.get("prerequisite")
            and not form.cleaned_data.get("DELETE")
        }
        circles = self.instance.circles_through(chosen.values()) if chosen else {}
        for form, key in chosen.items():
            if key in circles:
                form.add_error("prerequisite", circles[key])


class SkillPrerequisiteInline(ChildInline):
    model = SkillPrerequisite
    formset = PrerequisiteFormSet
    fk_name = "skill"
    autocomplete_fields = ["prerequisite"]


@admin.register(Skill)
class SkillAdmin(RootAdmin):
    """Skills with their other names and what comes before them."""

    list_display = ["name", "category", "kind"]
    list_filter = ["category", "kind"]
    list_select_related = ["category"]
    search_fields = ["name", "aliases__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["category", "parent"]
    inlines = [SkillAliasInline, SkillPrerequisiteInline]


class RoleMapLineInline(ChildInline):
    model = RoleMapLine


@admin.register(SkillCategory)
class SkillCategoryAdmin(ImportMixin, ContentAdmin):
    """Families of skills: a code, a color and a line on the map each."""

    subject = LISTS
    list_display = ["name", "code", "color_slot", "position", "last_change"]
    search_fields = ["name", "code"]
    inlines = [RoleMapLineInline]


@admin.register(ProficiencyAnchor)
class ProficiencyAnchorAdmin(ChangesMixin, admin.ModelAdmin):
    """What the levels 0 to 5 mean, as readers see it."""

    subject = LISTS
    list_display = ["level", "name", "description"]


class CertificationSkillInline(ChildInline):
    model = CertificationSkill
    autocomplete_fields = ["skill", "source"]


@admin.register(Provider)
class ProviderAdmin(ImportMixin, ContentAdmin):
    """Who gives certifications."""

    subject = LISTS
    list_display = ["name", "slug", "last_change"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Certification)
class CertificationAdmin(RootAdmin):
    """Certifications with the skills they show and the roles they suit."""

    list_display = ["name", "provider", "standing", "review_by"]
    list_filter = ["standing", "provider"]
    list_select_related = ["provider"]
    search_fields = ["name", "aliases", "provider__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["provider", "successor"]
    inlines = [CertificationSkillInline]


class FaqAnswerInline(ChildInline):
    model = FaqAnswer
    autocomplete_fields = ["source"]


@admin.register(Faq)
class FaqAdmin(RootAdmin):
    """Questions, each with the answers of several sources side by side."""

    list_display = ["question", "role", "topic", "position"]
    list_filter = ["role", "topic"]
    list_select_related = ["role"]
    search_fields = ["question", "role__title"]
    prepopulated_fields = {"key": ["question"]}
    autocomplete_fields = ["role"]
    inlines = [FaqAnswerInline]
