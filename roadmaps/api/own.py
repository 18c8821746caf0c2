"""Endpoints of a learner's own words, steps and hours."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from careersite.common.api import Conflict, StrictViewSet
from careersite.common.api_versions import VersionedMixin
from profiles.requests import caller
from profiles.services.days import today_of
from roadmaps.api.life import own_enrollment
from roadmaps.api.serializers import LogTimeSerializer
from roadmaps.models import EvidenceLink, Note, PersonalStep, TimeLog
from roadmaps.models.journal import NOTE_MAX
from roadmaps.models.personal import HOURS_MAX, HOURS_MIN
from roadmaps.services import linking, tracking
from roadmaps.services.tracking.journal import MINUTES_MAX
from roadmaps.services.tracking.own import TEXT_MAX, TITLE_MAX


class PersonalStepSerializer(serializers.ModelSerializer):
    """A step of the learner's own; in the schedule, never in the percent."""

    title = serializers.CharField(max_length=TITLE_MAX)
    text = serializers.CharField(max_length=TEXT_MAX, required=False, allow_blank=True)
    hours = serializers.DecimalField(
        max_digits=4,
        decimal_places=1,
        min_value=Decimal(str(HOURS_MIN)),
        max_value=Decimal(HOURS_MAX),
    )
    after_key = serializers.SlugField(max_length=60, required=False, allow_blank=True)
    is_done = serializers.BooleanField(required=False)

    class Meta:
        model = PersonalStep
        fields = ["id", "title", "text", "hours", "after_key", "is_done"]


class NoteSerializer(serializers.ModelSerializer):
    """A note at a step."""

    step = serializers.SlugField(source="progress.step_key", max_length=60)
    text = serializers.CharField(max_length=NOTE_MAX)
    row_version = serializers.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        required=False,
        help_text="Sent along, a note changed since then answers 409.",
    )

    class Meta:
        model = Note
        fields = ["id", "step", "text", "row_version", "updated_at"]
        read_only_fields = ["updated_at"]


class EvidenceLinkSerializer(serializers.ModelSerializer):
    """A project or certificate of the profile, linked to a step: one of the two."""

    step = serializers.SlugField(source="progress.step_key", max_length=60)
    project = serializers.IntegerField(
        source="project_id", min_value=1, required=False, allow_null=True
    )
    certification = serializers.IntegerField(
        source="earned_certification_id", min_value=1, required=False, allow_null=True
    )

    class Meta:
        model = EvidenceLink
        fields = ["id", "step", "project", "certification", "label", "url"]
        read_only_fields = ["label", "url"]


class LoggedTimeSerializer(serializers.ModelSerializer):
    """Minutes of a day, at a step or at none."""

    step = serializers.CharField(
        source="progress.step_key", read_only=True, allow_null=True
    )
    minutes = serializers.IntegerField(min_value=1, max_value=MINUTES_MAX)

    class Meta:
        model = TimeLog
        fields = ["id", "step", "on", "minutes"]


class OwnViewSet(
    VersionedMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    StrictViewSet,
):
    """Rows of one of the learner's roadmaps; those of others do not exist here."""

    lookup_value_converter = "int"
    path_to_roadmap = "enrollment"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the learner's own rows of the roadmap in the address."""
        rows: Any = super().get_queryset().all()
        own = rows.of(caller(self.request))
        if "enrollment" not in self.kwargs:  # the description of the API asks so
            return own.none()
        return own.filter(**{self.path_to_roadmap: self.kwargs["enrollment"]})

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer 404 where the roadmap is somebody else's, before anything else."""
        super().initial(request, *args, **kwargs)
        # OPTIONS describes the address, not what is there.
        if self.is_offered(request) and request.method != "OPTIONS":
            own_enrollment(request, self.kwargs["enrollment"])

    def who_and_when(self) -> dict[str, Any]:
        """Return what every service asks for."""
        return {"by": caller(self.request), "now": timezone.now()}


class MyPersonalStepViewSet(mixins.CreateModelMixin, OwnViewSet):
    """The learner's own steps of a roadmap."""

    queryset = PersonalStep.objects.all()
    serializer_class = PersonalStepSerializer

    def perform_create(self, serializer: BaseSerializer) -> None:
        pk = self.kwargs["enrollment"]
        enrollment = own_enrollment(self.request, pk)
        step = PersonalStep(enrollment=enrollment, learner=caller(self.request))
        self._save(serializer, step)

    def perform_update(self, serializer: BaseSerializer) -> None:
        self._save(serializer, serializer.instance)

    def perform_destroy(self, instance: PersonalStep) -> None:
        tracking.delete_personal_step(step=instance, **self.who_and_when())

    def _save(self, serializer: BaseSerializer, step: Any) -> None:
        sent = dict(serializer.validated_data)
        is_done = sent.pop("is_done", None)
        kept = {
            name: getattr(step, name)
            for name in ("title", "text", "hours", "after_key")
        }
        step = tracking.save_personal_step(
            step=step, **{**kept, **sent}, **self.who_and_when()
        )
        if is_done is not None:
            step = tracking.mark_personal_step(
                step=step, is_done=is_done, **self.who_and_when()
            )
        serializer.instance = step


