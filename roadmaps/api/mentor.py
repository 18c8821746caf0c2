"""The mentor's endpoints: queue, rounds and mentees; each write is one service."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.serializers import Serializer

from careersite.common.api import Conflict, StrictAPIView, paged
from careersite.common.api_guards import OnePassPagination, Pagination
from careersite.common.api_versions import VersionedMixin
from profiles.requests import caller
from roadmaps.api import mentor_people as people
from roadmaps.api import mentor_serializers as serializers
from roadmaps.api import mentor_settings as settings
from roadmaps.api import serializers as step_serializers
from roadmaps.api.acting import StepAction
from roadmaps.models import Enrollment, Review, StepProgress, Submission
from roadmaps.services import desk, review, tracking
from roadmaps.services.review import ReviewConflictError
from roadmaps.services.review.reading import find_round, read_round

PAGING = ("page", "page_size")


class MentorQueue(StrictAPIView):
    """Rounds that wait for the mentor, went back to learners, or are finished."""

    query_parameters = ("tab", "q", "roadmap", "order", *PAGING)

    @extend_schema(
        parameters=[
            serializers.QueueQuerySerializer,
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses=paged(serializers.QueuedRoundSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of one tab, the longest wait first."""
        wishes = {
            name: value
            for name, value in request.query_params.items()
            if name not in PAGING
        }
        query = serializers.QueueQuerySerializer(data=wishes)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        found = desk.rounds(
            caller(request),
            tab=wanted["tab"],
            text=wanted["q"],
            roadmap=wanted["roadmap"],
            order=wanted["order"],
        )
        pages = OnePassPagination()
        page = pages.paginate_queryset(found, request, view=self)
        rows = desk.as_rows(page or (), mentor=caller(request), now=timezone.now())
        shown = serializers.QueuedRoundSerializer(rows, many=True).data
        return pages.get_paginated_response(shown)


