"""Filters of content, the same for pages and API."""

import django_filters

from roles.models import Role, Skill, SkillCategory
from roles.models.role import RoleQuerySet

DEMAND_LEVELS = [
    ("low", "Low"),
    ("medium", "Medium"),
    ("high", "High"),
]


class RoleFilter(django_filters.FilterSet):
    """Which roles: by text, what they ask for, and what is known of them."""

    q = django_filters.CharFilter(method="match_text", label="Search")
    coding = django_filters.MultipleChoiceFilter(
        choices=DEMAND_LEVELS, method="match_demand", label="Coding"
    )
    math = django_filters.MultipleChoiceFilter(
        choices=DEMAND_LEVELS, method="match_demand", label="Math"
    )
    category = django_filters.ModelMultipleChoiceFilter(
        field_name="skill_requirements__skill__category__code",
        to_field_name="code",
        queryset=SkillCategory.objects.all(),
        label="Skill line",
    )
    skill = django_filters.ModelMultipleChoiceFilter(
        field_name="skill_requirements__skill__slug",
        to_field_name="slug",
        queryset=Skill.objects.published(),
        label="Skill",
    )
    has_pay = django_filters.BooleanFilter(method="match_pay", label="With sourced pay")

    class Meta:
        model = Role
        fields = ["q", "coding", "math", "category", "skill", "has_pay"]

    def match_text(self, roles: RoleQuerySet, name: str, value: str) -> RoleQuerySet:
        return roles.matching(value)

    def match_demand(
        self, roles: RoleQuerySet, name: str, values: list[str]
    ) -> RoleQuerySet:
        return roles.asking(name, values) if values else roles

    def match_pay(self, roles: RoleQuerySet, name: str, value: object) -> RoleQuerySet:
        return roles.with_pay() if value else roles
