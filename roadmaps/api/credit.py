"""Waivers proposed for what a learner knows already, by API."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import Conflict, StrictAPIView
from careersite.common.api_versions import VersionedMixin
from profiles.requests import caller
from profiles.services.days import today_of
from roadmaps.api.acting import refused
from roadmaps.models import Enrollment
from roadmaps.services import credit
from roadmaps.services.tracking import RefusedError


class GroundSerializer(serializers.Serializer):
    """What shows a skill at a level (0 to 5)."""

    kind = serializers.ChoiceField(["certification", "verified", "step", "claimed"])
    name = serializers.CharField(source="label")
    level = serializers.IntegerField()
    note = serializers.CharField()


class CreditSerializer(serializers.Serializer):
    """A step that may be waived, and why."""

    step = serializers.CharField(source="proposal.key")
    title = serializers.CharField(source="row.step.title")
    state = serializers.CharField(source="row.state")
    ground = serializers.CharField(source="proposal.ground")
    grounds = GroundSerializer(source="proposal.grounds", many=True)


class TakeCreditSerializer(serializers.Serializer):
    """The steps to waive; left out, all that are proposed."""

    steps = serializers.ListField(
        child=serializers.SlugField(max_length=60), required=False, max_length=200
    )


class WaivedSerializer(serializers.Serializer):
    """The steps that are waived now."""

    waived = serializers.ListField(child=serializers.CharField())


class MyCredit(VersionedMixin, StrictAPIView):
    """What a learner knows already of one roadmap."""

    @extend_schema(responses=CreditSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Return the proposals in the order of the steps; nothing changes."""
        found = credit.read_credit(
            enrollment=self._own(request, pk),
            day=today_of(caller(request), now=timezone.now()),
        )
        return Response(CreditSerializer(found, many=True).data)

    @extend_schema(request=TakeCreditSerializer, responses=WaivedSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Waive the steps named, or all; 409 where one is not proposed."""
        enrollment = self._own(request, pk)
        form = TakeCreditSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        now = timezone.now()
        try:
            waived = credit.take_credit(
                enrollment=enrollment,
                by=caller(request),
                now=now,
                day=today_of(caller(request), now=now),
                keys=form.validated_data.get("steps"),
            )
        except credit.NotProposedError as error:
            raise Conflict("not_proposed", str(error), steps=error.keys) from error
        except RefusedError as error:
            raise refused(error) from error
        return Response({"waived": [row.step_key for row in waived]})

    def _own(self, request: Request, pk: int) -> Enrollment:
        own = Enrollment.objects.of(caller(request)).select_related("learner__profile")
        return get_object_or_404(own, pk=pk)
