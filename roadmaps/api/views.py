"""Endpoints of roadmaps; each write is one service call."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from careersite.common.api import (
    PAGE_PARAMETERS,
    PAGING,
    Conflict,
    StrictAPIView,
    StrictViewSet,
    answer_page,
    paged,
)
from careersite.common.api_versions import VersionedMixin, tag_headers
from profiles.requests import caller
from profiles.services.days import today_of
from roadmaps.api import serializers
from roadmaps.api.acting import StepAction, etag, guarded, own_row, visible_row
from roadmaps.api.enrolled import enrollment_data
from roadmaps.api.round_serializers import SentRoundSerializer
from roadmaps.models import (
    Enrollment,
    Resource,
    Roadmap,
    RoadmapVersion,
    Step,
    StepProgress,
    StepSkill,
)
from roadmaps.services import tracking
from roadmaps.services.plan import read_plan
from roadmaps.services.step_detail import comments_at, resources_at, rounds_at
from roles.api.moved import RenamedViewSet
from roles.models import Redirect


class RoadmapViewSet(RenamedViewSet):
    """Roadmaps by their newest published version."""

    redirect_kind = Redirect.Kind.ROADMAP
    queryset = RoadmapVersion.objects.startable()
    serializer_class = serializers.RoadmapSerializer
    lookup_field = "roadmap__slug"
    lookup_url_kwarg = "slug"
    lookup_value_converter = "slug"

    def readable(self) -> QuerySet:
        """Return the roadmaps themselves, whose slugs they are."""
        return Roadmap.objects.published()

    def get_serializer_class(self) -> type[BaseSerializer]:
        """Return the full form for one roadmap."""
        if self.action == "retrieve":
            return serializers.RoadmapDetailSerializer
        return serializers.RoadmapSerializer

    def get_queryset(self) -> QuerySet:
        """Return startable versions; for one roadmap with all its parts."""
        versions = RoadmapVersion.objects.startable().defer("layout")
        if self.action != "retrieve":
            return versions
        taught = StepSkill.objects.select_related("skill")
        steps = (
            Step.objects.select_related("stage", "category")
            .prefetch_related(
                "prerequisites", "criteria", "parts", Prefetch("taught_skills", taught)
            )
            .order_by("number")
        )
        resources = Resource.objects.published().order_by("step_key", "position")
        return versions.prefetch_related(
            "stages",
            Prefetch("steps", steps),
            Prefetch("roadmap__resources", resources, to_attr="shown_resources"),
        )


class MyEnrollmentViewSet(VersionedMixin, mixins.ListModelMixin, StrictViewSet):
    """The learner's roadmaps."""

    queryset = Enrollment.objects.none()
    serializer_class = serializers.EnrollmentSerializer
    lookup_value_converter = "int"
    lookup_field = "pk"

    def get_queryset(self) -> QuerySet[Enrollment]:
        """Return the learner's own enrollments, the one touched last first."""
        return Enrollment.objects.of(caller(self.request)).with_plan()

    @extend_schema(responses=serializers.EnrollmentDetailSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        """Return one enrollment with progress and steps."""
        return Response(enrollment_data(self.get_object()))

    @extend_schema(
        request=serializers.EnrollSerializer,
        responses={
            200: serializers.EnrollmentDetailSerializer,
            201: serializers.EnrollmentDetailSerializer,
        },
    )
    def create(self, request: Request) -> Response:
        """Start a roadmap; 200 where it was started before."""
        form = serializers.EnrollSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        roadmap = form.validated_data["roadmap"]
        try:
            made = tracking.enroll(
                learner=caller(request), roadmap=roadmap, now=timezone.now()
            )
        except tracking.NothingPublishedError as error:
            raise Conflict("nothing_published", str(error)) from error
        data = enrollment_data(get_object_or_404(self.get_queryset(), pk=made.pk))
        code = status.HTTP_201_CREATED if made.is_new else status.HTTP_200_OK
        return Response(data, status=code)


class MyStep(StrictAPIView):
    """One step of the learner's roadmap."""

    tag_headers = staticmethod(tag_headers)

    @extend_schema(responses=serializers.StepDetailSerializer)
    def get(self, request: Request, pk: int, key: str) -> Response:
        """Return the step as the learner stands; the ETag is that of the state."""
        enrollments = Enrollment.objects.of(caller(request)).with_plan()
        enrollment = get_object_or_404(enrollments, pk=pk)
        row = get_object_or_404(enrollment.step_progress, step_key=key)
        planned = read_plan(enrollment).by_key.get(key)
        context = {"resources": resources_at(row)}
        shown = serializers.StepDetailSerializer(planned, context=context)
        response = Response(shown.data)
        if planned and planned.row:
            response["ETag"] = etag(planned.row)
        return response


class TickResource(StepAction):
    """Note that a resource was read."""

    serializer_class = serializers.TickResourceSerializer

    def act(
        self, row: StepProgress, request: Request, words: dict[str, Any]
    ) -> StepProgress:
        """Tick the resource of this step."""
        offered = Resource.objects.of_step(row.enrollment.roadmap_id, row.step_key)
        return tracking.tick_resource(
            progress=row,
            resource=get_object_or_404(offered, key=words.pop("resource")),
            by=caller(request),
            now=timezone.now(),
            **words,
        )


class LogTime(StrictAPIView):
    """Time spent on a step."""

    tag_headers = staticmethod(tag_headers)

    @extend_schema(
        request=serializers.LogTimeSerializer,
        responses={201: serializers.TimeLogSerializer},
    )
    def post(self, request: Request, pk: int, key: str) -> Response:
        """Log minutes of a day."""
        row = own_row(request, pk, key, with_step=True)
        form = serializers.LogTimeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        now = timezone.now()
        today = today_of(row.enrollment.learner, now=now)
        with guarded(request, row) as version:
            log = tracking.log_time(
                enrollment=row.enrollment,
                progress=row,
                minutes=form.validated_data["minutes"],
                on=form.validated_data.get("on", today),
                by=caller(request),
                now=now,
                row_version=version,
            )
        return Response(serializers.TimeLogSerializer(log).data, status=201)


class StepRounds(StrictAPIView):
    """What was sent at a step, round by round, for the learner and the mentors."""

    query_parameters = PAGING

    @extend_schema(
        operation_id="v1_me_enrollments_steps_rounds_list",
        parameters=PAGE_PARAMETERS,
        responses=paged(SentRoundSerializer),
    )
    def get(self, request: Request, pk: int, key: str) -> Response:
        """Return a page of rounds with their answers in effect, the newest first."""
        return answer_page(
            self,
            rounds_at(visible_row(request, pk, key)),
            lambda page: SentRoundSerializer(page, many=True).data,
        )


class StepComments(StrictAPIView):
    """What learner and mentors said at a step."""

    query_parameters = PAGING

    @extend_schema(
        operation_id="v1_me_enrollments_steps_comments_list",
        parameters=PAGE_PARAMETERS,
        responses=paged(serializers.PostedCommentSerializer),
    )
    def get(self, request: Request, pk: int, key: str) -> Response:
        """Return a page of comments, the newest first."""
        return answer_page(
            self,
            comments_at(visible_row(request, pk, key)),
            lambda page: serializers.PostedCommentSerializer(page, many=True).data,
        )


class PostComment(StrictAPIView):
    """A word at a step."""

    tag_headers = staticmethod(tag_headers)

    @extend_schema(
        request=serializers.CommentSerializer,
        responses={201: serializers.PostedCommentSerializer},
    )
    def post(self, request: Request, pk: int, key: str) -> Response:
        """Post a comment, as the learner or one of the mentors."""
        row = visible_row(request, pk, key)
        form = serializers.CommentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        with guarded(request, row) as version:
            comment = tracking.add_comment(
                progress=row,
                by=caller(request),
                now=timezone.now(),
                row_version=version,
                **form.validated_data,
            )
        return Response(serializers.PostedCommentSerializer(comment).data, status=201)
