"""How rounds, drafts and mentees are written in JSON."""

from typing import Any

from rest_framework import serializers

from roadmaps.models import CriterionVerdict, Review
from roadmaps.models.submission import TEXT_MAX
from roadmaps.services import desk
from roadmaps.services.review import Draft
from roadmaps.services.review.reading import Evidence, Reading

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
    """A draft; what is left out is empty. `criteria` and `skills` go by key.

    `valid_until` is the last day of what is confirmed, by skill; null is for good.
    """

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
    valid_until = serializers.DictField(
        child=serializers.DateField(allow_null=True), default=dict
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
            until=data["valid_until"],
        )


def draft_of(review: Review) -> dict[str, Any]:
    """Return a review as it could be put again."""
    return {
        "message": review.message,
        "approval_reason": review.approval_reason,
        "private_note": review.private_note,
        "criteria": {
            row.criterion_key: {"verdict": row.verdict, "text": row.text}
            for row in review.verdicts.all()
        },
        "skills": {row.skill.slug: row.level for row in review.confirmations.all()},
        "valid_until": {
            row.skill.slug: row.expires_on for row in review.confirmations.all()
        },
    }


class DecisionSerializer(serializers.Serializer):
    """How the round is answered."""

    decision = serializers.ChoiceField(choices=Review.Decision.choices)


class RoundEvidenceSerializer(serializers.Serializer):
    """One piece of evidence; `mark` is "", new or changed since the last round."""

    kind = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()
    detail = serializers.CharField()
    mark = serializers.CharField()


class CriterionSerializer(serializers.Serializer):
    """One frozen criterion with what was asked of it last time."""

    key = serializers.CharField()
    text = serializers.CharField()
    last_text = serializers.CharField()


class TaughtSerializer(serializers.Serializer):
    """A taught skill; `level` is what the step teaches."""

    skill = serializers.CharField()
    name = serializers.CharField()
    level = serializers.IntegerField()


class OwnDecisionSerializer(serializers.ModelSerializer):
    """How far the caller's own review of the round is."""

    class Meta:
        model = Review
        fields = ["status", "decision", "started_at", "decided_at", "effective_at"]

    def to_representation(self, instance: Review) -> dict[str, Any]:
        """Return the declared fields."""
        return {name: getattr(instance, name) for name in self.Meta.fields}


class OwnReviewSerializer(OwnDecisionSerializer):
    """The caller's own review of the round, with the draft as it could be put."""

    draft = DraftSerializer(source="*")

    class Meta(OwnDecisionSerializer.Meta):
        fields = [*OwnDecisionSerializer.Meta.fields, "draft"]

    def to_representation(self, instance: Review) -> dict[str, Any]:
        """Return the declared fields."""
        decision = OwnDecisionSerializer().to_representation(instance)
        return {**decision, "draft": draft_of(instance)}


class ActedSerializer(serializers.Serializer):
    """What an action changed, a part of the round; the rest is as it was read."""

    id = serializers.IntegerField()
    round = serializers.IntegerField()
    status = serializers.CharField()
    own = OwnDecisionSerializer()

    def to_representation(self, instance: Review) -> dict[str, Any]:
        """Return the declared fields."""
        return {
            "id": instance.submission_id,
            "round": instance.submission.round,
            "status": instance.submission.status,
            "own": OwnDecisionSerializer().to_representation(instance),
        }


class AtItSerializer(serializers.Serializer):
    """Another mentor who reads the round too, and since when."""

    mentor = serializers.CharField()
    since = serializers.DateTimeField()


class RoundSerializer(serializers.Serializer):
    """A round as its page shows it."""

    id = serializers.IntegerField()
    learner = serializers.CharField()
    roadmap = serializers.CharField()
    step = serializers.CharField()
    round = serializers.IntegerField()
    status = serializers.CharField()
    is_latest = serializers.BooleanField()
    submitted_at = serializers.DateTimeField()
    text = serializers.CharField()
    question = serializers.CharField()
    guidance = serializers.CharField()
    evidence = RoundEvidenceSerializer(many=True)
    criteria = CriterionSerializer(many=True)
    taught = TaughtSerializer(many=True)
    own = OwnReviewSerializer(allow_null=True)
    also_at_it = AtItSerializer(many=True)

    def to_representation(self, instance: Reading) -> dict[str, Any]:
        """Return the declared fields; forty field objects a request cost too much."""
        submission = instance.submission
        row, own = submission.progress, instance.own
        return {
            "id": submission.pk,
            "learner": submission.learner.display_name,
            "roadmap": row.enrollment.roadmap.slug,
            "step": row.step_key,
            "round": submission.round,
            "status": submission.status,
            "is_latest": instance.is_latest,
            "submitted_at": submission.submitted_at,
            "text": submission.text,
            "question": submission.question,
            "guidance": row.step.reviewer_guidance,
            "evidence": [_evidence(one) for one in instance.evidence],
            "criteria": [
                {"key": one.key, "text": one.text, "last_text": one.last_text}
                for one in instance.criteria
            ],
            "taught": [
                {"skill": one.skill.slug, "name": one.skill.name, "level": one.level}
                for one in instance.taught
            ],
            "own": own and OwnReviewSerializer().to_representation(own),
            "also_at_it": [
                {"mentor": one.mentor_name, "since": one.started_at}
                for one in instance.others
            ],
        }


def _evidence(one: Evidence) -> dict[str, Any]:
    item = one.item
    return {
        "kind": item.kind,
        "label": item.label,
        "url": item.url,
        "detail": item.detail,
        "mark": one.mark,
    }


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
