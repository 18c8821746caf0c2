"""What endpoints of a roadmap's plan and life show and take."""

from datetime import date
from decimal import Decimal

from rest_framework import serializers

from roadmaps.models import CompletionRecord
from roadmaps.models.enrollment import SHARE_MAX
from roadmaps.pace import HOURS_MAX, HOURS_MIN, is_in_reach
from roadmaps.services.tracking.planning import OFF_WEEKS_MAX, TOO_FAR


class PlanSerializer(serializers.Serializer):
    """What the dated plan is made from; hours and weeks off hold for all roadmaps."""

    hours_per_week = serializers.DecimalField(
        max_digits=4,
        decimal_places=1,
        min_value=Decimal(str(HOURS_MIN)),
        max_value=Decimal(HOURS_MAX),
        required=False,
    )
    off_weeks = serializers.ListField(
        child=serializers.DateField(), max_length=OFF_WEEKS_MAX, required=False
    )
    share = serializers.IntegerField(min_value=1, max_value=SHARE_MAX, required=False)
    target_date = serializers.DateField(allow_null=True, required=False)


class WhatIfSerializer(serializers.Serializer):
    """Other hours, or another date, to see where they lead; nothing is saved."""

    hours = serializers.FloatField(
        min_value=HOURS_MIN, max_value=HOURS_MAX, required=False
    )
    target_date = serializers.DateField(required=False)

    def validate_target_date(self, day: date) -> date:
        """Refuse a day too far from the learner's today, which the view hands in."""
        if not is_in_reach(day, today=self.context["today"]):
            raise serializers.ValidationError(TOO_FAR)
        return day


class FinishSerializer(serializers.Serializer):
    """A day, "beyond" 3 years, or "open"."""

    kind = serializers.CharField()
    on = serializers.DateField(allow_null=True)


class ScheduledSerializer(serializers.Serializer):
    """A dated step; late ones are past their day and stay open."""

    key = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()


class NeededSerializer(serializers.Serializer):
    """What a date asks for; not feasible above 80 hours a week."""

    target_date = serializers.DateField()
    hours_per_week = serializers.FloatField(allow_null=True)
    feasible = serializers.BooleanField()
    earliest = FinishSerializer()


class ProjectionSerializer(serializers.Serializer):
    """Where the real pace leads; dates only where `status` is "shown"."""

    status = serializers.CharField()
    pace = serializers.FloatField()
    week_count = serializers.IntegerField()
    finish = FinishSerializer(allow_null=True)
    early = FinishSerializer(allow_null=True)
    late = FinishSerializer(allow_null=True)


class PaceSerializer(serializers.Serializer):
    """Plan, real pace and projection of one roadmap."""

    hours_per_week = serializers.FloatField()
    off_weeks = serializers.ListField(child=serializers.DateField())
    is_dated = serializers.BooleanField()
    estimate_ratio = serializers.FloatField(allow_null=True)
    plan_finish = FinishSerializer()
    projection = ProjectionSerializer()
    needed = NeededSerializer(allow_null=True)
    what_if = FinishSerializer(allow_null=True)
    steps = ScheduledSerializer(many=True)


class ResetSerializer(serializers.Serializer):
    """The word that starts a roadmap over."""

    word = serializers.CharField(max_length=40)


class RecordSerializer(serializers.ModelSerializer):
    """A record of a completion, as it was written."""

    class Meta:
        model = CompletionRecord
        fields = ["id", "completed_at", "snapshot"]
