"""The record of a roadmap: what was done, by whom approved, ready for print."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from profiles.requests import SignedInRequest
from roadmaps.services.plan import read_plan
from roadmaps.services.record import shown_record, snapshot_of
from roadmaps.views.life import own_enrollment
from roadmaps.views.roadmap import private


@private
@require_safe
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the record as of today."""
    enrollment = own_enrollment(request, pk)
    snapshot = snapshot_of(read_plan(enrollment), now=timezone.now())
    return _answer(request, enrollment, snapshot, completed=None)


@private
@require_safe
def record_detail(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Show the record that a completion wrote; it never changes."""
    enrollment = own_enrollment(request, pk)
    kept = get_object_or_404(enrollment.records, pk=number)
    return _answer(request, enrollment, kept.snapshot, completed=kept)


def _answer(
    request: SignedInRequest,
    enrollment: Any,
    snapshot: dict[str, Any],
    *,
    completed: Any,
) -> HttpResponse:
    context = {
        "enrollment": enrollment,
        "record": shown_record(snapshot),
        "completed": completed,
        "records": enrollment.records.all(),
        "learner": request.user,
    }
    return render(request, "roadmaps/record.html", context)
