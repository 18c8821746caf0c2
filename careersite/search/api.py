"""Search for programs."""

from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import EtagMixin, StrictAPIView
from careersite.search.results import KINDS, SHOWN_OF_ONE_KIND, TEXT_MAX, search


class HitSerializer(serializers.Serializer):
    """Something found; `why` is empty where the title shows it."""

    kind = serializers.ChoiceField(choices=KINDS.choices)
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    url = serializers.CharField()
    why = serializers.CharField()


class SearchSerializer(serializers.Serializer):
    """The hits, group by group, and what is spelled most alike where none is."""

    query = serializers.CharField()
    results = HitSerializer(many=True)
    near = HitSerializer(many=True)


class Search(EtagMixin, StrictAPIView):
    """Roles, skills, certifications, roadmaps and questions by name or text."""

    permission_classes = [AllowAny]
    query_parameters = ("q", "kind")

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "q", str, required=True, description="At most 80 characters."
            ),
            OpenApiParameter("kind", str, enum=list(KINDS.values)),
        ],
        responses=SearchSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return at most 50 hits of each kind, the best group first."""
        text = request.query_params.get("q", "").strip()
        kind = request.query_params.get("kind", "")
        if not 0 < len(text) <= TEXT_MAX:
            raise ValidationError({"q": [f"Give 1 to {TEXT_MAX} characters."]})
        if kind and kind not in KINDS.values:
            allowed = ", ".join(KINDS.values)
            raise ValidationError({"kind": [f"Allowed are: {allowed}."]})
        results = search(text, kind=kind, shown=SHOWN_OF_ONE_KIND)
        answer = {
            "query": results.text,
            "results": [asdict(hit) for hit in results.hits],
            "near": [asdict(hit) for hit in results.near],
        }
        return Response(SearchSerializer(answer).data)
