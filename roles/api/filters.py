"""Filters of content lists."""

import django_filters
from django.db.models import QuerySet

from roles.models import (
    CareerMove,
    Certification,
    Fact,
    HouseLevel,
    Ladder,
    Provider,
    Region,
    Role,
    SalaryBand,
    Skill,
    SkillCategory,
    Source,
)


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
    """Which skills."""

    category = SlugFilter("category", SkillCategory.objects.all(), by="code")
    role = SlugFilter("role_requirements__role", ROLES)

    class Meta:
        model = Skill
        fields = ["category", "kind", "role"]


class CertificationFilter(django_filters.FilterSet):
    """Which certifications."""

    provider = SlugFilter("provider", Provider.objects.all())
    role = SlugFilter("role_links__role", ROLES)

    class Meta:
        model = Certification
        fields = ["provider", "standing", "role"]


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
