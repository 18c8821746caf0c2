"""Sourced figures, ladders and moves as JSON."""

from rest_framework import serializers

from roles.api.source_serializers import (
    PublishedSlug,
    RegionSerializer,
    SourceNameSerializer,
)
from roles.models import CareerMove, Fact, Ladder, Rung, SalaryBand
from roles.models.sourced_fact import SourcedFact

SOURCED_FIELDS = [
    "id",
    "key",
    "role",
    "source",
    "origin",
    "as_of",
    "as_printed",
    "label",
    "subject",
    "low",
    "high",
    "high_open",
    "qualifier",
    "note",
    "is_promotional",
    "is_incomplete",
    "review_by",
]


class SalaryBasisSerializer(serializers.Serializer):
    """What a pay figure speaks of; figures of different bases never mix."""

    region = RegionSerializer(allow_null=True)
    region_basis = serializers.ChoiceField(SourcedFact.RegionBasis.choices)
    currency = serializers.CharField()
    period = serializers.ChoiceField(SalaryBand.Period.choices)
    component = serializers.ChoiceField(SalaryBand.Component.choices)
    house_level = serializers.CharField(allow_blank=True)


class SalaryBandSerializer(serializers.ModelSerializer):
    """One pay figure, as one source prints it."""

    role = PublishedSlug()
    source = SourceNameSerializer(source="published_in", read_only=True)
    origin = SourceNameSerializer(
        source="attributed_to", read_only=True, allow_null=True
    )
    basis = SalaryBasisSerializer(source="*", read_only=True)

    class Meta:
        model = SalaryBand
        fields = [
            *SOURCED_FIELDS,
            "basis",
            "statistic",
            "condition",
            "level_label",
            "years_low",
            "years_high",
        ]


class FactSerializer(serializers.ModelSerializer):
    """A figure or claim that is not pay, as one source prints it."""

    role = PublishedSlug()
    source = SourceNameSerializer(source="published_in", read_only=True)
    origin = SourceNameSerializer(
        source="attributed_to", read_only=True, allow_null=True
    )
    region = RegionSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Fact
        fields = [
            *SOURCED_FIELDS,
            "measure",
            "dimension",
            "text_value",
            "unit",
            "scale_max",
            "polarity",
            "explanation",
            "region",
            "region_basis",
            "house_level",
            "period_start",
            "period_end",
            "comparator",
            "component",
        ]


class RungSerializer(serializers.ModelSerializer):
    """One stop of a ladder."""

    class Meta:
        model = Rung
        fields = [
            "key",
            "position",
            "titles",
            "years_from",
            "years_to",
            "house_level",
            "level_note",
            "track",
            "focus",
            "requirements",
        ]


class LadderSerializer(serializers.ModelSerializer):
    """One source's ladder."""

    role = PublishedSlug()
    source = SourceNameSerializer(read_only=True)
    rungs = RungSerializer(many=True, read_only=True)

    class Meta:
        model = Ladder
        fields = ["id", "key", "role", "source", "title", "note", "rungs"]


class CareerMoveSerializer(serializers.ModelSerializer):
    """A way from one role to other work."""

    role = PublishedSlug()
    to_role = PublishedSlug()
    source = SourceNameSerializer(source="published_in", read_only=True)
    origin = SourceNameSerializer(
        source="attributed_to", read_only=True, allow_null=True
    )

    class Meta:
        model = CareerMove
        fields = [
            "id",
            "key",
            "role",
            "kind",
            "to_role",
            "to_label",
            "from_level",
            "share_low",
            "share_high",
            "as_printed",
            "note",
            "source",
            "origin",
        ]
