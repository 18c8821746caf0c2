"""What the API shows of a person and takes from them."""

from datetime import date
from decimal import Decimal
from typing import Any, cast
from zoneinfo import available_timezones

from django.db.models import Model
from django.utils import timezone
from rest_framework import serializers

from careersite.common.models import PublishableQuerySet
from profiles.models import (
    EarnedCertification,
    EducationEntry,
    HeldSkill,
    Profile,
    Project,
    SkillEvidence,
    WorkEntry,
)
from profiles.requests import caller
from profiles.services.days import today_of
from roles.models import Certification, Region, Role, Skill
from roles.models.skill import LEVEL_MAX

CLAIMS_MAX = 500


class OfferedField(serializers.SlugRelatedField):
    """Published content by its slug, or what the changed row holds of it already."""

    def get_queryset(self) -> Any:
        """Return what may be sent."""
        many = isinstance(self.parent, serializers.ManyRelatedField)
        field = self.parent if many else self
        row = getattr(field.parent, "instance", None)
        held: Any = field.get_attribute(row) if isinstance(row, Model) else None
        kept = (held or []) if many else [held]
        offered = cast("PublishableQuerySet", super().get_queryset())
        return offered.published_or(one.pk for one in kept if one is not None)


class ProfileSerializer(serializers.ModelSerializer):
    """The learner's own profile; the name stands on the account."""

    email = serializers.EmailField(source="user.email", read_only=True)
    name = serializers.CharField(source="user.name", max_length=80)
    country = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=Region.objects.filter(kind=Region.Kind.COUNTRY),
        allow_null=True,
        required=False,
    )
    target_role = OfferedField(
        slug_field="slug",
        queryset=Role.objects.all(),
        allow_null=True,
        required=False,
    )
    time_zone = serializers.CharField(max_length=40)
    hours_per_week = serializers.DecimalField(
        max_digits=4, decimal_places=1, min_value=Decimal("0.5"), max_value=Decimal(80)
    )

    class Meta:
        model = Profile
        fields = [
            "email",
            "name",
            "headline",
            "country",
            "time_zone",
            "target_role",
            "target_level",
            "hours_per_week",
        ]

    def validate_time_zone(self, value: str) -> str:
        """Refuse what is no IANA time zone."""
        if value not in available_timezones():
            raise serializers.ValidationError("Choose an IANA time zone.")
        return value

    def update(self, instance: Profile, validated_data: dict[str, Any]) -> Profile:
        """Save the profile, and the name on the account."""
        user = validated_data.pop("user", {})
        if "name" in user:
            instance.user.name = user["name"]
            instance.user.save(update_fields=["name"])
        return super().update(instance, validated_data)


class EvidenceSerializer(serializers.ModelSerializer):
    """What supports a skill."""

    class Meta:
        model = SkillEvidence
        fields = ["kind", "label", "url", "level", "created_at"]


class HeldSkillSerializer(serializers.ModelSerializer):
    """A skill and what is held of it; `level` is the one that counts (0 to 5)."""

    skill = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    name = serializers.CharField(source="skill.name", read_only=True)
    category = serializers.CharField(source="skill.category.code", read_only=True)
    state = serializers.SerializerMethodField()
    level = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = HeldSkill
        fields = [
            "skill",
            "name",
            "category",
            "state",
            "level",
            "claimed_level",
            "verified_level",
            "verifier_name",
            "verified_on",
            "expires_on",
            "evidence",
        ]

    @property
    def _today(self) -> date:
        """The learner's own day: these are shown to nobody else."""
        return today_of(caller(self.context["request"]), now=timezone.now())

    def get_state(self, held: HeldSkill) -> str:
        """Return unrated, claimed, evidenced or verified, as of today."""
        return held.state_on(self._today).value

    def get_level(self, held: HeldSkill) -> int | None:
        """Return the level that counts today, None where unrated."""
        found = held.as_held(self._today)
        return None if found.is_unrated else found.counted("claimed")


def unrated_skill(skill: Skill) -> dict[str, Any]:
    """Return the same fields for a skill of which nothing is held yet."""
    return {
        **dict.fromkeys(HeldSkillSerializer.Meta.fields),
        "skill": skill.slug,
        "name": skill.name,
        "category": skill.category.code,
        "state": HeldSkill.State.UNRATED.value,
        "verifier_name": "",
        "evidence": [],
    }


class ClaimSerializer(serializers.Serializer):
    """What a learner says of one skill; null makes it unrated."""

    claimed_level = serializers.IntegerField(
        min_value=0, max_value=LEVEL_MAX, allow_null=True
    )


class ClaimsSerializer(serializers.Serializer):
    """What a learner says of several skills, by slug; null makes one unrated."""

    levels = serializers.DictField(
        child=serializers.IntegerField(
            min_value=0, max_value=LEVEL_MAX, allow_null=True
        ),
        allow_empty=False,
    )

    def validate_levels(self, levels: dict[str, int | None]) -> dict[str, int | None]:
        """Refuse more skills than a page of them holds."""
        if len(levels) > CLAIMS_MAX:
            raise serializers.ValidationError(f"Send at most {CLAIMS_MAX} skills.")
        return levels


class ClaimedSerializer(serializers.Serializer):
    """How many claims changed."""

    changed = serializers.IntegerField()


class ProjectSerializer(serializers.ModelSerializer):
    """Something that a learner made."""

    skills = OfferedField(
        slug_field="slug",
        queryset=Skill.objects.all(),
        many=True,
        required=False,
    )

    class Meta:
        model = Project
        fields = ["id", "title", "summary", "outcome", "url", "skills", "created_at"]
        read_only_fields = ["id", "created_at"]


class EarnedCertificationSerializer(serializers.ModelSerializer):
    """A certificate that a learner holds."""

    certification = OfferedField(
        slug_field="slug", queryset=Certification.objects.all()
    )

    class Meta:
        model = EarnedCertification
        fields = [
            "id",
            "certification",
            "issued_on",
            "expires_on",
            "credential_id",
            "credential_url",
        ]
        read_only_fields = ["id"]


class WorkEntrySerializer(serializers.ModelSerializer):
    """A job; dates are a year, a month or a day."""

    class Meta:
        model = WorkEntry
        fields = [
            "id",
            "employer",
            "position",
            "started",
            "ended",
            "location",
            "url",
            "summary",
            "highlights",
        ]
        read_only_fields = ["id"]


class EducationEntrySerializer(serializers.ModelSerializer):
    """A study; dates are a year, a month or a day."""

    class Meta:
        model = EducationEntry
        fields = [
            "id",
            "institution",
            "study_type",
            "area",
            "started",
            "ended",
            "score",
            "url",
            "courses",
        ]
        read_only_fields = ["id"]
