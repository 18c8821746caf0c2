"""Read-only endpoints of content; only what is published, nested rows too."""

from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from careersite.common.api import ContentViewSet
from roles import filters
from roles.api import fact_serializers, serializers, source_serializers
from roles.api.csv_lists import FactListViewSet
from roles.api.moved import RenamedViewSet
from roles.api.pay_groups import SalaryBandPageSerializer, groups_of
from roles.models import (
    CareerMove,
    Certification,
    CertificationSkill,
    Duty,
    Fact,
    Faq,
    FaqAnswer,
    InterviewQuestion,
    Ladder,
    Redirect,
    Role,
    RoleCertification,
    RoleSkill,
    SalaryBand,
    Skill,
    Source,
)
from roles.models.role import RoleQuerySet
from roles.orders import with_figures


class RoleViewSet(RenamedViewSet):
    """Careers."""

    redirect_kind = Redirect.Kind.ROLE
    queryset = Role.objects.published()
    serializer_class = serializers.RoleSerializer
    filterset_class = filters.RoleFilter
    ordering_fields = ["title", "position", "updated_at", "demand", "pay_low"]

    def get_serializer_class(self) -> type[BaseSerializer]:
        """Return the full form for one role."""
        if self.action == "retrieve":
            return serializers.RoleDetailSerializer
        return serializers.RoleSerializer

    def get_queryset(self) -> QuerySet:
        """Return published roles; for one role with its published parts."""
        if self.action != "retrieve":
            return with_figures(cast("RoleQuerySet", super().get_queryset()))
        skills = RoleSkill.objects.under_published("skill", "source")
        duties = Duty.objects.under_published("source")
        certifications = RoleCertification.objects.under_published(
            "certification", "source"
        )
        answers = FaqAnswer.objects.under_published("source").select_related("source")
        questions = Faq.objects.published().prefetch_related(
            Prefetch("answers", answers)
        )
        return (
            super()
            .get_queryset()
            .prefetch_related(
                "aliases",
                Prefetch(
                    "skill_requirements", skills.select_related("skill", "source")
                ),
                Prefetch("duties", duties.select_related("source")),
                Prefetch(
                    "certification_links",
                    certifications.select_related("certification", "source"),
                ),
                Prefetch("faqs", questions),
                "external_codes",
            )
        )


class SkillViewSet(RenamedViewSet):
    """Skills with their family, by slug.

    That order is an index's; by family, each page would sort all skills.
    """

    redirect_kind = Redirect.Kind.SKILL
    queryset = Skill.objects.published().order_by("slug")
    serializer_class = serializers.ListedSkillSerializer
    filterset_class = filters.SkillFilter
    ordering_fields = ["name", "position"]

    def get_serializer_class(self) -> type[BaseSerializer]:
        """Return the full form for one skill."""
        if self.action == "retrieve":
            return serializers.SkillDetailSerializer
        return serializers.ListedSkillSerializer

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return what was asked for; a list as plain rows."""
        found: Any = super().filter_queryset(queryset)
        return cast("QuerySet", found if self.action == "retrieve" else found.as_rows())

    def get_queryset(self) -> QuerySet:
        """Return published skills; for one skill with what surrounds it."""
        if self.action != "retrieve":
            return super().get_queryset()
        roles = RoleSkill.objects.under_published("role", "source")
        return (
            super()
            .get_queryset()
            .select_related("category")
            .prefetch_related(
                "aliases",
                Prefetch("prerequisites", Skill.objects.published()),
                Prefetch("role_requirements", roles.select_related("role", "source")),
                "external_codes",
            )
        )


class CertificationViewSet(RenamedViewSet):
    """Certifications, retired ones included and marked."""

    redirect_kind = Redirect.Kind.CERTIFICATION
    queryset = (
        Certification.objects.published()
        .select_related("provider", "successor")
        .prefetch_related(
            Prefetch(
                "validated_skills",
                CertificationSkill.objects.under_published("skill").select_related(
                    "skill"
                ),
            )
        )
    )
    serializer_class = serializers.CertificationSerializer
    filterset_class = filters.CertificationFilter
    ordering_fields = ["name", "position"]


class SourceViewSet(RenamedViewSet):
    """Documents and the origins that they name."""

    redirect_kind = Redirect.Kind.SOURCE
    queryset = Source.objects.published().select_related("family")
    serializer_class = source_serializers.SourceSerializer
    filterset_class = filters.SourceFilter
    ordering_fields = ["position", "published_on"]


class SalaryBandViewSet(FactListViewSet):
    """Pay figures, each with its basis; never mixed and never averaged."""

    queryset = SalaryBand.objects.live().published_with("role").with_sources()
    serializer_class = fact_serializers.SalaryBandSerializer
    filterset_class = filters.SalaryBandFilter
    lookup_field = "key"
    ordering_fields = ["position", "low", "high"]

    @extend_schema(responses=SalaryBandPageSerializer)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return a page of figures, and the groups of the roles on it; CSV has none."""
        response = super().list(request, *args, **kwargs)
        if self.is_csv:
            return response
        roles = {row["role"] for row in response.data["results"]}
        rows: Any = self.filter_queryset(self.get_queryset())
        response.data["groups"] = groups_of(
            rows.of_roles(roles).filter(is_promotional=False)
        )
        return response


class FactViewSet(FactListViewSet):
    """Scores, growth, time shares and other figures that are not pay."""

    queryset = (
        Fact.objects.live()
        .published_with("role")
        .select_related("role", "published_in", "attributed_to", "region")
    )
    serializer_class = fact_serializers.FactSerializer
    filterset_class = filters.FactFilter
    lookup_field = "key"
    ordering_fields = ["position", "measure"]


class LadderViewSet(ContentViewSet):
    """Ladders, one per source, never merged."""

    queryset = (
        Ladder.objects.published_with("role", "source")
        .select_related("role", "source")
        .prefetch_related("rungs")
    )
    serializer_class = fact_serializers.LadderSerializer
    filterset_class = filters.LadderFilter
    lookup_value_converter = "int"
    ordering_fields = ["position"]


class CareerMoveViewSet(FactListViewSet):
    """Moves from one role to other work."""

    queryset = CareerMove.objects.published_with("role", "published_in").select_related(
        "role", "to_role", "published_in", "attributed_to"
    )
    serializer_class = fact_serializers.CareerMoveSerializer
    filterset_class = filters.CareerMoveFilter
    lookup_value_converter = "int"
    ordering_fields = ["position"]


class InterviewQuestionViewSet(ContentViewSet):
    """Questions of interviews, each with the outline of a good answer."""

    queryset = (
        InterviewQuestion.objects.readable()
        .with_sources()
        .prefetch_related(Prefetch("skills", Skill.objects.published()))
    )
    serializer_class = serializers.InterviewQuestionSerializer
    filterset_class = filters.InterviewQuestionFilter
    lookup_value_converter = "int"
    ordering_fields = ["position", "kind"]
