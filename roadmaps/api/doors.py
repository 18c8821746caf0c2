"""Endpoints behind a token: an invitation, and a mentor's own link.

Each answers 404 alike for what is used, expired, revoked, foreign or unknown.
"""

from collections.abc import Callable
from typing import cast

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import Conflict, StrictAPIView, never_stored
from profiles.models import MentorLink, Mentorship, User
from profiles.requests import caller
from profiles.services import mentor_links
from profiles.services.invitations import (
    InvitationGoneError,
    SelfInvitationError,
    find_invitation,
)
from profiles.services.mentor_links import LinkGoneError, NotTakingError
from roadmaps.api import sharing_serializers as shown
from roadmaps.services import invitations


class MentorLinkSerializer(serializers.Serializer):
    """Whose link it is, and whether they take one mentee more."""

    mentor = serializers.CharField()
    is_taking = serializers.BooleanField()


@never_stored
class Invitation(StrictAPIView):
    """An invitation as whoever holds its link sees it."""

    permission_classes = [AllowAny]

    @extend_schema(responses=shown.OfferSerializer)
    def get(self, request: Request, token: str) -> Response:
        """Tell who asks what."""
        try:
            found = find_invitation(
                token=token, by=_person(request), now=timezone.now()
            )
        except InvitationGoneError as error:
            raise Http404 from error
        return Response(shown.OfferSerializer(found).data)


class AnswerInvitation(StrictAPIView):
    """An answer to an invitation; the routes name its service."""

    perform: Callable[..., Mentorship | None] | None = None

    @extend_schema(request=None, responses={200: shown.MentorshipSerializer, 204: None})
    def post(self, request: Request, token: str) -> Response:
        """Accept (200, with the mentorship) or decline (204)."""
        try:
            mentorship = cast("Callable[..., Mentorship | None]", self.perform)(
                token=token, by=caller(request), now=timezone.now()
            )
        except InvitationGoneError as error:
            raise Http404 from error
        except SelfInvitationError as error:
            raise serializers.ValidationError(
                {"non_field_errors": ["You cannot mentor yourself."]}
            ) from error
        if mentorship is None:
            return Response(status=204)
        return _mentorship(request, mentorship)


@never_stored
class OwnersLink(StrictAPIView):
    """A mentor's own link, which learners redeem."""

    permission_classes = [AllowAny]

    @extend_schema(responses=MentorLinkSerializer)
    def get(self, request: Request, token: str) -> Response:
        """Tell whose it is."""
        link = _find_link(request, token)
        told = {
            "mentor": link.mentor.display_name,
            "is_taking": mentor_links.is_taking(link.mentor),
        }
        return Response(MentorLinkSerializer(told).data)


class RedeemLink(StrictAPIView):
    """A mentor's own link, redeemed."""

    @extend_schema(
        request=shown.SharingSerializer, responses=shown.MentorshipSerializer
    )
    def post(self, request: Request, token: str) -> Response:
        """Become a mentee, sharing what was chosen and nothing else."""
        _find_link(request, token)  # An unknown link is told before what is missing.
        form = shown.SharingSerializer(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        try:
            mentorship = invitations.redeem_link(
                token=token,
                by=caller(request),
                now=timezone.now(),
                **form.validated_data,
            )
        except SelfInvitationError as error:
            raise serializers.ValidationError(
                {"non_field_errors": ["You cannot mentor yourself."]}
            ) from error
        except NotTakingError as error:
            raise Conflict(
                "not_taking_mentees",
                "This mentor takes nobody now.",
                current_state="full",
                allowed=[],
            ) from error
        return _mentorship(request, mentorship)


def _find_link(request: Request, token: str) -> MentorLink:
    try:
        return mentor_links.find_link(token=token, by=_person(request))
    except LinkGoneError as error:
        raise Http404 from error


def _person(request: Request) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _mentorship(request: Request, mentorship: Mentorship) -> Response:
    context = {"request": request}
    return Response(shown.MentorshipSerializer(mentorship, context=context).data)
