"""Practice for interviews, by API (rule 11)."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import Conflict, StrictAPIView, StrictViewSet
from profiles.models import InterviewMark
from profiles.requests import caller
from profiles.services import practice as marking
from roadmaps.services.practice import proposed_steps, read_practice
from roles.api.serializers import InterviewQuestionSerializer
from roles.filters import InterviewQuestionFilter
from roles.models import InterviewQuestion

ID_MAX = 2**63 - 1


class ProposedStepSerializer(serializers.Serializer):
    """A step that teaches what was not known twice."""

    title = serializers.CharField()
    roadmap = serializers.CharField()
    hours = serializers.FloatField()
    url = serializers.CharField()
    is_own = serializers.BooleanField()


class InterviewMarkSerializer(serializers.ModelSerializer):
    """The last answer to a question; `number` counts the answers to it."""

    question = serializers.IntegerField(source="question_id", read_only=True)
    text = serializers.CharField(source="question.text", read_only=True)
    role = serializers.CharField(source="question.role.slug", read_only=True)

    class Meta:
        model = InterviewMark
        fields = ["question", "text", "role", "mark", "number", "misses", "marked_at"]


class MarkedSerializer(InterviewMarkSerializer):
    """An answer just noted, with the steps that it proposes."""

    steps = ProposedStepSerializer(many=True, read_only=True)

    class Meta(InterviewMarkSerializer.Meta):
        fields = [*InterviewMarkSerializer.Meta.fields, "steps"]


class MarkQuestionSerializer(serializers.Serializer):
    """How it went; `seen` is the number of the last answer known to the caller."""

    question = serializers.IntegerField(min_value=1, max_value=ID_MAX)
    mark = serializers.ChoiceField(InterviewMark.Mark.choices)
    seen = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class TallySerializer(serializers.Serializer):
    """How many questions are known, known in part, not known and new."""

    total = serializers.IntegerField()
    know = serializers.IntegerField()
    partly = serializers.IntegerField()
    missed = serializers.IntegerField()
    new = serializers.IntegerField()


class RoleTallySerializer(TallySerializer):
    """The same for the questions of one role."""

    role = serializers.CharField(source="role.slug")
    total = serializers.IntegerField(source="tally.total")
    know = serializers.IntegerField(source="tally.know")
    partly = serializers.IntegerField(source="tally.partly")
    missed = serializers.IntegerField(source="tally.missed")
    new = serializers.IntegerField(source="tally.new")


class PracticeSerializer(serializers.Serializer):
    """The question that comes next; null where no question fits."""

    question = InterviewQuestionSerializer(allow_null=True)
    seen = serializers.IntegerField()
    tally = TallySerializer()
    roles = RoleTallySerializer(many=True)


class SkipQuestionSerializer(serializers.Serializer):
    """The question that another one is asked for instead of."""

    skip = serializers.IntegerField(min_value=1, max_value=ID_MAX, required=False)


class MyPractice(StrictAPIView):
    """What to practice next."""

    query_parameters = (*InterviewQuestionFilter.base_filters, "skip")

    @extend_schema(parameters=[SkipQuestionSerializer], responses=PracticeSerializer)
    def get(self, request: Request) -> Response:
        """Return the next question of those that the filters want.

        `skip` is the id of one that comes last for once.
        """
        wanted = InterviewQuestionFilter(
            request.query_params, InterviewQuestion.objects.readable()
        )
        if not wanted.is_valid():
            raise ValidationError(wanted.errors)
        skip = SkipQuestionSerializer(data=request.query_params)
        skip.is_valid(raise_exception=True)
        found = read_practice(
            user=caller(request),
            questions=wanted.qs,
            skipped=skip.validated_data.get("skip"),
            now=timezone.now(),
        )
        return Response(PracticeSerializer(found).data)


class MyInterviewMarks(mixins.ListModelMixin, StrictViewSet):
    """The learner's last answer to each question."""

    queryset = InterviewMark.objects.none()
    serializer_class = InterviewMarkSerializer

    def get_queryset(self) -> QuerySet[InterviewMark]:
        """Return the learner's own marks, question by question."""
        own = InterviewMark.objects.last_of_each_question(caller(self.request))
        return own.select_related("question__role")

    @extend_schema(request=MarkQuestionSerializer, responses={201: MarkedSerializer})
    def create(self, request: Request) -> Response:
        """Note how it went; 409 where it was answered elsewhere meanwhile."""
        form = MarkQuestionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        question = get_object_or_404(
            InterviewQuestion.objects.readable(), pk=sent["question"]
        )
        try:
            mark = marking.mark_question(
                user=caller(request),
                question=question,
                mark=sent["mark"],
                seen=sent.get("seen"),
                now=timezone.now(),
            )
        except marking.MarkedMeanwhileError as error:
            raise Conflict("marked_meanwhile", str(error)) from error
        steps = proposed_steps(user=caller(request), mark=mark)
        answer = InterviewMarkSerializer(mark).data
        answer["steps"] = ProposedStepSerializer(steps, many=True).data
        return Response(answer, status.HTTP_201_CREATED)


class UndoInterviewMark(StrictAPIView):
    """Take the last answer back."""

    @extend_schema(request=None, responses=InterviewMarkSerializer)
    def post(self, request: Request) -> Response:
        """Let it count no longer; 409 after ten minutes, or where there is none."""
        try:
            undone = marking.undo_last_mark(user=caller(request), now=timezone.now())
        except InterviewMark.TooLateError as error:
            raise Conflict("too_late", str(error)) from error
        if undone is None:
            raise Conflict("nothing_to_undo", "There is no answer to take back.")
        return Response(InterviewMarkSerializer(undone).data)
