"""The fit quiz for programs; nothing is stored."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import EtagMixin, StrictAPIView
from roles.api.source_serializers import SourceNameSerializer
from roles.models import Quiz, QuizItem
from roles.pages.quiz import PREFIX, answered_or_refused, read_answers, statements_of


class QuizItemSerializer(serializers.ModelSerializer):
    """A statement to agree with, and what it is built on."""

    source = SourceNameSerializer(read_only=True)

    class Meta:
        model = QuizItem
        fields = ["key", "text", "trait", "source"]


class QuizSerializer(serializers.Serializer):
    """The quiz; answer each statement with 1 (not at all) to 5 (very much)."""

    slug = serializers.CharField()
    title = serializers.CharField()
    lead = serializers.CharField()
    version = serializers.IntegerField()
    items = QuizItemSerializer(many=True)


class FitReasonSerializer(serializers.Serializer):
    """An answer that moved a role, for it or against it."""

    text = serializers.CharField()
    answer = serializers.CharField()
    is_for = serializers.BooleanField()


class FitSerializer(serializers.Serializer):
    """How a role fits, 0 to 100; null where nothing answered is about it."""

    role = serializers.CharField(source="role.slug")
    title = serializers.CharField(source="role.title")
    fit = serializers.IntegerField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    tied_with = serializers.ListField(child=serializers.CharField())
    answered = serializers.IntegerField()
    asked = serializers.IntegerField()
    reasons = FitReasonSerializer(many=True)


class QuizRankingSerializer(serializers.Serializer):
    """All roles, the best fit first, by the answers given."""

    quiz = serializers.CharField(source="quiz.slug")
    version = serializers.IntegerField()
    answers = serializers.DictField(
        source="asked.answers", child=serializers.IntegerField()
    )
    roles = FitSerializer(source="lines", many=True)


class QuizView(EtagMixin, StrictAPIView):
    """The quiz that readers are asked."""

    permission_classes = [AllowAny]

    @extend_schema(responses=QuizSerializer)
    def get(self, request: Request) -> Response:
        """Return its statements in order; 404 while there is none."""
        quiz = current_quiz()
        items = statements_of(quiz)
        answer = {
            "slug": quiz.slug,
            "title": quiz.title,
            "lead": quiz.lead,
            "version": quiz.version(),
            "items": items,
        }
        return Response(QuizSerializer(answer).data)


class QuizRanking(EtagMixin, StrictAPIView):
    """What answers say about the roles."""

    permission_classes = [AllowAny]

    def allowed_parameters(self) -> list[str]:
        """Return one name for each statement of the present quiz."""
        quiz = Quiz.objects.current()
        items = statements_of(quiz) if quiz else []
        return [PREFIX + item.key for item in items]

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "a-{key}",
                int,
                description="For each statement answered, by its key: 1 to 5.",
            )
        ],
        responses=QuizRankingSerializer,
    )
    def get(self, request: Request) -> Response:
        """Rank all roles by the answers in the query."""
        quiz = current_quiz()
        items = statements_of(quiz)
        asked = read_answers(request.query_params.dict(), items)
        result = answered_or_refused(quiz, items, asked)
        if isinstance(result, dict):
            raise ValidationError({key: [said] for key, said in result.items()})
        return Response(QuizRankingSerializer(result).data)


def current_quiz() -> Any:
    """Return the quiz that readers are asked; raises Http404 without one."""
    quiz = Quiz.objects.current()
    if quiz is None:
        raise Http404
    return quiz
