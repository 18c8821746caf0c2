"""How a mentor's settings, mentees and evening are written in JSON."""

from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from profiles.models import Profile
from profiles.models.mentor_terms import WEEKDAYS
from roadmaps.api.mentor_serializers import QueuedRoundSerializer
from roadmaps.api.serializers import PlannedStepSerializer
from roadmaps.models import EvidenceLink, Note, SavedReply
from roadmaps.services.plan import Plan

NOTE_MAX = 4000


@extend_schema_field(OpenApiTypes.STR)
class LocalTimeField(serializers.TimeField):
    """A time of day without a zone, which OpenAPI's `time` would ask for."""


class TermsSerializer(serializers.ModelSerializer):
    """What a mentor states; null limits mean none, weekdays count from 0, Monday."""

    review_days = serializers.ListField(
        child=serializers.ChoiceField(WEEKDAYS), max_length=7, required=False
    )
    review_hours = serializers.DecimalField(
        max_digits=3,
        decimal_places=1,
        min_value=Decimal("0.5"),
        max_value=Decimal(12),
        required=False,
    )

    review_starts_at = LocalTimeField(required=False)

    class Meta:
        model = Profile
        fields = [
            "is_taking_mentees",
            "mentee_limit",
            "review_days",
            "review_starts_at",
            "review_hours",
            "items_per_week",
            "answer_days",
            "mentoring_paused_at",
        ]
        read_only_fields = ["mentoring_paused_at"]

    def validate_review_days(self, days: list[int]) -> list[int]:
        """Return each day once, in the order of the week."""
        return sorted(set(days))


class UsualDaysSerializer(serializers.Serializer):
    """How long this mentor's answers usually take; null before the first ones."""

    usual_days = serializers.FloatField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())


class MadeLinkSerializer(serializers.Serializer):
    """Whether a link leads to the caller; `url` is told once, when it is made."""

    has_link = serializers.BooleanField()
    url = serializers.CharField(allow_null=True)


class ReplySerializer(serializers.ModelSerializer):
    """A reply to use again."""

    text = serializers.CharField(max_length=NOTE_MAX)

    class Meta:
        model = SavedReply
        fields = ["id", "title", "text", "updated_at"]
        read_only_fields = ["id", "updated_at"]


class PrivateNoteSerializer(serializers.Serializer):
    """What the mentor wants to remember; nobody else ever sees it."""

    note = serializers.CharField(max_length=NOTE_MAX, allow_blank=True)


class ShownSkillSerializer(serializers.Serializer):
    """A skill that a mentee holds."""

    name = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()


class ShownProjectSerializer(serializers.Serializer):
    """A project of a mentee."""

    title = serializers.CharField()
    summary = serializers.CharField()
    outcome = serializers.CharField()
    url = serializers.CharField()


class ShownCertificationSerializer(serializers.Serializer):
    """A certificate of a mentee."""

    certification = serializers.CharField(source="certification.slug")
    issued_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True)


class SharedNoteSerializer(serializers.ModelSerializer):
    """A learner's note at a step, where the learner shares notes."""

    step = serializers.SlugField(source="progress.step_key")

    class Meta:
        model = Note
        fields = ["step", "text", "updated_at"]
        read_only_fields = fields


class SharedEvidenceSerializer(serializers.ModelSerializer):
    """A project or certificate that the learner linked to a step."""

    step = serializers.SlugField(source="progress.step_key")

    class Meta:
        model = EvidenceLink
        fields = ["step", "label", "url"]
        read_only_fields = fields


class ConfirmedSkillSerializer(serializers.Serializer):
    """A skill whose level stands as the mentor confirmed it (1 to 5)."""

    skill = serializers.CharField(source="skill.slug")
    name = serializers.CharField(source="skill.name")
    level = serializers.IntegerField(source="verified_level")
    on = serializers.DateField(source="verified_on")
    valid_until = serializers.DateField(source="expires_on", allow_null=True)


class MenteeDetailSerializer(serializers.Serializer):
    """A mentee section by section; what the learner does not share is null.

    The plan with the steps is given as context, None where the scopes do not open it.
    """

    enrollment = serializers.IntegerField(source="enrollment.pk")
    mentorship = serializers.IntegerField(source="mentorship.pk")
    learner = serializers.CharField(source="enrollment.learner.display_name")
    roadmap = serializers.CharField(source="enrollment.roadmap.slug")
    scopes = serializers.ListField(
        source="mentorship.scopes", child=serializers.CharField()
    )
    note = serializers.CharField(source="mentorship.private_note")
    flags = serializers.ListField(child=serializers.CharField())
    headline = serializers.SerializerMethodField()
    skills = ShownSkillSerializer(many=True, allow_null=True)
    projects = ShownProjectSerializer(many=True, allow_null=True)
    certifications = ShownCertificationSerializer(many=True, allow_null=True)
    notes = SharedNoteSerializer(many=True, allow_null=True)
    evidence = SharedEvidenceSerializer(
        many=True, help_text="Linked to steps, as far as their sections are open."
    )
    confirmed = ConfirmedSkillSerializer(many=True)

    steps = serializers.SerializerMethodField()
    kept = serializers.SerializerMethodField()

    @extend_schema_field(PlannedStepSerializer(many=True, allow_null=True))
    def get_steps(self, _: object) -> Any:
        """Return the steps of the version with the learner's states."""
        plan: Plan | None = self.context["plan"]
        return plan and PlannedStepSerializer(plan.steps, many=True).data

    @extend_schema_field(PlannedStepSerializer(many=True, allow_null=True))
    def get_kept(self, _: object) -> Any:
        """Return the steps kept from older versions."""
        plan: Plan | None = self.context["plan"]
        return plan and PlannedStepSerializer(plan.kept, many=True).data

    def get_headline(self, mentee: object) -> str | None:
        """Return what the learner says of themselves, None where not shared."""
        profile: Profile | None = getattr(mentee, "profile", None)
        return profile.headline if profile else None


class EveningItemSerializer(serializers.Serializer):
    """One round of the evening, with minutes expected for it and up to its end."""

    round = QueuedRoundSerializer(source="row")
    minutes = serializers.IntegerField(source="slot.minutes")
    until = serializers.IntegerField(source="slot.until")
    fits = serializers.BooleanField(source="slot.fits")


class EveningSerializer(serializers.Serializer):
    """What waits, one after another; `minutes` of all that fits."""

    waiting = serializers.IntegerField()
    minutes = serializers.IntegerField()
    items = EveningItemSerializer(many=True)
