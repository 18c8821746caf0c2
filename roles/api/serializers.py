"""Content as JSON. What is not published shows as null, never by name."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from roles.api.source_serializers import (
    ExternalCodeSerializer,
    PublishedSlug,
    SourceNameSerializer,
)
from roles.models import (
    Certification,
    CertificationSkill,
    Duty,
    Faq,
    FaqAnswer,
    InterviewQuestion,
    Role,
    RoleAlias,
    RoleCertification,
    RoleSkill,
    Skill,
)


class SkillSerializer(serializers.ModelSerializer):
    """A skill with its family and other names."""

    category = serializers.SlugRelatedField(slug_field="code", read_only=True)
    aliases = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)

    class Meta:
        model = Skill
        fields = ["id", "slug", "name", "kind", "category", "aliases", "description"]


@extend_schema_serializer(component_name="Skill")
class ListedSkillSerializer(SkillSerializer):
    """A skill in a list, which is read as rows: see SkillQuerySet.as_rows."""

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        """Return the declared fields; fields that look them up cost five times that."""
        return {
            "id": instance["id"],
            "slug": instance["slug"],
            "name": instance["name"],
            "kind": instance["kind"],
            "category": instance["family"],
            "aliases": instance["names"],
            "description": instance["description"],
        }


class SkillRoleSerializer(serializers.ModelSerializer):
    """How much a role asks of one skill."""

    role = PublishedSlug()
    source = SourceNameSerializer(read_only=True, allow_null=True)

    class Meta:
        model = RoleSkill
        fields = ["role", "house_level", "importance", "required_level", "source"]


class SkillDetailSerializer(SkillSerializer):
    """A skill with what comes before it and who asks for it."""

    prerequisites = serializers.SlugRelatedField(
        slug_field="slug", many=True, read_only=True
    )
    roles = SkillRoleSerializer(source="role_requirements", many=True, read_only=True)
    external_codes = ExternalCodeSerializer(many=True, read_only=True)

    class Meta(SkillSerializer.Meta):
        fields = [
            *SkillSerializer.Meta.fields,
            "prerequisites",
            "roles",
            "external_codes",
        ]


class RoleSerializer(serializers.ModelSerializer):
    """A career in a list."""

    class Meta:
        model = Role
        fields = ["id", "slug", "title", "summary", "lead", "reviewed_on", "updated_at"]


class RoleAliasSerializer(serializers.ModelSerializer):
    """Another title of a role."""

    class Meta:
        model = RoleAlias
        fields = ["name", "kind"]


class RoleSkillSerializer(serializers.ModelSerializer):
    """What a role asks of a skill at one house level, with who says so."""

    skill = PublishedSlug()
    source = SourceNameSerializer(read_only=True, allow_null=True)

    class Meta:
        model = RoleSkill
        fields = ["skill", "house_level", "importance", "required_level", "source"]


class DutySerializer(serializers.ModelSerializer):
    """What people in a role do."""

    source = SourceNameSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Duty
        fields = ["key", "text", "cadence", "house_level", "rank", "source"]


class RoleCertificationSerializer(serializers.ModelSerializer):
    """A certification that a source recommends for a role."""

    certification = PublishedSlug()
    source = SourceNameSerializer(read_only=True, allow_null=True)

    class Meta:
        model = RoleCertification
        fields = ["certification", "as_printed", "best_for", "note", "source"]


class FaqAnswerSerializer(serializers.ModelSerializer):
    """One source's answer."""

    source = SourceNameSerializer(read_only=True, allow_null=True)

    class Meta:
        model = FaqAnswer
        fields = ["text", "source"]


class FaqSerializer(serializers.ModelSerializer):
    """A question with its answers side by side."""

    answers = FaqAnswerSerializer(many=True, read_only=True)

    class Meta:
        model = Faq
        fields = ["key", "question", "topic", "answers"]


class RoleDetailSerializer(RoleSerializer):
    """A career with what belongs to it; facts have their own endpoints."""

    aliases = RoleAliasSerializer(many=True, read_only=True)
    skills = RoleSkillSerializer(source="skill_requirements", many=True, read_only=True)
    duties = DutySerializer(many=True, read_only=True)
    certifications = RoleCertificationSerializer(
        source="certification_links", many=True, read_only=True
    )
    questions = FaqSerializer(source="faqs", many=True, read_only=True)
    external_codes = ExternalCodeSerializer(many=True, read_only=True)

    class Meta(RoleSerializer.Meta):
        fields = [
            *RoleSerializer.Meta.fields,
            "body",
            "aliases",
            "skills",
            "duties",
            "certifications",
            "questions",
            "external_codes",
        ]


class CertificationSkillSerializer(serializers.ModelSerializer):
    """The level of a skill that a certification shows."""

    skill = PublishedSlug()

    class Meta:
        model = CertificationSkill
        fields = ["skill", "level"]


class CertificationSerializer(serializers.ModelSerializer):
    """A certificate that a learner can earn, or could once."""

    provider = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    successor = PublishedSlug()
    skills = CertificationSkillSerializer(
        source="validated_skills", many=True, read_only=True
    )

    class Meta:
        model = Certification
        fields = [
            "id",
            "slug",
            "name",
            "aliases",
            "provider",
            "level",
            "description",
            "validity_months",
            "standing",
            "retired_on",
            "renewals_closed",
            "successor",
            "url",
            "review_by",
            "skills",
        ]


class InterviewQuestionSerializer(serializers.ModelSerializer):
    """A question of interviews; an empty house level means any."""

    role = PublishedSlug()
    source = SourceNameSerializer(read_only=True)
    outline_source = SourceNameSerializer(read_only=True, allow_null=True)
    skills = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = InterviewQuestion
        fields = [
            "id",
            "role",
            "key",
            "kind",
            "house_level",
            "text",
            "is_topic",
            "as_printed",
            "outline",
            "outline_source",
            "source",
            "skills",
            "url",
        ]
