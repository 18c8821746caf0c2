"""Endpoints of a roadmap's plan and life; each write is one service call."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import Conflict, StrictAPIView
from careersite.common.api_versions import VersionedMixin
from profiles.requests import caller
from profiles.services.days import today_of
from roadmaps import pace
from roadmaps.api import life_serializers as serializers
from roadmaps.api.enrolled import enrollment_data
from roadmaps.api.serializers import EnrollmentSerializer
from roadmaps.models import Enrollment, TimeLog
from roadmaps.services import tracking
from roadmaps.services.pacing import Logged, Pacing, read_pacing
from roadmaps.services.plan import read_plan
from roadmaps.services.record import snapshot_of


def own_enrollment(request: Request, pk: int) -> Enrollment:
    """Return the caller's own enrollment, else answer 404."""
    mine = Enrollment.objects.of(caller(request)).with_plan()
    return get_object_or_404(mine, pk=pk)


def _with_pace(request: Request, pk: int) -> Enrollment:
    """Return the same with all that its pace is worked out from."""
    mine = Enrollment.objects.of(caller(request)).with_pace()
    return get_object_or_404(mine, pk=pk)


class OfEnrollment(VersionedMixin, StrictAPIView):
    """Something about one of the caller's roadmaps."""

    def held(self, request: Request, **kwargs: Any) -> QuerySet[Enrollment]:
        """Return the enrollment's row."""
        return Enrollment.objects.of(caller(request)).filter(pk=kwargs["pk"])


class StandingAction(OfEnrollment):
    """Pause, resume, leave, complete or reopen; the routes name the service."""

    perform: Callable[..., Enrollment] | None = None

    def present(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        """Return the enrollment as its own address shows it."""
        return enrollment_data(own_enrollment(request, kwargs["pk"]))

    @extend_schema(request=None, responses=EnrollmentSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Do it; a repeated request that already holds changes nothing."""
        enrollment = own_enrollment(request, pk)
        try:
            self.act(enrollment, request)
        except tracking.StandingRefusedError as error:
            raise refused(error) from error
        return Response(EnrollmentSerializer(own_enrollment(request, pk)).data)

    def act(self, enrollment: Enrollment, request: Request) -> None:
        """Call the service that the route names."""
        if self.perform is None:
            raise NotImplementedError
        self.perform(enrollment=enrollment, by=caller(request), now=timezone.now())


class Reset(StandingAction):
    """Put every step back to not started."""

    @extend_schema(request=serializers.ResetSerializer, responses=EnrollmentSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Start over; `word` must be “start over”."""
        return super().post(request, pk)

    def act(self, enrollment: Enrollment, request: Request) -> None:
        """Check the word and start over."""
        form = serializers.ResetSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        tracking.reset_roadmap(
            enrollment=enrollment,
            word=form.validated_data["word"],
            by=caller(request),
            now=timezone.now(),
        )


class MyPace(OfEnrollment):
    """Plan, real pace and projection; what the plan is made from."""

    query_parameters = ("hours", "target_date")

    @extend_schema(
        parameters=[serializers.WhatIfSerializer], responses=serializers.PaceSerializer
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return dates and pace; `hours` and `target_date` ask what if."""
        enrollment = _with_pace(request, pk)
        today = today_of(enrollment.learner, now=timezone.now())
        form = serializers.WhatIfSerializer(
            data=request.query_params, context={"today": today}
        )
        form.is_valid(raise_exception=True)
        return Response(self._shown(enrollment, **form.validated_data))

    @extend_schema(
        request=serializers.PlanSerializer, responses=serializers.PaceSerializer
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change some of what the plan is made from."""
        enrollment = own_enrollment(request, pk)
        form = serializers.PlanSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        profile = enrollment.learner.profile
        kept = {
            "hours_per_week": profile.hours_per_week,
            "off_weeks": profile.off_weeks,
            "share": enrollment.share,
            "target_date": enrollment.target_date,
        }
        tracking.plan_pace(
            enrollment=enrollment,
            by=caller(request),
            now=timezone.now(),
            **{**kept, **form.validated_data},
        )
        return Response(self._shown(_with_pace(request, pk)))

    def _shown(
        self, enrollment: Enrollment, *, hours: float | None = None, **asked: Any
    ) -> dict[str, Any]:
        if asked.get("target_date"):
            enrollment.target_date = asked["target_date"]
        logs = TimeLog.objects.filter(enrollment=enrollment).order_by()
        pacing = read_pacing(
            read_plan(enrollment),
            enrollment,
            now=timezone.now(),
            logs=[
                Logged(*values)
                for values in logs.values_list("on", "minutes", "progress_id")
            ],
        )
        return serializers.PaceSerializer(_as_data(pacing, hours)).data


class MyRecord(StrictAPIView):
    """The record of a roadmap as of today."""

    @extend_schema(responses={200: {"type": "object"}})
    def get(self, request: Request, pk: int) -> Response:
        """Return what was done, step by step, by whom approved."""
        plan = read_plan(own_enrollment(request, pk))
        return Response(snapshot_of(plan, now=timezone.now()))


class MyRecords(StrictAPIView):
    """The records that completions wrote."""

    @extend_schema(responses=serializers.RecordSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Return them, the newest first."""
        records = own_enrollment(request, pk).records.all()
        return Response(serializers.RecordSerializer(records, many=True).data)


def refused(error: tracking.StandingRefusedError) -> Conflict:
    """Return the 409 that tells how the roadmap stands and what may be done."""
    more: dict[str, Any] = {
        "current_state": error.current_state,
        "allowed": error.allowed,
    }
    if isinstance(error, tracking.StepsLeftError):
        more["left"] = error.left
    return Conflict(error.code, error.detail, **more)


def _as_data(pacing: Pacing, hours: float | None) -> dict[str, Any]:
    needed = pacing.needed
    return {
        "hours_per_week": pacing.hours_per_week,
        "off_weeks": pacing.off_weeks,
        "is_dated": pacing.is_dated,
        "estimate_ratio": pacing.ratio,
        "plan_finish": pacing.schedule.finish,
        "projection": pacing.projection,
        "needed": _needed(pacing, needed) if needed else None,
        "what_if": pacing.what_if(hours) if hours is not None else None,
        "steps": pacing.schedule.steps,
    }


def _needed(pacing: Pacing, needed: pace.Needed) -> dict[str, Any]:
    return {
        "target_date": pacing.target_date,
        "hours_per_week": needed.hours_per_week,
        "feasible": needed.is_feasible,
        "earliest": needed.earliest,
    }
