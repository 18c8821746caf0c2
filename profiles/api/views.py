"""Endpoints of the signed-in person; each write is one service call."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from careersite.common.api import StrictAPIView, StrictViewSet
from careersite.common.api_versions import VersionedMixin
from profiles.api import serializers
from profiles.models import (
    EarnedCertification,
    EducationEntry,
    HeldSkill,
    Profile,
    Project,
    WorkEntry,
)
from profiles.requests import caller
from profiles.services import accounts, experience, portfolio, skills
from roles.models import Skill


class MyProfile(VersionedMixin, StrictAPIView):
    """The learner's own profile."""

    def held(self, request: Request, **_: Any) -> QuerySet[Profile]:
        """Return the profile's row."""
        return accounts.profile_of(caller(request))

    @extend_schema(responses=serializers.ProfileSerializer)
    def get(self, request: Request) -> Response:
        """Return the profile."""
        profile = accounts.ensure_profile(user=caller(request))
        return Response(serializers.ProfileSerializer(profile).data)

    @extend_schema(
        request=serializers.ProfileSerializer(partial=True),
        responses=serializers.ProfileSerializer,
    )
    def patch(self, request: Request) -> Response:
        """Change some fields."""
        profile = accounts.ensure_profile(user=caller(request))
        form = serializers.ProfileSerializer(profile, request.data, partial=True)
        form.is_valid(raise_exception=True)
        form.save()
        return Response(form.data)


