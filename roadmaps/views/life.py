"""The life of a learner's roadmap: its plan, pausing, leaving, completing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from careersite.common.posted import posted
from profiles.requests import SignedInRequest
from profiles.services.days import today_of
from roadmaps.forms.plan import PlanForm, ResetForm
from roadmaps.models import Enrollment
from roadmaps.services import tracking
from roadmaps.services.pacing import read_pacing
from roadmaps.services.plan import read_plan
from roadmaps.views.forms import add_errors
from roadmaps.views.roadmap import private

ACTIONS = {
    "pause": (tracking.pause_roadmap, "is paused. Nothing is due until you go on."),
    "resume": (tracking.resume_roadmap, "goes on."),
    "complete": (tracking.complete_roadmap, "is complete. Your record is kept."),
    "reopen": (tracking.reopen_roadmap, "is open again. Its record stays."),
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enrollment_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show and change what the dated plan is made from."""
    enrollment, now = own_enrollment(request, pk), timezone.now()
    today = today_of(enrollment.learner, now=now)
    form = PlanForm(posted(request), enrollment=enrollment, today=today)
    if request.method == "POST" and form.is_valid() and _planned(request, form):
        messages.success(request, "Your plan is saved.")
        return redirect("roadmaps:enrollment_plan", enrollment.pk)
    status = 422 if request.method == "POST" else 200
    return answer(request, enrollment, form=form, status=status)


def _planned(request: SignedInRequest, form: PlanForm) -> bool:
    """Save a valid plan; tell whether the service took it."""
    try:
        tracking.plan_pace(
            enrollment=form.enrollment,
            by=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


@private
@require_POST
def enrollment_act(request: SignedInRequest, pk: int, action: str) -> HttpResponse:
    """Pause, resume, complete or reopen a roadmap."""
    enrollment = own_enrollment(request, pk)
    if action not in ACTIONS:
        raise Http404
    perform, said = ACTIONS[action]
    try:
        perform(enrollment=enrollment, by=request.user, now=timezone.now())
    except tracking.StandingRefusedError as refused:
        return answer(request, enrollment, refused=refused, status=409)
    messages.success(request, f"{enrollment.roadmap.title} {said}")
    if action == "complete":
        return redirect("roadmaps:record", enrollment.pk)
    return redirect("roadmaps:enrollment_plan", enrollment.pk)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enrollment_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a roadmap once confirmed, which says what is taken back from review."""
    enrollment = own_enrollment(request, pk)
    if request.method != "POST":
        waiting = enrollment.step_progress.in_review().count()
        context = {"enrollment": enrollment, "waiting": waiting}
        return render(request, "roadmaps/leave.html", context)
    tracking.leave_roadmap(enrollment=enrollment, by=request.user, now=timezone.now())
    title = enrollment.roadmap.title
    messages.success(request, f"You left {title}. Start it again to find all of it.")
    return redirect("roadmaps:dashboard")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enrollment_reset(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put every step back to not started, behind a typed word."""
    enrollment = own_enrollment(request, pk)
    form = ResetForm(posted(request))
    context = {"enrollment": enrollment, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            tracking.reset_roadmap(
                enrollment=enrollment,
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as error:
            add_errors(form, error)
        except tracking.StandingRefusedError as refused:
            return answer(request, enrollment, refused=refused, status=409)
        else:
            messages.success(request, "Every step is back at its start.")
            return redirect(enrollment)
    status = 422 if form.errors else 200
    return render(request, "roadmaps/reset.html", context, status=status)


def own_enrollment(request: SignedInRequest, pk: int) -> Enrollment:
    """Return the learner's own enrollment, else answer 404."""
    return get_object_or_404(Enrollment.objects.of(request.user).with_pace(), pk=pk)


def answer(
    request: SignedInRequest,
    enrollment: Enrollment,
    *,
    form: PlanForm | None = None,
    refused: tracking.StandingRefusedError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the plan of a roadmap with what can be done to it."""
    now = timezone.now()
    enrollment = own_enrollment(request, enrollment.pk)
    plan = read_plan(enrollment)
    pacing = read_pacing(plan, enrollment, now=now)
    context: dict[str, Any] = {
        "enrollment": enrollment,
        "plan": plan,
        "pacing": pacing,
        "form": form or PlanForm(enrollment=enrollment, today=pacing.today),
        "refused": refused,
        "allowed": tracking.allowed_standings(enrollment.status),
        "records": enrollment.records.all(),
    }
    return render(request, "roadmaps/plan.html", context, status=status)
