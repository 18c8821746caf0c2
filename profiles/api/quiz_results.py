"""Results of the fit quiz that a learner keeps, by API."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import Conflict, StrictViewSet
from careersite.common.api_versions import VersionedMixin
from profiles.models import QuizResult
from profiles.requests import caller
from profiles.services.practice import keep_result
from roles.models import Quiz
from roles.pages.quiz import PREFIX, answered_or_refused, read_answers, statements_of


class KeptRoleSerializer(serializers.Serializer):
    """A role as it stood in a kept ranking."""

    role = serializers.CharField()
    title = serializers.CharField()
    fit = serializers.IntegerField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)


class QuizResultSerializer(serializers.ModelSerializer):
    """A result that was kept, as it was then."""

    quiz = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    answers = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    ranking = KeptRoleSerializer(many=True, read_only=True)

    class Meta:
        model = QuizResult
        fields = ["id", "quiz", "version", "answers", "ranking", "kept_at"]


class KeepResultSerializer(serializers.Serializer):
    """The answers, each statement's key to 1 (not at all) … 5 (very much)."""

    answers = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=5), allow_empty=False
    )


class MyQuizResultViewSet(
    VersionedMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    StrictViewSet,
):
    """What the learner kept, the newest first."""

    queryset = QuizResult.objects.none()
    serializer_class = QuizResultSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[QuizResult]:
        """Return the learner's own results."""
        return QuizResult.objects.of(caller(self.request)).select_related("quiz")

    @extend_schema(
        request=KeepResultSerializer,
        responses={200: QuizResultSerializer, 201: QuizResultSerializer},
    )
    def create(self, request: Request) -> Response:
        """Rank the answers by the present quiz and keep the result; 409 without one."""
        form = KeepResultSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        kept, is_new = self._keep(request, form.validated_data["answers"])
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.get_serializer(kept).data, code)

    def _keep(self, request: Request, answers: dict[str, int]) -> Any:
        quiz = Quiz.objects.current()
        if quiz is None:
            raise Conflict("no_quiz", "There is no quiz at the moment.")
        items = statements_of(quiz)
        sent = {f"{PREFIX}{key}": str(value) for key, value in answers.items()}
        known = {PREFIX + item.key for item in items}
        unknown = [name.removeprefix(PREFIX) for name in sent if name not in known]
        if unknown:
            said = f"The quiz asks nothing of the key {unknown[0][:80]}."
            raise serializers.ValidationError({"answers": [said]})
        result = answered_or_refused(quiz, items, read_answers(sent, items))
        if isinstance(result, dict):
            raise serializers.ValidationError({"answers": list(result.values())})
        user = caller(request)
        return keep_result(
            user=user,
            quiz=quiz,
            version=result.version,
            answers=result.asked.answers,
            ranking=result.as_kept(),
            now=timezone.now(),
        )
