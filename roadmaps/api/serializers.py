"""What endpoints of roadmaps show and take."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from roadmaps.models import (
    Enrollment,
    Resource,
    Roadmap,
    RoadmapVersion,
    Stage,
    Step,
    StepProgress,
    TimeLog,
)
from roadmaps.models.submission import LINKS_MAX, TEXT_MAX
from roadmaps.services.plan import PlanStep
from roadmaps.services.tracking.journal import COMMENT_MAX, MINUTES_MAX
from roadmaps.services.tracking.moves import REASON_MAX
from roadmaps.services.tracking.rounds import LINK_MAX, QUESTION_MAX


class RoadmapSerializer(serializers.ModelSerializer):
    """A roadmap in a list, by its newest published version."""

    slug = serializers.SlugField(source="roadmap.slug")
    title = serializers.CharField(source="roadmap.title")
    summary = serializers.CharField(source="roadmap.summary")
    role = serializers.SlugField(source="roadmap.role.slug")
    version = serializers.IntegerField(source="number")

    class Meta:
        model = RoadmapVersion
        fields = ["slug", "title", "summary", "role", "version", "published_at"]


class ResourceSerializer(serializers.ModelSerializer):
    """Something to read, watch or try."""

    class Meta:
        model = Resource
        fields = [
            "key",
            "step_key",
            "title",
            "provider",
            "url",
            "kind",
            "cost",
            "cost_note",
            "language",
            "minutes",
        ]


class StepSerializer(serializers.ModelSerializer):
    """A step of a version."""

    stage = serializers.SlugField(source="stage.key")
    category = serializers.CharField(source="category.code")
    prerequisites = serializers.SlugRelatedField("key", many=True, read_only=True)
    criteria = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    taught_skills = serializers.SerializerMethodField()

    class Meta:
        model = Step
        fields = [
            "key",
            "number",
            "title",
            "summary",
            "stage",
            "category",
            "kind",
            "hours",
            "is_required",
            "needs_review",
            "device",
            "cost_note",
            "prerequisites",
            "criteria",
            "parts",
            "taught_skills",
        ]

    def get_criteria(self, step: Step) -> list[dict[str, str]]:
        """Return what is to be shown, in order."""
        return [{"key": one.key, "text": one.text} for one in step.criteria.all()]

    def get_parts(self, step: Step) -> list[dict[str, str]]:
        """Return the parts of a long step, in order."""
        return [
            {"key": one.key, "title": one.title, "hours": str(one.hours)}
            for one in step.parts.all()
        ]

    def get_taught_skills(self, step: Step) -> list[dict[str, str | int]]:
        """Return the skills that the step teaches, with the level."""
        return [
            {"skill": one.skill.slug, "level": one.level}
            for one in step.taught_skills.all()
        ]


class StageSerializer(serializers.ModelSerializer):
    """A stretch of a version."""

    class Meta:
        model = Stage
        fields = ["key", "position", "title"]


class RoadmapDetailSerializer(RoadmapSerializer):
    """A roadmap in full."""

    stages = StageSerializer(many=True)
    steps = StepSerializer(many=True)
    resources = ResourceSerializer(source="roadmap.shown_resources", many=True)

    class Meta(RoadmapSerializer.Meta):
        fields = [*RoadmapSerializer.Meta.fields, "stages", "steps", "resources"]


class EnrollmentSerializer(serializers.ModelSerializer):
    """A learner's enrollment in a list."""

    roadmap = serializers.SlugField(source="roadmap.slug")
    title = serializers.CharField(source="roadmap.title")
    version = serializers.IntegerField(source="version_number")

    class Meta:
        model = Enrollment
        fields = [
            "id",
            "roadmap",
            "title",
            "version",
            "status",
            "started_on",
            "target_date",
            "share",
        ]


class EnrollSerializer(serializers.Serializer):
    """What starts a roadmap."""

    roadmap = serializers.SlugRelatedField("slug", queryset=Roadmap.objects.published())


class ProgressSerializer(serializers.Serializer):
    """How far a learner is; percent is null where nothing counts."""

    done_hours = serializers.FloatField()
    total_hours = serializers.FloatField()
    remaining_hours = serializers.FloatField()
    percent = serializers.IntegerField(allow_null=True)
    ticked_hours = serializers.FloatField()
    approved_hours = serializers.FloatField()
    self_reported_hours = serializers.FloatField()
    step_count = serializers.IntegerField()
    done_count = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())