class MySkillViewSet(VersionedMixin, mixins.ListModelMixin, StrictViewSet):
    """What the learner holds, by the skill's slug."""

    queryset = HeldSkill.objects.none()
    serializer_class = serializers.HeldSkillSerializer
    lookup_field = "skill__slug"
    lookup_url_kwarg = "slug"
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[HeldSkill]:
        """Return the learner's own skills, in one order."""
        return (
            HeldSkill.objects.of(caller(self.request)).with_evidence().order_by("skill")
        )

    def held(self, request: Request, **kwargs: Any) -> QuerySet[HeldSkill]:
        """Return the learner's row, where there is one."""
        return HeldSkill.objects.of(caller(request)).filter(skill__slug=kwargs["slug"])

    def retrieve(self, request: Request, slug: str) -> Response:
        """Return one skill; one that was never rated is unrated."""
        return Response(self._shown(self._skill(slug)))

    @extend_schema(
        operation_id="v1_me_skills_claim_many",
        request=serializers.ClaimsSerializer,
        responses=serializers.ClaimedSerializer,
    )
    def claim_many(self, request: Request) -> Response:
        """Claim the levels of several skills at once; null makes one unrated."""
        form = serializers.ClaimsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data["levels"]
        found = Skill.objects.published().filter(slug__in=wanted)
        by_slug = {skill.slug: skill for skill in found}
        unknown = sorted(set(wanted) - set(by_slug))
        if unknown:
            raise ValidationError({slug: ["Unknown skill."] for slug in unknown})
        changed = skills.claim_many(
            user=caller(request),
            levels={by_slug[slug]: level for slug, level in wanted.items()},
            by=caller(request),
            now=timezone.now(),
        )
        return Response({"changed": len(changed)})

    @extend_schema(request=serializers.ClaimSerializer)
    def update(self, request: Request, slug: str) -> Response:
        """Claim a level, or make the skill unrated."""
        skill = self._skill(slug)
        form = serializers.ClaimSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        skills.claim(
            user=caller(request),
            skill=skill,
            level=form.validated_data["claimed_level"],
            by=caller(request),
            now=timezone.now(),
        )
        return Response(self._shown(skill))

    @extend_schema(request=serializers.ClaimSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        """Claim a level, or make the skill unrated."""
        return self.update(request, slug)

    def _skill(self, slug: str) -> Skill:
        published = Skill.objects.published().select_related("category")
        return get_object_or_404(published, slug=slug)

    def _shown(self, skill: Skill) -> dict[str, Any]:
        held = self.get_queryset().filter(skill=skill).first()
        if held is None:
            return serializers.unrated_skill(skill)
        return self.get_serializer(held).data


class OwnedViewSet(VersionedMixin, StrictViewSet, viewsets.ModelViewSet):
    """Rows that belong to the learner; those of others do not exist here."""

    lookup_value_converter = "int"

    def perform_create(self, serializer: BaseSerializer) -> None:
        self._save(serializer, self._new())

    def perform_update(self, serializer: BaseSerializer) -> None:
        self._save(serializer, serializer.instance)

    def _new(self) -> Any:
        """Return an unsaved row of the learner's."""
        raise NotImplementedError

    def _save(self, serializer: BaseSerializer, row: Any) -> None:
        """Hand what was sent to the service."""
        raise NotImplementedError


class MyProjectViewSet(OwnedViewSet):
    """The learner's projects."""

    queryset = Project.objects.none()
    serializer_class = serializers.ProjectSerializer

    def get_queryset(self) -> QuerySet[Project]:
        """Return the learner's own projects."""
        return caller(self.request).projects.prefetch_related("skills")

    def perform_destroy(self, instance: Project) -> None:
        portfolio.delete_project(
            project=instance, by=caller(self.request), now=timezone.now()
        )

    def _new(self) -> Project:
        return Project(user=caller(self.request))

    def _save(self, serializer: BaseSerializer, row: Project) -> None:
        sent = dict(serializer.validated_data)
        kept = row.skills.all() if row.pk else ()
        shows = sent.pop("skills", kept)
        for name, value in sent.items():
            setattr(row, name, value)
        serializer.instance = portfolio.save_project(
            project=row, shows=shows, by=caller(self.request), now=timezone.now()
        )


class MyCertificationViewSet(OwnedViewSet):
    """The certificates that the learner holds."""

    queryset = EarnedCertification.objects.none()
    serializer_class = serializers.EarnedCertificationSerializer

    def get_queryset(self) -> QuerySet[EarnedCertification]:
        """Return the learner's own certificates."""
        return caller(self.request).earned_certifications.select_related(
            "certification"
        )

    def perform_destroy(self, instance: EarnedCertification) -> None:
        portfolio.delete_certification(
            earned=instance, by=caller(self.request), now=timezone.now()
        )

    def _new(self) -> EarnedCertification:
        return EarnedCertification(user=caller(self.request))

    def _save(self, serializer: BaseSerializer, row: EarnedCertification) -> None:
        for name, value in serializer.validated_data.items():
            setattr(row, name, value)
        serializer.instance = portfolio.save_certification(
            earned=row, by=caller(self.request), now=timezone.now()
        )


class ExperienceViewSet(OwnedViewSet):
    """Work or study of the learner."""

    def _save(self, serializer: BaseSerializer, row: Any) -> None:
        for name, value in serializer.validated_data.items():
            setattr(row, name, value)
        serializer.instance = experience.save_entry(row)


class MyWorkViewSet(ExperienceViewSet):
    """The learner's jobs, the latest first."""

    queryset = WorkEntry.objects.none()
    serializer_class = serializers.WorkEntrySerializer

    def get_queryset(self) -> QuerySet[WorkEntry]:
        """Return the learner's own jobs."""
        return caller(self.request).work_entries.all()

    def _new(self) -> WorkEntry:
        return WorkEntry(user=caller(self.request))


class MyEducationViewSet(ExperienceViewSet):
    """The learner's studies, the latest first."""

    queryset = EducationEntry.objects.none()
    serializer_class = serializers.EducationEntrySerializer

    def get_queryset(self) -> QuerySet[EducationEntry]:
        """Return the learner's own studies."""
        return caller(self.request).education_entries.all()

    def _new(self) -> EducationEntry:
        return EducationEntry(user=caller(self.request))
