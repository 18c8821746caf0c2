"""What endpoints show of a round: the evidence that was sent, and its answers."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from roadmaps.models import CriterionVerdict, Review, Submission, SubmissionItem


class SentItemSerializer(serializers.ModelSerializer):
    """One piece of evidence, as it was when sent."""

    class Meta:
        model = SubmissionItem
        fields = ["kind", "label", "url", "detail"]


class GivenVerdictSerializer(serializers.ModelSerializer):
    """What a mentor said of one criterion."""

    key = serializers.SlugField(source="criterion_key")

    class Meta:
        model = CriterionVerdict
        fields = ["key", "verdict", "text"]


class AnswerSerializer(serializers.ModelSerializer):
    """A mentor's answer to a round, once it is in effect."""

    verdicts = GivenVerdictSerializer(many=True)

    class Meta:
        model = Review
        fields = [
            "mentor_name",
            "decision",
            "effective_at",
            "message",
            "approval_reason",
            "verdicts",
        ]


class FrozenCriterionSerializer(serializers.Serializer):
    """What was to be shown, as it was when the round was sent."""

    key = serializers.SlugField()
    text = serializers.CharField()


class SentRoundSerializer(serializers.ModelSerializer):
    """What a learner sent for review, with what was answered."""

    status = serializers.SerializerMethodField()
    items = SentItemSerializer(many=True)
    criteria = FrozenCriterionSerializer(many=True)
    answers = AnswerSerializer(many=True)

    class Meta:
        model = Submission
        fields = [
            "id",
            "round",
            "status",
            "submitted_at",
            "text",
            "question",
            "items",
            "criteria",
            "answers",
        ]

    @extend_schema_field(serializers.ChoiceField(["waiting", "answered", "taken_back"]))
    def get_status(self, sent: Submission) -> str:
        """Return how far it is; a decision that has no effect yet is not told."""
        status = Submission.Status(sent.status)
        is_decided = status == Submission.Status.DECIDED
        return (Submission.Status.WAITING if is_decided else status).value