class PlannedStepSerializer(serializers.Serializer):
    """A step with the learner's state; `state` is never "locked", `is_locked` is."""

    key = serializers.SlugField(source="step.key")
    number = serializers.IntegerField(source="step.number")
    title = serializers.CharField(source="step.title")
    stage = serializers.SlugField(source="step.stage.key")
    hours = serializers.FloatField(source="step.hours")
    is_required = serializers.BooleanField(source="step.is_required")
    needs_review = serializers.BooleanField(source="step.needs_review")
    state = serializers.ChoiceField(StepProgress.State.choices, source="row.state")
    is_locked = serializers.BooleanField()
    blocked_by = serializers.SerializerMethodField()
    prerequisites = serializers.SerializerMethodField()
    row_version = serializers.IntegerField(source="row.row_version")
    started_at = serializers.DateTimeField(source="row.started_at", allow_null=True)
    finished_at = serializers.DateTimeField(source="row.finished_at", allow_null=True)
    is_self_reported = serializers.BooleanField(source="row.is_self_reported")
    needs_help = serializers.BooleanField(source="row.needs_help")
    reason = serializers.CharField(source="row.reason")
    kept_from_version = serializers.IntegerField(
        source="row.kept_from_version", allow_null=True
    )
    is_changed = serializers.BooleanField(source="row.is_changed")
    parts = serializers.SerializerMethodField()

    def get_blocked_by(self, planned: PlanStep) -> list[str]:
        """Return the keys of the steps that lock this one."""
        return [step.key for step in planned.blocking]

    def get_prerequisites(self, planned: PlanStep) -> list[str]:
        """Return the keys of all steps that come before."""
        return [step.key for step in planned.needs]

    def get_parts(self, planned: PlanStep) -> list[dict[str, str | float | bool]]:
        """Return the parts, each with whether it is done."""
        return [
            {
                "key": part.key,
                "title": part.title,
                "hours": float(part.hours),
                "is_done": part.key in planned.ticked,
            }
            for part in planned.parts
        ]


class ReadResourceSerializer(ResourceSerializer):
    """What a step offers, and whether the learner has read it."""

    is_read = serializers.BooleanField()

    class Meta(ResourceSerializer.Meta):
        fields = [*ResourceSerializer.Meta.fields, "is_read"]


class StepDetailSerializer(PlannedStepSerializer):
    """A step with the learner's state and its resources, given as context."""

    resources = serializers.SerializerMethodField()

    @extend_schema_field(ReadResourceSerializer(many=True))
    def get_resources(self, planned: PlanStep) -> Any:
        """Return what is offered, in order."""
        return ReadResourceSerializer(self.context["resources"], many=True).data


class EnrollmentDetailSerializer(serializers.Serializer):
    """An enrollment with its progress and all its steps."""

    enrollment = EnrollmentSerializer()
    progress = ProgressSerializer()
    steps = PlannedStepSerializer(many=True)
    kept = PlannedStepSerializer(many=True)


class RowSerializer(serializers.ModelSerializer):
    """A learner's row at a step, as an action leaves it."""

    class Meta:
        model = StepProgress
        fields = [
            "step_key",
            "state",
            "row_version",
            "started_at",
            "finished_at",
            "is_self_reported",
            "is_started_anyway",
            "needs_help",
            "reason",
            "kept_from_version",
        ]


class ActionSerializer(serializers.Serializer):
    """An action; `row_version` guards against a stale view of the step."""

    row_version = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1
    )


class StartSerializer(ActionSerializer):
    """Start; `override` starts a locked step, and that is recorded."""

    override = serializers.BooleanField(required=False)


class SkipSerializer(ActionSerializer):
    """Leave an optional step out."""

    reason = serializers.CharField(max_length=REASON_MAX)


class WaiveSerializer(ActionSerializer):
    """Pass a step that is known already."""

    ground = serializers.CharField(max_length=REASON_MAX)


class HelpSerializer(ActionSerializer):
    """Ask for help, or drop the flag."""

    is_wanted = serializers.BooleanField(required=False)


class SubmitSerializer(ActionSerializer):
    """Evidence for review: a text, links, own projects and certificates by id."""

    text = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_MAX)
    links = serializers.ListField(
        child=serializers.CharField(max_length=LINK_MAX),
        required=False,
        max_length=LINKS_MAX,
    )
    question = serializers.CharField(
        required=False, allow_blank=True, max_length=QUESTION_MAX
    )
    projects = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=10
    )
    certifications = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=10
    )


class TickPartSerializer(serializers.Serializer):
    """Tick a part of a step, or take the tick away."""

    part = serializers.SlugField(source="part_key", max_length=60)
    is_ticked = serializers.BooleanField(required=False)


class TickResourceSerializer(serializers.Serializer):
    """Note that a resource was read, or not."""

    resource = serializers.SlugField(max_length=60)
    is_ticked = serializers.BooleanField(required=False)


class LogTimeSerializer(serializers.Serializer):
    """Minutes of a day; without a day, of the learner's today."""

    minutes = serializers.IntegerField(min_value=1, max_value=MINUTES_MAX)
    on = serializers.DateField(required=False)


class TimeLogSerializer(serializers.ModelSerializer):
    """Time that was logged."""

    class Meta:
        model = TimeLog
        fields = ["id", "on", "minutes"]


class CommentSerializer(serializers.Serializer):
    """A word at a step."""

    text = serializers.CharField(max_length=COMMENT_MAX)


class PostedCommentSerializer(serializers.Serializer):
    """A comment as it was posted."""

    id = serializers.IntegerField()
    author_name = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class VersionSerializer(serializers.Serializer):
    """The number of a published version."""

    version = serializers.IntegerField(min_value=1, max_value=32_767)