class MentorMentees(StrictAPIView):
    """Who is mentored, and how far they are."""

    query_parameters = ("q", "attention", *PAGING)

    @extend_schema(
        operation_id="v1_mentor_mentees_list",
        parameters=[
            serializers.MenteesQuerySerializer,
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses=paged(serializers.MenteeSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of mentees by name."""
        pages = Pagination()
        now = timezone.now()
        wishes = {
            name: value
            for name, value in request.query_params.items()
            if name not in PAGING
        }
        query = serializers.MenteesQuerySerializer(data=wishes)
        query.is_valid(raise_exception=True)
        found = desk.mentee_enrollments(
            caller(request),
            now=now,
            text=query.validated_data["q"],
            needs_attention=query.validated_data["attention"],
        )
        page = pages.paginate_queryset(found, request, view=self)
        mentees = desk.as_mentees(page or (), now=now)
        shown = serializers.MenteeSerializer(mentees, many=True).data
        return pages.get_paginated_response(shown)


class OfRound(VersionedMixin, StrictAPIView):
    """Something about one round."""

    def present(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        """Return the round as its own address shows it."""
        return _shown(request, kwargs["pk"]).data

    def held(self, request: Request, **kwargs: Any) -> QuerySet[StepProgress]:
        """Return the row that every service of a round locks first."""
        return StepProgress.objects.filter(submissions=kwargs["pk"])


class MentorReview(OfRound):
    """One round: read it, or put a draft."""

    @extend_schema(responses=serializers.RoundSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Return the round with the caller's own draft."""
        return _shown(request, pk)

    @extend_schema(
        request=serializers.DraftSerializer, responses=serializers.RoundSerializer
    )
    def put(self, request: Request, pk: int) -> Response:
        """Save the draft; the first one starts the review."""
        form = serializers.DraftSerializer(data=request.data)
        _check(form, request, pk)
        _do(request, pk, review.save_draft, draft=form.to_draft())
        return _shown(request, pk)


class MentorStart(OfRound):
    """Says that the mentor is at it."""

    @extend_schema(request=None, responses=serializers.ActedSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Start the review; repeated, it changes nothing."""
        return _act(request, pk, review.start_review)


class MentorDecide(OfRound):
    """Answers the round by the saved draft."""

    @extend_schema(
        request=serializers.DecisionSerializer, responses=serializers.ActedSerializer
    )
    def post(self, request: Request, pk: int) -> Response:
        """Approve, ask for changes or comment; in effect after ten minutes."""
        form = serializers.DecisionSerializer(data=request.data)
        _check(form, request, pk)
        decision = Review.Decision(form.validated_data["decision"])
        return _act(request, pk, review.decide, decision=decision)


class MentorUndo(OfRound):
    """Takes a decision back before its effect."""

    @extend_schema(request=None, responses=serializers.ActedSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Turn the decision into a draft again."""
        return _act(request, pk, review.undo_decision)


class MentorSendNow(OfRound):
    """Ends the ten minutes."""

    @extend_schema(request=None, responses=serializers.ActedSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Let the decision come into effect at once."""
        return _act(request, pk, review.send_now)


class WaiverObjection(StepAction):
    """A mentor's objection to a waiver: the step is the learner's to do again."""

    serializer_class = step_serializers.SkipSerializer

    def find(self, request: Request, pk: int, key: str) -> StepProgress:
        """Return a mentee's row."""
        own = Enrollment.objects.mentored_by(caller(request))
        rows = StepProgress.objects.with_step().filter(enrollment__in=own)
        return get_object_or_404(rows, enrollment=pk, step_key=key)

    def act(
        self, row: StepProgress, request: Request, words: dict[str, Any]
    ) -> StepProgress:
        """Take the waiver back with the reason."""
        return tracking.object_to_waiver(
            progress=row, by=caller(request), now=timezone.now(), **words
        )


def _check(form: Serializer, request: Request, pk: int) -> None:
    """Refuse wrong input; a stranger learns nothing, not even what is missing."""
    if not form.is_valid():
        _find(request, pk)
        raise ValidationError(form.errors)


def _find(request: Request, pk: int) -> Submission:
    try:
        return find_round(pk, by=caller(request))
    except Submission.DoesNotExist as error:
        raise Http404 from error


def _do(request: Request, pk: int, verb: Callable[..., Review], **words: Any) -> Review:
    """Let a verb of the service act and return the caller's review."""
    try:
        return verb(
            submission=Submission(pk=pk),
            by=caller(request),
            now=timezone.now(),
            **words,
        )
    except Submission.DoesNotExist as error:
        raise Http404 from error
    except ReviewConflictError as conflict:
        raise Conflict(
            conflict.code,
            conflict.detail,
            current_state=conflict.current_state,
            allowed=list(conflict.allowed),
        ) from conflict


def _act(
    request: Request, pk: int, verb: Callable[..., Review], **words: Any
) -> Response:
    """Act, and tell what that changed; the round itself stays as it was read."""
    done = _do(request, pk, verb, **words)
    return Response(serializers.ActedSerializer(done).data)


def _shown(request: Request, pk: int) -> Response:
    reading = read_round(_find(request, pk), by=caller(request))
    return Response(serializers.RoundSerializer(reading).data)


router = SimpleRouter(use_regex_path=False)
router.register("replies", settings.ReplyViewSet, basename="mentor_reply")

one_review = "reviews/<int:pk>/"
urlpatterns = [
    path("queue/", MentorQueue.as_view(), name="mentor_queue"),
    path("desk/", settings.MentorDesk.as_view(), name="mentor_desk"),
    path("evening/", settings.MentorEvening.as_view(), name="mentor_evening"),
    path("settings/", settings.MentorSettings.as_view(), name="mentor_settings"),
    path("break/", settings.MentorBreak.as_view(), name="mentor_break"),
    path("link/", settings.OwnLink.as_view(), name="mentor_link"),
    path("mentees/", MentorMentees.as_view(), name="mentor_mentees"),
    path("mentees/<int:pk>/", settings.Mentee.as_view(), name="mentor_mentee"),
    path(
        "mentees/<int:pk>/note/",
        settings.MenteeNote.as_view(),
        name="mentor_mentee_note",
    ),
    path(
        "mentees/<int:pk>/skills/<slug:slug>/undo/",
        settings.ConfirmationUndo.as_view(),
        name="mentor_confirmation_undo",
    ),
    path(
        "mentees/<int:pk>/steps/<slug:key>/object/",
        WaiverObjection.as_view(),
        name="mentor_waiver_object",
    ),
    path("former/", people.FormerLearners.as_view(), name="mentor_former"),
    path("people/<int:pk>/", people.MenteeProfile.as_view(), name="mentor_person"),
    *router.urls,
    path(one_review, MentorReview.as_view(), name="mentor_review"),
    path(f"{one_review}start/", MentorStart.as_view(), name="mentor_start"),
    path(f"{one_review}decide/", MentorDecide.as_view(), name="mentor_decide"),
    path(f"{one_review}undo/", MentorUndo.as_view(), name="mentor_undo"),
    path(f"{one_review}send-now/", MentorSendNow.as_view(), name="mentor_send_now"),
]
