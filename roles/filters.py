"""Filters of content, the same for pages and API."""

import django_filters
from django.db.models import QuerySet

from roles.models import (
    CareerMove,
    Certification,
    Fact,
    HouseLevel,
    InterviewQuestion,
    Ladder,
    Provider,
    Region,
    Role,
    SalaryBand,
    Skill,
    SkillCategory,
    Source,
)
from roles.models.certification import CertificationQuerySet
from roles.models.question import InterviewQuestionQuerySet
from roles.models.role import RoleQuerySet
from roles.models.skill import SkillQuerySet

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
    side_move_from = django_filters.ModelChoiceFilter(
        to_field_name="slug",
        queryset=Role.objects.published(),
        method="match_side_move",
        label="A side move from",
    )

    class Meta:
        model = Role
        fields = [
            *("q", "coding", "math", "category", "skill", "has_pay"),
            "side_move_from",
        ]

    def match_text(self, roles: RoleQuerySet, name: str, value: str) -> RoleQuerySet:
        return roles.matching(value)

    def match_demand(
        self, roles: RoleQuerySet, name: str, values: list[str]
    ) -> RoleQuerySet:
        if not values:
            return roles
        return roles.of(Fact.objects.shown().demanding(name, values))

    def match_pay(self, roles: RoleQuerySet, name: str, value: object) -> RoleQuerySet:
        return roles.of(SalaryBand.objects.shown()) if value else roles

    def match_side_move(
        self, roles: RoleQuerySet, name: str, value: Role | None
    ) -> RoleQuerySet:
        return roles.beside(value.slug) if value else roles


class SlugFilter(django_filters.ModelChoiceFilter):
    """By the slug (or another unique word) of what a relation leads to."""

    def __init__(self, relation: str, queryset: QuerySet, *, by: str = "slug") -> None:
        super().__init__(
            field_name=relation,
            to_field_name=by,
            queryset=queryset,
            distinct="__" in relation,
        )


ROLES = Role.objects.published()
SOURCES = Source.objects.published()


class SkillFilter(django_filters.FilterSet):
    """Which skills: by name or other name, family, kind, or role that asks."""

    q = django_filters.CharFilter(method="match_text", label="Search")
    category = SlugFilter("category", SkillCategory.objects.all(), by="code")
    role = SlugFilter("role_requirements__role", ROLES)

    class Meta:
        model = Skill
        fields = ["q", "category", "kind", "role"]

    def match_text(self, skills: SkillQuerySet, name: str, value: str) -> SkillQuerySet:
        return skills.named(value)


class CertificationFilter(django_filters.FilterSet):
    """Which certifications: by name, provider, standing, or role they are for."""

    q = django_filters.CharFilter(method="match_text", label="Search")
    provider = SlugFilter("provider", Provider.objects.all())
    role = SlugFilter("role_links__role", ROLES)

    class Meta:
        model = Certification
        fields = ["q", "provider", "standing", "role"]

    def match_text(
        self, certifications: CertificationQuerySet, name: str, value: str
    ) -> CertificationQuerySet:
        return certifications.named(value)


class SalaryBandFilter(django_filters.FilterSet):
    """Which pay figures."""

    role = SlugFilter("role", ROLES)
    source = SlugFilter("published_in", SOURCES)
    region = SlugFilter("region", Region.objects.all())
    level = django_filters.ChoiceFilter(
        field_name="house_level", choices=HouseLevel.choices
    )
    currency = django_filters.CharFilter(lookup_expr="iexact", max_length=3)

    class Meta:
        model = SalaryBand
        fields = [
            "role",
            "level",
            "region",
            "region_basis",
            "currency",
            "period",
            "component",
            "statistic",
            "source",
        ]


class FactFilter(django_filters.FilterSet):
    """Which facts that are not pay."""

    role = SlugFilter("role", ROLES)
    source = SlugFilter("published_in", SOURCES)

    class Meta:
        model = Fact
        fields = ["role", "measure", "dimension", "source"]


class LadderFilter(django_filters.FilterSet):
    """Which ladders."""

    role = SlugFilter("role", ROLES)
    source = SlugFilter("source", SOURCES)

    class Meta:
        model = Ladder
        fields = ["role", "source"]


class CareerMoveFilter(django_filters.FilterSet):
    """Which moves."""

    role = SlugFilter("role", ROLES)
    to_role = SlugFilter("to_role", ROLES)
    source = SlugFilter("published_in", SOURCES)

    class Meta:
        model = CareerMove
        fields = ["role", "to_role", "kind", "source"]


class SourceFilter(django_filters.FilterSet):
    """Which sources."""

    class Meta:
        model = Source
        fields = ["kind"]


class InterviewQuestionFilter(django_filters.FilterSet):
    """Which interview questions: by text, role, kind, house level and skill."""

    q = django_filters.CharFilter(method="match_text", label="Search", max_length=80)
    role = SlugFilter("role", ROLES)
    level = django_filters.ChoiceFilter(choices=HouseLevel, method="match_level")
    skill = SlugFilter("skills", Skill.objects.published())

    class Meta:
        model = InterviewQuestion
        fields = ["q", "role", "kind", "level", "skill"]

    def match_text(
        self, questions: InterviewQuestionQuerySet, name: str, value: str
    ) -> InterviewQuestionQuerySet:
        return questions.matching(value)

    def match_level(
        self, questions: InterviewQuestionQuerySet, name: str, value: str
    ) -> InterviewQuestionQuerySet:
        return questions.at_level(value)
