"""Endpoints of a learner's mentors, invitations and blocks, and of both sides."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import (
    PAGE_PARAMETERS,
    PAGING,
    Conflict,
    StrictAPIView,
    StrictViewSet,
    answer_page,
    paged,
)
from careersite.common.api_versions import VersionedMixin
from careersite.common.mail import absolute_url
from profiles.models import Block, MentorInvitation, Mentorship
from profiles.requests import caller
from profiles.services import safety
from profiles.services.invitations import (
    PAGE,
    InvitationGoneError,
    SelfInvitationError,
    TooManyInvitationsError,
    revoke_invitation,
)
from roadmaps.api import sharing_serializers as shown
from roadmaps.services import invitations, partings
from roadmaps.services.mentee import as_own_mentors, own_mentorships


class MyMentors(StrictAPIView):
    """The caller's mentors, what each sees, and what learner and mentor are told."""

    query_parameters = PAGING

    @extend_schema(
        operation_id="v1_me_mentors_list",
        parameters=PAGE_PARAMETERS,
        responses=paged(shown.OwnMentorSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of the mentors under way."""
        now = timezone.now()

        def show(page: Sequence[Mentorship]) -> Any:
            own = as_own_mentors(page, now=now)
            return shown.OwnMentorSerializer(own, many=True).data

        return answer_page(self, own_mentorships(caller(request)), show)


class LeftWaiting(StrictAPIView):
    """Steps in review that no mentor reviews any more."""

    query_parameters = PAGING

    @extend_schema(
        operation_id="v1_me_left_waiting_list",
        parameters=PAGE_PARAMETERS,
        responses=paged(shown.LeftWaitingSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of them, the longest wait first."""
        return answer_page(
            self,
            partings.left_waiting(caller(request)),
            lambda page: shown.LeftWaitingSerializer(page, many=True).data,
        )


class MyInvitationViewSet(
    VersionedMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, StrictViewSet
):
    """Invitations that the caller made; deleting one takes it back."""

    queryset = MentorInvitation.objects.none()
    serializer_class = shown.InvitationSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[MentorInvitation]:
        """Return the caller's invitations, newest first.

        One taken back is gone, but may be taken back once more.
        """
        own = MentorInvitation.objects.of(caller(self.request))
        if self.action != "destroy":
            own = own.standing()
        return own.prefetch_related("enrollments")

    @extend_schema(
        request=shown.InviteSerializer,
        responses={200: shown.InvitedSerializer, 201: shown.InvitedSerializer},
    )
    def create(self, request: Request) -> Response:
        """Ask by mail, or without an address by a link that this answer alone holds.

        Asked again while it waits, the same invitation comes back with 200.
        """
        form = shown.InviteSerializer(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        try:
            invited = invitations.invite_mentor(
                by=caller(request), now=timezone.now(), **form.validated_data
            )
        except SelfInvitationError as error:
            raise serializers.ValidationError({"email": [str(error)]}) from error
        except TooManyInvitationsError as error:
            raise exceptions.Throttled(error.retry_after, str(error)) from error
        url = absolute_url(PAGE.format(invited.token)) if invited.token else None
        told = shown.InvitedSerializer({"invitation": invited.invitation, "url": url})
        return Response(told.data, status=201 if invited.is_new else 200)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take an invitation back that nobody has answered."""
        invitation = self.get_object()
        try:
            revoke_invitation(
                invitation=invitation, by=caller(request), now=timezone.now()
            )
        except InvitationGoneError as error:
            raise Conflict(
                "invitation_closed",
                "It was answered, or its time is over.",
                current_state=invitation.status,
                allowed=[],
            ) from error
        return Response(status=204)


class MyMentorshipViewSet(
    VersionedMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, StrictViewSet
):
    """Mentorships of the caller, from either side, also ended ones."""

    queryset = Mentorship.objects.none()
    serializer_class = shown.MentorshipSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Mentorship]:
        """Return the caller's mentorships, the oldest first."""
        own = Mentorship.objects.with_party(caller(self.request))
        return own.select_related("learner", "mentor").prefetch_related("enrollments")


class OfMentorship(VersionedMixin, StrictAPIView):
    """Something about one mentorship of the caller, from either side."""

    def present(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        """Return the mentorship as its own address shows it."""
        own = Mentorship.objects.with_party(caller(request))
        found = get_object_or_404(own.select_related("learner", "mentor"), **kwargs)
        context = {"request": request}
        return shown.MentorshipSerializer(found, context=context).data

    def held(self, request: Request, **kwargs: Any) -> QuerySet[Mentorship]:
        """Return the mentorship's row."""
        return Mentorship.objects.with_party(caller(request)).filter(**kwargs)


class MySharing(OfMentorship):
    """What a mentor sees and does, as the learner wants it."""

    @extend_schema(
        request=shown.SharingSerializer, responses=shown.MentorshipSerializer
    )
    def put(self, request: Request, pk: int) -> Response:
        """Change it; it holds from the next request on."""
        own = Mentorship.objects.active().of(caller(request)).select_related("mentor")
        mentorship = get_object_or_404(own, pk=pk)
        context = {"request": request}
        form = shown.SharingSerializer(data=request.data, context=context)
        form.is_valid(raise_exception=True)
        changed = invitations.change_mentorship(
            mentorship=mentorship,
            by=caller(request),
            now=timezone.now(),
            **form.validated_data,
        )
        return Response(shown.MentorshipSerializer(changed, context=context).data)


class Parting(OfMentorship):
    """Something that either side does; the routes name its service."""

    perform: Callable[..., None] | None = None
    takes_ended = False

    @extend_schema(request=None, responses=shown.MentorshipSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Do it; repeated, it changes nothing."""
        own = Mentorship.objects.with_party(caller(request))
        if not self.takes_ended:
            own = own.active()
        found = get_object_or_404(
            own.select_related("learner", "mentor__profile"), pk=pk
        )
        cast("Callable[..., None]", self.perform)(
            mentorship=found, by=caller(request), now=timezone.now()
        )
        found.refresh_from_db()
        context = {"request": request}
        return Response(shown.MentorshipSerializer(found, context=context).data)


class ReportAbuse(StrictAPIView):
    """Tells the operators what the other side did."""

    @extend_schema(request=shown.AbuseSerializer, responses={201: None})
    def post(self, request: Request, pk: int) -> Response:
        """Report it; also of a mentorship that ended."""
        own = Mentorship.objects.with_party(caller(request))
        mentorship = get_object_or_404(own.select_related("learner", "mentor"), pk=pk)
        form = shown.AbuseSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        safety.report_abuse(
            mentorship=mentorship,
            text=form.validated_data["text"],
            by=caller(request),
            now=timezone.now(),
        )
        return Response(status=201)


class MyBlockViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, StrictViewSet):
    """Whom the caller shut out; deleting lets them in again."""

    queryset = Block.objects.none()
    serializer_class = shown.BlockSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Block]:
        """Return the caller's blocks, newest first."""
        return Block.objects.by(caller(self.request)).select_related("blocked")

    def perform_destroy(self, instance: Block) -> None:
        safety.unblock(block=instance)
