"""Endpoints of what a mentor states: terms, break, link, replies, notes, evening."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from careersite.common.api import StrictAPIView, StrictViewSet
from careersite.common.api_versions import VersionedMixin
from careersite.common.mail import absolute_url
from profiles.models import MentorLink, Mentorship, Profile, Scope
from profiles.requests import caller
from profiles.services import accounts, mentor_links
from profiles.services.mentoring import set_taking_mentees
from roadmaps.api import mentoring_serializers as shown
from roadmaps.models import Enrollment, SavedReply
from roadmaps.services import desk, partings, replies
from roadmaps.services.confirmations import (
    read_confirmed,
    take_back_confirmation,
)
from roadmaps.services.evening import read_evening
from roadmaps.services.mentee import read_mentee
from roadmaps.services.plan import read_plan
from roles.models import Skill


class MentorSettings(VersionedMixin, StrictAPIView):
    """Review days, limits and the promise."""

    def held(self, request: Request, **_: Any) -> QuerySet[Profile]:
        """Return the row that keeps them."""
        return accounts.profile_of(caller(request))

    @extend_schema(responses=shown.TermsSerializer)
    def get(self, request: Request) -> Response:
        """Return what the caller states."""
        profile = accounts.ensure_profile(user=caller(request))
        return Response(shown.TermsSerializer(profile).data)

    @extend_schema(
        request=shown.TermsSerializer(partial=True), responses=shown.TermsSerializer
    )
    def patch(self, request: Request) -> Response:
        """Change some of it; waits count by it from now on."""
        profile = accounts.ensure_profile(user=caller(request))
        form = shown.TermsSerializer(profile, request.data, partial=True)
        form.is_valid(raise_exception=True)
        stated = dict(form.validated_data)
        if "is_taking_mentees" in stated:
            set_taking_mentees(
                mentor=profile.user, is_taking=stated.pop("is_taking_mentees")
            )
            profile.refresh_from_db()
        profile.state_terms(**stated)
        return Response(shown.TermsSerializer(profile).data)


class MentorBreak(StrictAPIView):
    """A break from all mentees."""

    @extend_schema(request=None, responses=shown.TermsSerializer)
    def put(self, request: Request) -> Response:
        """Take it; whose round waits is told. Repeated, nothing changes."""
        profile = accounts.ensure_profile(user=caller(request))
        partings.take_break(mentor=profile.user, now=timezone.now())
        return Response(shown.TermsSerializer(profile.user.profile).data)

    @extend_schema(responses={200: shown.TermsSerializer})
    def delete(self, request: Request) -> Response:
        """Come back."""
        profile = accounts.ensure_profile(user=caller(request))
        partings.come_back(mentor=profile.user)
        return Response(shown.TermsSerializer(profile.user.profile).data)


class MentorDesk(StrictAPIView):
    """How many rounds stand in each tab, and how long answers usually take."""

    @extend_schema(responses=shown.UsualDaysSerializer)
    def get(self, request: Request) -> Response:
        """Return the figures above the queue."""
        mentor = caller(request)
        told = {"usual_days": desk.usual_days(mentor), "counts": desk.counts(mentor)}
        return Response(shown.UsualDaysSerializer(told).data)


class MentorEvening(StrictAPIView):
    """One evening of reviews."""

    @extend_schema(responses=shown.EveningSerializer)
    def get(self, request: Request) -> Response:
        """Return what fits into it; start each review at its own address."""
        profile = accounts.ensure_profile(user=caller(request))
        evening = read_evening(profile.user, now=timezone.now())
        return Response(shown.EveningSerializer(evening).data)


class OwnLink(VersionedMixin, StrictAPIView):
    """The caller's own link, by which learners come."""

    @extend_schema(responses=shown.MadeLinkSerializer)
    def get(self, request: Request) -> Response:
        """Tell whether there is one; its address is never told again."""
        has_link = MentorLink.objects.of(caller(request)).exists()
        return Response({"has_link": has_link, "url": None})

    @extend_schema(request=None, responses={201: shown.MadeLinkSerializer})
    def post(self, request: Request) -> Response:
        """Make a new one; the one before works no more."""
        token = mentor_links.renew_link(mentor=caller(request), now=timezone.now())
        url = absolute_url(mentor_links.PAGE.format(token))
        return Response({"has_link": True, "url": url}, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Let none lead to the caller any more."""
        mentor_links.drop_link(mentor=caller(request))
        return Response(status=204)


class ReplyViewSet(VersionedMixin, StrictViewSet, viewsets.ModelViewSet):
    """The caller's saved replies."""

    queryset = SavedReply.objects.none()
    serializer_class = shown.ReplySerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[SavedReply]:
        """Return the caller's own replies by title."""
        return SavedReply.objects.of(caller(self.request))

    def perform_create(self, serializer: BaseSerializer) -> None:
        self._save(serializer, SavedReply(mentor=caller(self.request)))

    def perform_update(self, serializer: BaseSerializer) -> None:
        self._save(serializer, serializer.instance)

    def _save(self, serializer: BaseSerializer, reply: Any) -> None:
        kept = {"title": reply.title, "text": reply.text}
        serializer.instance = replies.save_reply(
            reply=reply, **{**kept, **serializer.validated_data}
        )

    def perform_destroy(self, instance: SavedReply) -> None:
        replies.delete_reply(reply=instance)


class Mentee(StrictAPIView):
    """One mentee, section by section."""

    @extend_schema(responses=shown.MenteeDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Return what the learner shares."""
        enrollment = _mentored(request, pk)
        mentee = read_mentee(enrollment, mentor=caller(request), now=timezone.now())
        sees_steps = Scope.STEPS in mentee.mentorship.scopes
        context = {"plan": read_plan(enrollment) if sees_steps else None}
        return Response(shown.MenteeDetailSerializer(mentee, context=context).data)


class MenteeNote(StrictAPIView):
    """The mentor's private note on a mentee."""

    @extend_schema(
        request=shown.PrivateNoteSerializer, responses=shown.PrivateNoteSerializer
    )
    def put(self, request: Request, pk: int) -> Response:
        """Keep it."""
        enrollment = _mentored(request, pk)
        mentorship = Mentorship.objects.active().get(
            mentor=caller(request), enrollments__enrollment=enrollment
        )
        form = shown.PrivateNoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        mentorship.note(form.validated_data["note"])
        return Response({"note": mentorship.private_note})


class ConfirmationUndo(StrictAPIView):
    """Takes back a level that the mentor confirmed."""

    @extend_schema(request=None, responses=shown.ConfirmedSkillSerializer(many=True))
    def post(self, request: Request, pk: int, slug: str) -> Response:
        """Let the skill fall back; returns what stays confirmed by the caller."""
        enrollment, by = _mentored(request, pk), caller(request)
        skill = get_object_or_404(Skill, slug=slug)
        take_back_confirmation(
            enrollment=enrollment, skill=skill, by=by, now=timezone.now()
        )
        left = read_confirmed(enrollment.learner, mentor=by)
        return Response(shown.ConfirmedSkillSerializer(left, many=True).data)


def _mentored(request: Request, pk: int) -> Enrollment:
    own = Enrollment.objects.mentored_by(caller(request))
    found = own.select_related("learner__profile", "roadmap")
    return get_object_or_404(found, pk=pk)
