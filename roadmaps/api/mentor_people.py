"""Endpoints of what a mentor sees of learners beside their roadmaps."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import (
    PAGE_PARAMETERS,
    PAGING,
    StrictAPIView,
    answer_page,
    never_stored,
    paged,
)
from profiles.api.privacy import PersonSerializer, person_data
from profiles.models import Mentorship
from profiles.requests import caller
from profiles.services import sections
from roadmaps.models import KeptWords


class KeptVerdictSerializer(serializers.Serializer):
    """What was said of one criterion."""

    verdict = serializers.CharField()
    text = serializers.CharField()


class KeptWordsSerializer(serializers.ModelSerializer):
    """A review or comment of the caller's, without any trace of the learner.

    `decision` is empty for comments.
    """

    roadmap = serializers.CharField(source="roadmap_title")
    step = serializers.CharField(source="step_title")
    verdicts = KeptVerdictSerializer(many=True)

    class Meta:
        model = KeptWords
        fields = [
            "id",
            "kind",
            "roadmap",
            "step",
            "decision",
            "text",
            "verdicts",
            "written_at",
        ]


class FormerLearners(StrictAPIView):
    """The caller's own words on the work of learners who left."""

    query_parameters = PAGING

    @extend_schema(
        operation_id="v1_mentor_former_list",
        parameters=PAGE_PARAMETERS,
        responses=paged(KeptWordsSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of them, the newest first."""
        return answer_page(
            self,
            KeptWords.objects.by(caller(request)),
            lambda page: KeptWordsSerializer(page, many=True).data,
        )


@never_stored
class MenteeProfile(StrictAPIView):
    """A mentee's profile, by the number of the mentorship."""

    @extend_schema(responses=PersonSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Return what the scopes and the learner's openness allow; maybe nothing."""
        mentorships = Mentorship.objects.active().by(caller(request))
        found = mentorships.select_related("learner__profile")
        learner = get_object_or_404(found, pk=pk).learner
        view = sections.view_for(learner, caller(request))
        shown = sections.read_sections(view, now=timezone.now())
        return Response(person_data(learner, shown))
