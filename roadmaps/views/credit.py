"""What a learner knows already, proposed as waivers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from profiles.requests import SignedInRequest
from profiles.services.days import today_of
from roadmaps.models import Enrollment
from roadmaps.services import credit
from roadmaps.services.tracking import RefusedError
from roadmaps.views.roadmap import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def credit_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is proposed and why; waive what the learner confirms."""
    enrollment = get_object_or_404(
        Enrollment.objects.of(request.user).with_plan(), pk=pk
    )
    if request.method == "POST":
        return _take(request, enrollment)
    return _answer(request, enrollment)


def _take(request: SignedInRequest, enrollment: Enrollment) -> HttpResponse:
    """Waive one step or all of them; a step proposed no longer is told."""
    now = timezone.now()
    keys = None if "all" in request.POST else request.POST.getlist("step")
    try:
        waived = credit.take_credit(
            enrollment=enrollment,
            by=request.user,
            now=now,
            day=today_of(request.user, now=now),
            keys=keys,
        )
    except (credit.NotProposedError, RefusedError):
        return _answer(request, enrollment, is_stale=True)
    messages.success(request, waived_message(len(waived)))
    return redirect("roadmaps:credit_list", enrollment.pk)


def _answer(
    request: SignedInRequest, enrollment: Enrollment, *, is_stale: bool = False
) -> HttpResponse:
    day = today_of(request.user, now=timezone.now())
    context = {
        "enrollment": enrollment,
        "credits": credit.read_credit(enrollment=enrollment, day=day),
        "waived": enrollment.step_progress.in_plan().waived().select_related("step"),
        "is_stale": is_stale,
    }
    status = 409 if is_stale else 200
    return render(request, "roadmaps/credit.html", context, status=status)


def waived_message(count: int) -> str:
    """Say in words what was waived."""
    if not count:
        return "You chose no step, so nothing changed."
    steps = "1 step is" if count == 1 else f"{count} steps are"
    return f"{steps} waived. You can take each waiver back at the step."
