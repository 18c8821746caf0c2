"""The gap explained, by API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import StrictAPIView
from careersite.common.navigation import address_with
from careersite.common.revalidation import content_stamp
from profiles.models import Profile
from profiles.requests import caller
from profiles.services import accounts
from profiles.services.days import today_of
from profiles.services.gaps import read_held
from profiles.services.targets import Target, read_target
from roadmaps.services.gaps import (
    Question,
    UnknownStepError,
    explain,
    explain_target,
)
from roles.api.moved import moved_answer
from roles.models import HouseLevel, Redirect, Role
from roles.moved import moved_to


class GapQuery(serializers.Serializer):
    """What to compare with; the profile fills in what is left out."""

    role = serializers.SlugField(max_length=80)
    level = serializers.ChoiceField(HouseLevel.choices)
    basis = serializers.ChoiceField(["claimed", "verified"], default="claimed")
    step = serializers.ListField(
        child=serializers.CharField(max_length=160),
        default=list,
        help_text='Steps as if finished, each as "roadmap/step".',
    )


class CloserSerializer(serializers.Serializer):
    """A step or a certification that closes a gap, up to a level (1 to 5)."""

    kind = serializers.ChoiceField(["step", "certification"])
    key = serializers.CharField()
    title = serializers.CharField()
    number = serializers.IntegerField(allow_null=True)
    level = serializers.IntegerField(allow_null=True)
    url = serializers.CharField()
    hours = serializers.FloatField(allow_null=True)
    roadmap = serializers.CharField()


class WhatIfSerializer(serializers.Serializer):
    """Coverage (0 to 1) if the steps asked about were finished, and their hours."""

    steps = serializers.ListField(child=serializers.CharField(), source="names")
    hours = serializers.FloatField()
    coverage = serializers.FloatField(allow_null=True)


class GapRowSerializer(serializers.Serializer):
    """One skill: levels 0 to 5, shares of the whole 0 to 1."""

    skill = serializers.CharField(source="row.skill")
    name = serializers.CharField(source="skill.name")
    category = serializers.CharField(source="row.category")
    importance = serializers.IntegerField(source="row.importance")
    required_level = serializers.IntegerField(source="row.required")
    held = serializers.IntegerField(source="row.held", allow_null=True)
    state = serializers.CharField(source="row.state")
    missing = serializers.IntegerField(source="row.missing")
    weighted_gap = serializers.IntegerField(source="row.weighted_gap")
    share = serializers.FloatField(source="row.share")
    closers = CloserSerializer(source="row.closers", many=True)


class RankedRoleSerializer(serializers.Serializer):
    """A role's place by coverage; none where its coverage is not known."""

    rank = serializers.IntegerField(allow_null=True)
    role = serializers.CharField()
    title = serializers.CharField()
    coverage = serializers.FloatField(allow_null=True)
    level = serializers.CharField(allow_null=True)


class GapSerializer(serializers.Serializer):
    """A gap; `coverage` is null where `reason` says why.

    `not_offered`: the target was retired, and no role follows it. `instead_of` is the
    target where another role, this one, follows it.
    """

    role = serializers.CharField()
    title = serializers.CharField()
    asked_level = serializers.CharField(source="gap.asked_level")
    level = serializers.CharField(source="gap.level", allow_null=True)
    basis = serializers.CharField(source="gap.mode")
    coverage = serializers.FloatField(source="gap.coverage", allow_null=True)
    reason = serializers.CharField(source="gap.reason")
    coverage_if_unrated_met = serializers.FloatField(
        source="gap.coverage_if_unrated_met", allow_null=True
    )
    skills = GapRowSerializer(source="lines", many=True)
    what_if = WhatIfSerializer()
    instead_of = serializers.CharField(source="instead_of.slug", allow_null=True)
    roles = RankedRoleSerializer(source="ranked", many=True)


class MyGap(StrictAPIView):
    """The learner's gap to a role, with what closes it and all roles ranked."""

    query_parameters = ("role", "level", "basis", "step")

    @extend_schema(parameters=[GapQuery(partial=True)], responses=GapSerializer)
    def get(self, request: Request) -> Response:
        """Return the gap to the target, or to the role that is asked for.

        An unknown role is 404, a renamed one 301, a wrong level or basis 400. Where
        another role follows the target, `instead_of` names the target.
        """
        stamp = content_stamp()
        user = caller(request)
        profile = accounts.ensure_profile(user=user)
        target = read_target(profile, stamp=stamp)
        asked = _asked(request, profile, target)
        question = Question(
            held=read_held(user=user, day=today_of(user, now=timezone.now())),
            level=asked["level"],
            mode=asked["basis"],
            finished=asked["step"],
            stamp=stamp,
        )
        try:
            if target is None or "role" in request.query_params:
                explained = explain(question, role=asked["role"])
            else:
                explained = explain_target(question, target=target)
        except UnknownStepError as unknown:
            message = f"No roadmap to this role has a step {unknown}."
            raise exceptions.ValidationError({"step": [message]}) from unknown
        except KeyError:
            return _moved(request, asked["role"])
        return Response(GapSerializer(explained).data)


def _asked(request: Request, profile: Profile, target: Target | None) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "level": profile.target_level,
        **request.query_params.dict(),
        "step": request.query_params.getlist("step"),
    }
    if target is not None:
        asked = {"role": target.chosen.slug, **asked}
    query = GapQuery(data=asked)
    query.is_valid(raise_exception=True)
    return query.validated_data


def _moved(request: Request, role: str) -> Response:
    """Answer where a renamed role is now; raises NotFound for an unknown one."""
    slug = moved_to(Redirect.Kind.ROLE, role, Role.objects.published())
    if slug is None:
        raise exceptions.NotFound(f"There is no role {role}.")
    return moved_answer(request, address_with(request, role=slug), slug)
