"""Endpoints of a newer version: what it would change, take it, stay, go back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import Conflict
from profiles.models import User
from profiles.requests import caller
from roadmaps.api.life import OfEnrollment
from roadmaps.api.serializers import EnrollmentSerializer, VersionSerializer
from roadmaps.models import Enrollment, RoadmapVersion
from roadmaps.services import upgrade as upgrades
from roadmaps.services.version_plan import difference


class ChangedStepSerializer(serializers.Serializer):
    """A step that goes on, and the names of what changed in it."""

    key = serializers.CharField()
    fields_changed = serializers.SerializerMethodField()

    def get_fields_changed(self, step: Any) -> list[str]:
        """Return the names."""
        return [field.name for field in step.fields]


class SplitSerializer(serializers.Serializer):
    """A step that became several."""

    source = serializers.CharField()
    into = serializers.ListField(child=serializers.CharField())


class MergeSerializer(serializers.Serializer):
    """Several steps that became one."""

    key = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())


class FateSerializer(serializers.Serializer):
    """A begun step after the upgrade; `sources` are the keys that it comes from.

    `is_left_out`: skipped while it was optional, and required by the newer version.
    """

    key = serializers.CharField()
    state = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    is_changed = serializers.BooleanField()
    is_left_out = serializers.BooleanField(default=False)


class DifferenceSerializer(serializers.Serializer):
    """What a newer version changes, step by step."""

    version = serializers.IntegerField()
    note = serializers.CharField()
    is_answered = serializers.BooleanField()
    added = serializers.ListField(child=serializers.CharField())
    removed = serializers.ListField(child=serializers.CharField())
    changed = ChangedStepSerializer(many=True)
    split = SplitSerializer(many=True)
    merged = MergeSerializer(many=True)
    fates = FateSerializer(many=True)
    kept = FateSerializer(many=True)


class UndoneStepSerializer(serializers.Serializer):
    """A begun step once one goes back; one touched since keeps its newer state."""

    title = serializers.CharField()
    state = serializers.CharField()
    keeps_newer = serializers.BooleanField()


class UndoSerializer(serializers.Serializer):
    """The last upgrade, while it can be undone."""

    from_version = serializers.IntegerField()
    upgraded_at = serializers.DateTimeField()
    steps = UndoneStepSerializer(many=True)


class UpgradePreviewSerializer(serializers.Serializer):
    """The newer version, and the way back; each null where there is none."""

    version = serializers.IntegerField()
    newer = DifferenceSerializer(allow_null=True)
    undoable = UndoSerializer(allow_null=True)


class Upgrade(OfEnrollment):
    """A newer version: take it, decline it, go back."""

    act: str = "take"

    def present(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        """Return the offer as its own address shows it."""
        return _offered(_own(request, kwargs["pk"]))

    @extend_schema(
        request=VersionSerializer,
        responses=EnrollmentSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Answer the offer, or undo the last upgrade (which needs no version)."""
        enrollment = _own(request, pk)
        try:
            self._answer(request, enrollment, by=caller(request))
        except upgrades.UpgradeRefusedError as error:
            raise _refused(error, _own(request, pk)) from error
        fresh = Enrollment.objects.with_plan().get(pk=enrollment.pk)
        return Response(EnrollmentSerializer(fresh).data)

    def _answer(self, request: Request, enrollment: Enrollment, *, by: User) -> None:
        now = timezone.now()
        if self.act == "undo":
            upgrades.undo_upgrade(enrollment=enrollment, by=by, now=now)
            return
        version = self._version(request, enrollment)
        if self.act == "stay":
            upgrades.stay(enrollment=enrollment, version=version, by=by, now=now)
        else:
            upgrades.upgrade(enrollment=enrollment, to_version=version, by=by, now=now)

    def _version(self, request: Request, enrollment: Enrollment) -> RoadmapVersion:
        form = VersionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return get_object_or_404(
            RoadmapVersion.objects.published().defer("layout"),
            roadmap=enrollment.roadmap_id,
            number=form.validated_data["version"],
        )


class PreviewedUpgrade(Upgrade):
    """A newer version: see what it does, and take it."""

    @extend_schema(responses=UpgradePreviewSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Return what an upgrade, or its undoing, would do; nothing is changed."""
        return Response(_offered(_own(request, pk)))


def _offered(enrollment: Enrollment) -> dict[str, Any]:
    told = {
        "version": enrollment.version.number,
        "newer": _newer(enrollment),
        "undoable": _undoable(enrollment),
    }
    return UpgradePreviewSerializer(told).data


def _own(request: Request, pk: int) -> Enrollment:
    own = Enrollment.objects.of(caller(request)).with_plan()
    return get_object_or_404(own, pk=pk)


def _newer(enrollment: Enrollment) -> dict[str, Any] | None:
    newest = upgrades.newest_of(enrollment)
    if newest.number <= enrollment.version.number:
        return None
    found = difference(enrollment.version, newest.pk)
    plan = upgrades.preview(enrollment, newest.pk)
    rows = {row.step_key: row for row in enrollment.step_progress.all()}
    begun = {key for key, row in rows.items() if row.is_worth_showing}
    return {
        "version": newest.number,
        "note": newest.change_note,
        "is_answered": upgrades.offer(enrollment, newest) is None,
        **{
            name: getattr(found, name)
            for name in ("added", "removed", "changed", "split", "merged")
        },
        "fates": [one for one in plan.steps if begun & set(one.sources)],
        "kept": plan.kept,
    }


def _refused(error: upgrades.UpgradeRefusedError, enrollment: Enrollment) -> Conflict:
    """Return the 409 that tells how the roadmap stands and what may be done."""
    offered = ["upgrade", "stay"] if upgrades.offer(enrollment) else []
    last = upgrades.undoable(enrollment, now=timezone.now())
    return Conflict(
        error.code,
        error.detail,
        current_state=enrollment.status,
        allowed=[*offered, *(["undo-upgrade"] if last else [])],
    )


def _undoable(enrollment: Enrollment) -> dict[str, Any] | None:
    last = upgrades.undoable(enrollment, now=timezone.now())
    if last is None:
        return None
    return {
        "from_version": last.from_version.number,
        "upgraded_at": last.at,
        "steps": upgrades.preview_undo(enrollment, last),
    }
