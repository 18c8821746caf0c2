"""Two to four roles side by side as JSON (rule 8)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import permissions, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import EtagMixin, RefusedError, StrictAPIView
from careersite.common.navigation import address_with
from roles.api.moved import moved_answer
from roles.models import HouseLevel, Region
from roles.pages import compare as page
from roles.pages.compare.page import Column
from roles.pages.compare.pay import ComparedPay
from roles.pages.compare.skills import SkillRow
from roles.pages.tray import ROLES_MAX, ROLES_MIN
from roles.reader import Reader


class UnknownRoleError(RefusedError):
    """404: an address names a role that readers cannot see."""

    status_code = status.HTTP_404_NOT_FOUND


class ComparedRoleSerializer(serializers.Serializer):
    """One of the roles; `duties` and `ladders` as each source has them."""

    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    duties = serializers.DictField(
        child=serializers.ListField(child=serializers.DictField()),
        help_text="By rhythm.",
    )
    ladders = serializers.ListField(child=serializers.DictField())


class ComparedSkillSerializer(serializers.Serializer):
    """What each role asks of one skill; `only` names the one role that asks."""

    skill = serializers.CharField()
    name = serializers.CharField()
    levels = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    is_shared = serializers.BooleanField()
    only = serializers.CharField(allow_null=True)
    difference = serializers.IntegerField()


class ComparedPaySerializer(serializers.Serializer):
    """Pay within one basis, or the reasons why it is not comparable."""

    comparable = serializers.BooleanField()
    basis = serializers.DictField(allow_null=True)
    groups = serializers.ListField(child=serializers.DictField())
    reasons = serializers.DictField(child=serializers.CharField())


class ComparisonSerializer(serializers.Serializer):
    """Everything that a comparison holds."""

    level = serializers.CharField()
    roles = ComparedRoleSerializer(many=True)
    skills = ComparedSkillSerializer(many=True)
    pay = ComparedPaySerializer()
    glance = serializers.ListField(child=serializers.DictField())
    certifications = serializers.ListField(child=serializers.DictField())


class CompareView(EtagMixin, StrictAPIView):
    """Compare two to four roles."""

    permission_classes = [permissions.AllowAny]
    query_parameters = ("roles", "level", "country")

    @extend_schema(
        parameters=[
            OpenApiParameter("roles", str, description="Two to four slugs, by comma."),
            OpenApiParameter("level", str, enum=list(HouseLevel)),
            OpenApiParameter("country", str, description="A region: its pay first."),
        ],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the comparison; nothing in it depends on who asks."""
        asked = page.read_asked(request.query_params.getlist("roles"))
        _refuse(asked)
        if asked.moved:
            slugs = ",".join(asked.moved)
            return moved_answer(request, address_with(request, roles=slugs), slugs)
        comparison = page.compare(
            asked.roles,
            _Visitor(_country(request)),
            level=_level(request),
            shows_all=True,
        )
        return Response(_as_dict(comparison))


class _Visitor(Reader):
    """A visitor whose country stands in the query, not in a cookie."""

    def __init__(self, country: str) -> None:
        self.chosen_country = country


def _refuse(asked: page.Asked) -> None:
    """Raise what rule 8 says of too few, too many, repeated and unknown roles."""
    if not ROLES_MIN <= len(asked.slugs) <= ROLES_MAX:
        message = f"Name two to four different roles, not {len(asked.slugs)}."
        raise ValidationError({"roles": [message]})
    if asked.twice:
        raise ValidationError({"roles": [f"Named twice: {', '.join(asked.twice)}."]})
    if asked.unknown:
        raise UnknownRoleError(
            "not_found",
            f"There is no role {asked.unknown[0]}.",
            slugs=list(asked.unknown),
        )


def _level(request: Request) -> HouseLevel:
    asked = request.query_params.get("level", HouseLevel.MID)
    if asked not in HouseLevel:
        allowed = ", ".join(HouseLevel)
        raise ValidationError({"level": [f"Allowed are {allowed}."]})
    return HouseLevel(asked)


def _country(request: Request) -> str:
    """Return the region asked for (one query), empty where none is."""
    asked = request.query_params.get("country", "")
    if asked and not Region.objects.filter(slug=asked).exists():
        raise ValidationError({"country": ["No region has this slug."]})
    return asked


def _as_dict(comparison: page.Comparison) -> dict[str, Any]:
    sources = {letter: source.slug for letter, source in comparison.sources}
    return {
        "level": comparison.skills.level,
        "roles": [_role(column, sources) for column in comparison.columns],
        "skills": [_skill(row) for row in comparison.skills.rows],
        "pay": _pay(comparison.pay, sources),
        "glance": [
            {
                "label": row.label,
                "differs": row.differs,
                "values": {
                    cell.role.slug: _sourced(
                        ((said.text, said.letter) for said in cell.values), sources
                    )
                    for cell in row.cells
                },
            }
            for row in comparison.glance
        ],
        "certifications": [
            {
                "certification": row.certification.slug,
                "roles": [
                    role.slug
                    for role, named in zip(comparison.roles, row.named, strict=True)
                    if named
                ],
            }
            for row in comparison.certifications
        ],
    }


def _role(column: Column, sources: Mapping[str, str]) -> dict[str, Any]:
    return {
        "slug": column.role.slug,
        "title": column.role.title,
        "summary": column.role.summary,
        "duties": {
            group.label: _sourced(group.duties, sources) for group in column.duties
        },
        "ladders": [
            {
                "title": line.ladder.title,
                "source": sources[line.letter],
                "rungs": [stop.rung.titles for stop in line.stops],
            }
            for line in column.ladders
        ],
    }


def _sourced(
    values: Iterable[tuple[str, str]], sources: Mapping[str, str]
) -> list[dict[str, str | None]]:
    return [{"text": text, "source": sources.get(letter)} for text, letter in values]


def _skill(row: SkillRow) -> dict[str, Any]:
    only = row.levels.only
    return {
        "skill": row.skill.slug,
        "name": row.skill.name,
        "levels": {side.role.slug: side.level for side in row.sides},
        "is_shared": row.levels.is_shared,
        "only": None if only is None else row.sides[only].role.slug,
        "difference": row.levels.spread,
    }


def _pay(pay: ComparedPay, sources: Mapping[str, str]) -> dict[str, Any]:
    axis = pay.axis
    return {
        "comparable": axis is not None,
        "basis": axis
        and {
            "region": axis.region or None,
            "currency": axis.currency,
            "period": axis.period,
        },
        "groups": list(_groups(pay, sources)),
        "reasons": {lack.role.slug: lack.text for lack in pay.lacks},
    }


def _groups(pay: ComparedPay, sources: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    for component in pay.components:
        for level in component.levels:
            first = level.rows[0].row.band
            yield {
                "component": first.component,
                "house_level": first.level,
                "statistic": first.statistic,
                "figures": [
                    {
                        "role": compared.role.slug,
                        "low": _amount(compared.row.band.low),
                        "high": _amount(compared.row.band.high),
                        "high_open": compared.row.band.high_open,
                        "as_printed": compared.row.band.as_printed,
                        "region_basis": compared.row.band.region_basis,
                        "source": sources[compared.row.letter],
                        "is_worked_out": compared.row.is_hatched,
                    }
                    for compared in level.rows
                ],
            }


def _amount(end: Any) -> str | None:
    return None if end is None else f"{Decimal(str(end)):.2f}"
