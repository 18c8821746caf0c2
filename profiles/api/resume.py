"""JSON Resume in and out, by API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import StrictAPIView
from profiles.requests import caller
from profiles.resume import TEXT_MAX, ResumeError
from profiles.services import accounts, resume
from profiles.services.days import today_of
from profiles.services.resume_export import export_resume


class ResumeFileSerializer(serializers.Serializer):
    """A file's text; `keep` keeps what is recognized, else it is only shown."""

    text = serializers.CharField(max_length=TEXT_MAX, trim_whitespace=False)
    keep = serializers.BooleanField(default=False)


class UnmatchedSerializer(serializers.Serializer):
    """What cannot be kept, and why."""

    section = serializers.CharField()
    title = serializers.CharField()
    reason = serializers.CharField()


class ResumePlanSerializer(serializers.Serializer):
    """What a file adds; `count` things are new, `same` are there already."""

    count = serializers.IntegerField()
    same = serializers.IntegerField()
    recognized = serializers.SerializerMethodField()
    unmatched = UnmatchedSerializer(many=True)
    ignored = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())

    def get_recognized(self, plan: resume.ResumePlan) -> dict[str, list[str]]:
        """Return the names of what is new, by section."""
        return {
            "profile": sorted(plan.profile),
            "work": [str(job) for job in plan.jobs],
            "education": [str(study) for study in plan.studies],
            "projects": [project.title for project, _ in plan.projects],
            "certificates": [one.certification.name for one in plan.certifications],
            "skills": [skill.name for skill in plan.skills],
        }


class MyJsonResume(StrictAPIView):
    """The learner's résumé in the open format."""

    @extend_schema(responses={200: dict[str, Any]})
    def get(self, request: Request) -> Response:
        """Return the résumé as JSON Resume 1.0."""
        accounts.ensure_profile(user=caller(request))
        user = caller(request)
        day = today_of(user, now=timezone.now())
        return Response(export_resume(user=user, day=day))

    @extend_schema(request=ResumeFileSerializer, responses=ResumePlanSerializer)
    def post(self, request: Request) -> Response:
        """Show what a file adds, or keep it."""
        form = ResumeFileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user, now = caller(request), timezone.now()
        accounts.ensure_profile(user=user)
        text = form.validated_data["text"]
        try:
            if form.validated_data["keep"]:
                plan = resume.keep_resume(user=user, text=text, by=user, now=now)
            else:
                plan = resume.plan_resume(user=user, text=text, now=now)
        except ResumeError as error:
            raise serializers.ValidationError({"text": [str(error)]}) from error
        return Response(ResumePlanSerializer(plan).data)