class MyNoteViewSet(OwnViewSet):
    """The learner's notes of a roadmap."""

    queryset = Note.objects.all()
    serializer_class = NoteSerializer
    path_to_roadmap = "progress__enrollment"

    def get_queryset(self) -> QuerySet[Note]:
        """Return the learner's notes, each with its step."""
        return super().get_queryset().select_related("progress")

    @extend_schema(responses={201: NoteSerializer})
    def create(self, request: Request, enrollment: int) -> Response:
        """Write a note at a step."""
        form = NoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        rows = own_enrollment(request, enrollment).step_progress
        key = form.validated_data["progress"]["step_key"]
        note = tracking.add_note(
            progress=get_object_or_404(rows, step_key=key),
            text=form.validated_data["text"],
            **self.who_and_when(),
        )
        return Response(NoteSerializer(note).data, status=201)

    def perform_update(self, serializer: BaseSerializer) -> None:
        note: Any = serializer.instance
        sent = serializer.validated_data
        try:
            serializer.instance = tracking.change_note(
                note=note,
                text=sent.get("text", note.text),
                row_version=sent.get("row_version"),
                **self.who_and_when(),
            )
        except tracking.StaleNoteError as error:
            raise Conflict("stale_note", str(error), text=error.note.text) from error

    def perform_destroy(self, instance: Note) -> None:
        tracking.delete_note(note=instance, **self.who_and_when())


class MyEvidenceViewSet(OwnViewSet):
    """What the learner linked to the steps of a roadmap by hand."""

    queryset = EvidenceLink.objects.all()
    serializer_class = EvidenceLinkSerializer
    path_to_roadmap = "progress__enrollment"
    http_method_names = ("get", "post", "delete", "head", "options")

    def get_queryset(self) -> QuerySet[EvidenceLink]:
        """Return the learner's links, each with its step and what it shows."""
        return (
            super()
            .get_queryset()
            .select_related(
                "progress", "project", "earned_certification__certification"
            )
        )

    @extend_schema(responses={201: EvidenceLinkSerializer})
    def create(self, request: Request, enrollment: int) -> Response:
        """Link a project or a certificate to a step; linked twice, it is once."""
        form = EvidenceLinkSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        rows = own_enrollment(request, enrollment).step_progress
        sent = form.validated_data
        link = linking.link_evidence(
            progress=get_object_or_404(rows, step_key=sent["progress"]["step_key"]),
            project=sent.get("project_id"),
            certification=sent.get("earned_certification_id"),
            **self.who_and_when(),
        )
        return Response(EvidenceLinkSerializer(link).data, status=201)

    def perform_destroy(self, instance: EvidenceLink) -> None:
        linking.unlink_evidence(link=instance, **self.who_and_when())


class MyTimeViewSet(OwnViewSet):
    """The time that the learner logged for a roadmap."""

    queryset = TimeLog.objects.all()
    serializer_class = LoggedTimeSerializer

    def get_queryset(self) -> QuerySet[TimeLog]:
        """Return the learner's time, each with its step."""
        return super().get_queryset().select_related("progress")

    @extend_schema(request=LogTimeSerializer, responses={201: LoggedTimeSerializer})
    def create(self, request: Request, enrollment: int) -> Response:
        """Log minutes of a day at no step; each step's own address logs at it."""
        form = LogTimeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        roadmap, who_and_when = own_enrollment(request, enrollment), self.who_and_when()
        today = today_of(roadmap.learner, now=who_and_when["now"])
        log = tracking.log_time(
            enrollment=roadmap,
            minutes=form.validated_data["minutes"],
            on=form.validated_data.get("on", today),
            **who_and_when,
        )
        return Response(LoggedTimeSerializer(log).data, status=201)

    def perform_update(self, serializer: BaseSerializer) -> None:
        log: Any = serializer.instance
        sent = {"minutes": log.minutes, "on": log.on, **serializer.validated_data}
        tracking.correct_time(log=log, **sent, **self.who_and_when())

    def perform_destroy(self, instance: TimeLog) -> None:
        tracking.delete_time(log=instance, **self.who_and_when())
