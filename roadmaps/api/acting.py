"""How an endpoint acts at a step: find the row, call the service, tell refusals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from careersite.common.api import Conflict, PreconditionFailed, StrictAPIView
from careersite.common.api_versions import WEAK, tag_headers
from profiles.requests import caller
from roadmaps.api import serializers
from roadmaps.models import Enrollment, StepProgress
from roadmaps.services import tracking

NEVER = 0  # versions of a row count from 1


class StepAction(StrictAPIView):
    """An action at a step; the routes name its service and what it takes."""

    serializer_class: type[Serializer] = serializers.ActionSerializer
    perform: Callable[..., Any] | None = None
    tag_headers = staticmethod(tag_headers)

    @extend_schema(responses=serializers.RowSerializer)
    def post(self, request: Request, pk: int, key: str) -> Response:
        """Do it; a repeated request that already holds changes nothing."""
        row = self.find(request, pk, key)
        form = self.serializer_class(data=request.data)
        form.is_valid(raise_exception=True)
        words = dict(form.validated_data)
        with guarded(request, row) as version:
            if version is not None:
                words["row_version"] = version
            done = self.act(row, request, words)
        response = Response(serializers.RowSerializer(done).data)
        response["ETag"] = etag(done)
        return response

    def find(self, request: Request, pk: int, key: str) -> StepProgress:
        """Return the row that the caller may act at, else answer 404."""
        return own_row(request, pk, key)

    def act(
        self, row: StepProgress, request: Request, words: dict[str, Any]
    ) -> StepProgress:
        """Call the service that the route names."""
        if self.perform is None:
            raise NotImplementedError
        return self.perform(
            progress=row, by=caller(request), now=timezone.now(), **words
        )


def own_row(
    request: Request, pk: int, key: str, *, with_step: bool = False
) -> StepProgress:
    """Return the learner's own row, else answer 404.

    An action needs the row alone: its service locks it and reads what it needs.
    """
    rows = StepProgress.objects.of(caller(request))
    found = rows.with_step() if with_step else rows
    return get_object_or_404(found, enrollment=pk, step_key=key)


def visible_row(request: Request, pk: int, key: str) -> StepProgress:
    """Return a row of the caller or of a mentee, else answer 404."""
    enrollments = Enrollment.objects.visible_to(caller(request))
    enrollment = get_object_or_404(enrollments, pk=pk)
    return get_object_or_404(enrollment.step_progress, step_key=key)


@contextmanager
def guarded(request: Request, row: StepProgress) -> Iterator[int | None]:
    """Yield the version that If-Match asks for, and tell what the service refuses."""
    version = _asked_version(request, row)
    try:
        yield version
    except tracking.StaleRowError as error:
        if version is not None:
            raise PreconditionFailed from error
        raise refused(error) from error
    except tracking.RefusedError as error:
        raise refused(error) from error


def refused(error: tracking.RefusedError) -> Conflict:
    """Return the 409 that tells where the step is and what may be done."""
    more: dict[str, Any] = {
        "current_state": error.current_state,
        "allowed": list(error.allowed),
    }
    if isinstance(error, tracking.StepLockedError):
        more["blocked_by"] = [row.step_key for row in error.blocking]
    return Conflict(error.code, error.detail, **more)


def etag(row: StepProgress) -> str:
    """Return the row's version as If-Match takes it."""
    return f'"{row.row_version}"'


def _asked_version(request: Request, row: StepProgress) -> int | None:
    """Return the version that If-Match holds for; None without one, or for `*`.

    Of several tags it is that of the row as it was found; the service asks again once
    the row is locked.
    """
    asked = request.headers.get("If-Match", "").split(",")
    tags = {tag.strip().removeprefix(WEAK).strip('"') for tag in asked}
    if tags == {""} or "*" in tags:
        return None
    return row.row_version if str(row.row_version) in tags else NEVER
