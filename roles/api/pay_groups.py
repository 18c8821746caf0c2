"""What pay figures of one basis say together, and never beyond one basis."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from roles.api.fact_serializers import SalaryBandSerializer
from roles.bands import as_band
from roles.models import SalaryBand
from roles.pay import PayGroup, pay_groups


class EnvelopeSerializer(serializers.Serializer):
    """The outer ends of one group as stated; null where none is, never an average."""

    low = serializers.DecimalField(14, 2, allow_null=True)
    high = serializers.DecimalField(14, 2, allow_null=True)
    low_open = serializers.BooleanField()
    high_open = serializers.BooleanField()
    band_count = serializers.IntegerField()


class PayGroupSerializer(serializers.Serializer):
    """Figures of one role and one basis, what they span and whether they agree."""

    role = serializers.CharField()
    region = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    period = serializers.CharField()
    component = serializers.CharField()
    statistic = serializers.CharField()
    house_level = serializers.CharField(allow_null=True)
    condition = serializers.CharField(allow_blank=True)
    subject = serializers.CharField(allow_blank=True)
    bands = serializers.ListField(child=serializers.CharField())
    source_count = serializers.IntegerField()
    sources_disagree = serializers.BooleanField()
    envelope = EnvelopeSerializer()


@extend_schema_serializer(many=False)
class SalaryBandPageSerializer(serializers.Serializer):
    """A page of figures, with the groups of the roles on it."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = SalaryBandSerializer(many=True)
    groups = PayGroupSerializer(many=True)


def groups_of(rows: Iterable[SalaryBand]) -> list[dict[str, Any]]:
    """Return the groups of these figures, role by role.

    What a condition or another subject narrows is a group of its own.
    """
    in_order = sorted(rows, key=_role)
    return [
        _group(role, group)
        for role, members in groupby(in_order, key=_role)
        for group in pay_groups([as_band(row) for row in members])
    ]


def _role(row: SalaryBand) -> str:
    return row.role.slug


def _group(role: str, group: PayGroup) -> dict[str, Any]:
    envelope = group.envelope
    return {
        "role": role,
        "region": group.key.region or None,
        "currency": group.key.currency,
        "period": group.key.period,
        "component": group.key.component,
        "statistic": group.key.statistic,
        "house_level": group.key.level,
        "condition": group.key.condition,
        "subject": group.key.subject,
        "bands": [band.key for band in group.bands],
        "source_count": group.source_count,
        "sources_disagree": group.sources_disagree,
        "envelope": {
            "low": _amount(envelope.low),
            "high": _amount(envelope.high),
            "low_open": envelope.low_open,
            "high_open": envelope.high_open,
            "band_count": envelope.band_count,
        },
    }


def _amount(end: Any) -> str | None:
    return None if end is None else f"{Decimal(end):.2f}"
