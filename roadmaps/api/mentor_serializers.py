"""How rounds, drafts and mentees are written in JSON."""

from typing import Any

from rest_framework import serializers

from roadmaps.models import CriterionVerdict, Review
from roadmaps.models.submission import TEXT_MAX
from roadmaps.services import desk
from roadmaps.services.review import Draft

Verdict = CriterionVerdict.Verdict


class QueuedRoundSerializer(serializers.Serializer):
    """One round in a list; `wait` counts from the mentor's review day."""

    id = serializers.IntegerField(source="submission.pk")
    url = serializers.CharField(source="submission.get_absolute_url")
    learner = serializers.CharField(source="submission.learner.display_name")
    roadmap = serializers.CharField(
        source="submission.progress.enrollment.roadmap.slug"
    )
    step = serializers.CharField(source="submission.progress.step_key")
    step_title = serializers.CharField(source="submission.progress.step.title")
    round = serializers.IntegerField(source="submission.round")
    status = serializers.CharField(source="submission.status")
    submitted_at = serializers.DateTimeField(source="submission.submitted_at")
    question = serializers.CharField(source="submission.question")
    evidence = serializers.CharField()
    wait = serializers.CharField()
    is_late = serializers.BooleanField()
    answer_by = serializers.DateTimeField()


class MenteeSerializer(serializers.Serializer):
    """One mentored enrollment with the one progress calculation.

    `pace` is planned hours finished a week, null while it is too early to tell.
    """

    enrollment = serializers.IntegerField(source="enrollment.pk")
    learner = serializers.CharField(source="enrollment.learner.display_name")
    roadmap = serializers.CharField(source="enrollment.roadmap.slug")
    percent = serializers.IntegerField(source="progress.percent", allow_null=True)
    done_steps = serializers.IntegerField(source="progress.done_count")
    steps = serializers.IntegerField(source="progress.step_count")
    last_active_at = serializers.DateTimeField(allow_null=True)
    now_on = serializers.CharField()
    pace = serializers.FloatField(allow_null=True)
    flags = serializers.ListField(child=serializers.CharField())


class VerdictSerializer(serializers.Serializer):
    """Met or change; a change needs a text once it is decided."""

    verdict = serializers.ChoiceField(choices=Verdict.choices, allow_blank=True)
    text = serializers.CharField(
        max_length=1000, allow_blank=True, default="", trim_whitespace=False
    )


class DraftSerializer(serializers.Serializer):
    """A draft; what is left out is empty. `criteria` and `skills` go by key."""

    message = serializers.CharField(
        max_length=TEXT_MAX, allow_blank=True, default="", trim_whitespace=False
    )
    approval_reason = serializers.CharField(
        max_length=280, allow_blank=True, default=""
    )
    private_note = serializers.CharField(
        max_length=TEXT_MAX, allow_blank=True, default="", trim_whitespace=False
    )
    criteria = serializers.DictField(child=VerdictSerializer(), default=dict)
    skills = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=5, allow_null=True),
        default=dict,
    )

    def to_draft(self) -> Draft:
        """Return the valid input as the service takes it."""
        data = self.validated_data
        return Draft(
            message=data["message"],
            approval_reason=data["approval_reason"],
            private_note=data["private_note"],
            verdicts={
                key: (row["verdict"], row["text"])
                for key, row in data["criteria"].items()
            },
            levels=data["skills"],
        )

    def to_representation(self, instance: Review) -> dict[str, Any]:
        """Return a review as it could be put again."""
        return {
            "message": instance.message,
            "approval_reason": instance.approval_reason,
            "private_note": instance.private_note,
            "criteria": {
                row.criterion_key: {"verdict": row.verdict, "text": row.text}
                for row in instance.verdicts.all()
            },
            "skills": {
                row.skill.slug: row.level for row in instance.confirmations.all()
            },
        }


class DecisionSerializer(serializers.Serializer):
    """How the round is answered."""

    decision = serializers.ChoiceField(choices=Review.Decision.choices)


class RoundEvidenceSerializer(serializers.Serializer):
    """One piece of evidence; `mark` is "", new or changed since the last round."""

    kind = serializers.CharField(source="item.kind")
    label = serializers.CharField(source="item.label")
    url = serializers.CharField(source="item.url")
    detail = serializers.CharField(source="item.detail")
    mark = serializers.CharField()


class CriterionSerializer(serializers.Serializer):
    """One frozen criterion with what was asked of it last time."""

    key = serializers.CharField()
    text = serializers.CharField()
    last_text = serializers.CharField()


class TaughtSerializer(serializers.Serializer):
    """A taught skill; `level` is what the step teaches."""

    skill = serializers.CharField(source="skill.slug")
    name = serializers.CharField(source="skill.name")
    level = serializers.IntegerField()


class OwnReviewSerializer(serializers.ModelSerializer):
    """The caller's own review of the round."""

    draft = DraftSerializer(source="*")

    class Meta:
        model = Review
        fields = [
            "status",
            "decision",
            "started_at",
            "decided_at",
            "effective_at",
            "draft",
        ]


class RoundSerializer(serializers.Serializer):
    """A round as its page shows it."""

    id = serializers.IntegerField(source="submission.pk")
    learner = serializers.CharField(source="submission.learner.display_name")
    roadmap = serializers.CharField(
        source="submission.progress.enrollment.roadmap.slug"
    )
    step = serializers.CharField(source="submission.progress.step_key")
    round = serializers.IntegerField(source="submission.round")
    status = serializers.CharField(source="submission.status")
    is_latest = serializers.BooleanField()
    submitted_at = serializers.DateTimeField(source="submission.submitted_at")
    text = serializers.CharField(source="submission.text")
    question = serializers.CharField(source="submission.question")
    guidance = serializers.CharField(
        source="submission.progress.step.reviewer_guidance"
    )
    evidence = RoundEvidenceSerializer(many=True)
    criteria = CriterionSerializer(many=True)
    taught = TaughtSerializer(many=True)
    own = OwnReviewSerializer(allow_null=True)
    also_at_it = serializers.ListField(
        child=serializers.CharField(), source="other_names"
    )


class QueueQuerySerializer(serializers.Serializer):
    """How a queue is narrowed; unknown values are refused by name."""

    tab = serializers.ChoiceField(choices=list(desk.TABS), default="waiting")
    q = serializers.CharField(max_length=80, default="", allow_blank=True)
    roadmap = serializers.SlugField(default="", allow_blank=True)
    order = serializers.ChoiceField(choices=list(desk.ORDERS), default="longest")


class MenteesQuerySerializer(serializers.Serializer):
    """How the mentees are narrowed."""

    q = serializers.CharField(max_length=80, default="", allow_blank=True)
    attention = serializers.BooleanField(default=False)
