"""Postings and CVs, read by API; the text is never kept."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import StrictAPIView
from profiles.models import EarnedCertification
from profiles.reading import TEXT_MAX
from profiles.requests import caller
from profiles.services import reading
from profiles.services.days import today_of
from roadmaps.services.postings import read_posting
from roles.models import Certification, Skill
from roles.models.skill import LEVEL_MAX


class TextSerializer(serializers.Serializer):
    """A text and what it is."""

    kind = serializers.ChoiceField(["posting", "cv"])
    text = serializers.CharField(max_length=TEXT_MAX, trim_whitespace=False)


class MentionSerializer(serializers.Serializer):
    """What names it: the words, the phrase around them, how often."""

    words = serializers.CharField(source="mention.words")
    phrase = serializers.CharField(source="mention.phrase")
    count = serializers.IntegerField(source="mention.count")


class TeachingStepSerializer(serializers.Serializer):
    """A step that teaches the skill up to a level (1 to 5)."""

    roadmap = serializers.CharField()
    key = serializers.CharField()
    title = serializers.CharField()
    level = serializers.IntegerField()
    is_own = serializers.BooleanField()
    url = serializers.CharField()


class NamedSkillSerializer(MentionSerializer):
    """A skill that a CV names."""

    skill = serializers.CharField(source="skill.slug")
    name = serializers.CharField(source="skill.name")


class AskedSkillSerializer(NamedSkillSerializer):
    """A skill that a text names; what follows `name` is told of a posting alone.

    `place` is hold, covered or uncovered.
    """

    place = serializers.ChoiceField(["hold", "covered", "uncovered"], required=False)
    level = serializers.IntegerField(required=False)
    state = serializers.CharField(source="held.state", required=False)
    steps = TeachingStepSerializer(many=True, required=False)
    elsewhere = TeachingStepSerializer(many=True, required=False)


class NamedCertificationSerializer(MentionSerializer):
    """A certification that a CV names."""

    certification = serializers.CharField(source="certification.slug")
    name = serializers.CharField(source="certification.name")


class ReadSerializer(serializers.Serializer):
    """What a text names; a posting's certifications are not looked for."""

    skills = AskedSkillSerializer(many=True)
    certifications = NamedCertificationSerializer(many=True)


class ReadPosting(StrictAPIView):
    """Reads a posting or a CV."""

    @extend_schema(request=TextSerializer, responses=ReadSerializer)
    def post(self, request: Request) -> Response:
        """Return what the text names; nothing of it is stored."""
        form = TextSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        text = form.validated_data["text"]
        day = today_of(caller(request), now=timezone.now())
        if form.validated_data["kind"] == "posting":
            posting = read_posting(user=caller(request), text=text, day=day)
            skills = AskedSkillSerializer(posting.asked, many=True).data
            return Response({"skills": skills, "certifications": []})
        found = reading.find_all(text, user=caller(request), day=day)
        named = NamedCertificationSerializer(found.certifications, many=True).data
        return Response(
            {
                "skills": NamedSkillSerializer(found.skills, many=True).data,
                "certifications": named,
            }
        )


class KeptCertificationSerializer(serializers.Serializer):
    """A certification that the learner confirms."""

    certification = serializers.SlugRelatedField(
        slug_field="slug", queryset=Certification.objects.published()
    )
    issued_on = serializers.DateField()
    expires_on = serializers.DateField(required=False, allow_null=True)
    credential_id = serializers.CharField(
        required=False, allow_blank=True, max_length=120
    )


class KeepSerializer(serializers.Serializer):
    """What the learner confirms: levels by skill (null: not rated yet)."""

    skills = serializers.DictField(
        child=serializers.IntegerField(
            min_value=0, max_value=LEVEL_MAX, allow_null=True
        ),
        default=dict,
    )
    certifications = KeptCertificationSerializer(many=True, default=list)

    def validate_skills(self, levels: dict[str, Any]) -> dict[Skill, Any]:
        """Return levels by skill; names the slugs that nobody knows."""
        known = {
            row.slug: row for row in Skill.objects.published().filter(slug__in=levels)
        }
        unknown = [slug for slug in levels if slug not in known]
        if unknown:
            raise serializers.ValidationError(
                {slug: ["There is no such skill."] for slug in unknown}
            )
        return {known[slug]: level for slug, level in levels.items()}


class KeptSerializer(serializers.Serializer):
    """How much is new in the profile."""

    kept = serializers.IntegerField()


class KeepFromText(StrictAPIView):
    """Keeps what the learner confirms of a CV."""

    @extend_schema(request=KeepSerializer, responses=KeptSerializer)
    def post(self, request: Request) -> Response:
        """Keep skills as claimed and certifications, all or nothing."""
        form = KeepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = caller(request)
        sent = form.validated_data
        chosen = reading.Chosen(
            skills=sent["skills"],
            certifications=[
                EarnedCertification(user=user, **row) for row in sent["certifications"]
            ],
        )
        kept = reading.keep(user=user, chosen=chosen, by=user, now=timezone.now())
        return Response({"kept": kept})
