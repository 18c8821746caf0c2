"""A learner's own steps and hours: add, change, delete."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from careersite.common.paging import Paginator
from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.requests import SignedInRequest
from profiles.services.days import today_of
from roadmaps.forms.own import PersonalStepForm
from roadmaps.forms.step import TimeForm
from roadmaps.models import Enrollment, PersonalStep, TimeLog
from roadmaps.services import tracking
from roadmaps.views.deleted import Deleted, say_deleted
from roadmaps.views.forms import add_errors
from roadmaps.views.life import own_enrollment
from roadmaps.views.roadmap import private

PAGE_SIZE = 50
STEP_WORDS = ("title", "hours", "after_key", "text")


@private
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def personal_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a step of one's own."""
    enrollment = own_enrollment(request, pk)
    after = request.GET.get("after", "")
    step = PersonalStep(
        enrollment=enrollment, learner=request.user, after_key=after[:60]
    )
    return _edit_personal(request, enrollment, step)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def personal_edit(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Change a step of one's own."""
    step = _own_step(request, pk, number)
    return _edit_personal(request, own_enrollment(request, pk), step)


@private
@require_POST
def personal_mark(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Mark a step of one's own as done, or take it up again."""
    step = _own_step(request, pk, number)
    is_done = bool(request.POST.get("is_done"))
    tracking.mark_personal_step(
        step=step, is_done=is_done, by=request.user, now=timezone.now()
    )
    said = "is done." if is_done else "is open again."
    messages.success(request, f"{step.title} {said}")
    return redirect("roadmaps:enrollment_detail", pk)


@private
@require_POST
@once_per_form
def personal_delete(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Delete a step of one's own."""
    step = _own_step(request, pk, number)
    tracking.delete_personal_step(step=step, by=request.user, now=timezone.now())
    words = {name: getattr(step, name) for name in STEP_WORDS}
    gone = Deleted(
        said=f"{step.title} is deleted.",
        again=reverse("roadmaps:personal_add", args=[pk]),
        words={**words, "is_done": "on"} if step.is_done else words,
        back=step.enrollment.get_absolute_url(),
        where="your roadmap",
    )
    return say_deleted(request, gone)


@private
@require_safe
def time_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the time logged for a roadmap, the newest day first."""
    enrollment = own_enrollment(request, pk)
    logs = TimeLog.objects.of(request.user).filter(enrollment=enrollment)
    page = Paginator(logs.select_related("progress__step"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"enrollment": enrollment, "page": page}
    return render(request, "roadmaps/time_list.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def time_edit(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Change logged time."""
    log = _own_log(request, pk, number)
    initial = {"hours": round(log.minutes / 60, 2), "on": log.on}
    form = TimeForm(posted(request), initial=initial)
    now = timezone.now()
    today = today_of(request.user, now=now)
    done = _done(
        form,
        request,
        lambda: tracking.correct_time(
            log=log, by=request.user, now=now, **form.words(today)
        ),
    )
    if done:
        messages.success(request, "The time is changed.")
        return redirect("roadmaps:own_time_list", pk)
    context = {"log": log, "form": form, "enrollment": log.enrollment}
    status = 422 if form.errors else 200
    return render(request, "roadmaps/time_edit.html", context, status=status)


@private
@require_POST
@once_per_form
def time_delete(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Delete logged time."""
    log = _own_log(request, pk, number)
    tracking.delete_time(log=log, by=request.user, now=timezone.now())
    gone = Deleted(
        said="The time is deleted.",
        again=reverse("roadmaps:time_log"),
        words={
            "enrollment": pk,
            "step": log.progress.step_key if log.progress else "",
            "hours": round(log.minutes / 60, 2),
            "on": log.on.isoformat(),
        },
        back=reverse("roadmaps:own_time_list", args=[pk]),
        where="your time",
    )
    return say_deleted(request, gone)


def _done(
    form: forms.Form, request: SignedInRequest, act: Callable[[], object]
) -> bool:
    """Act on a valid form that was sent; tell whether the service took it."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _edit_personal(
    request: SignedInRequest, enrollment: Enrollment, step: PersonalStep
) -> HttpResponse:
    form = PersonalStepForm(
        posted(request),
        enrollment=enrollment,
        initial={name: getattr(step, name) for name in STEP_WORDS},
    )
    done = _done(
        form,
        request,
        lambda: tracking.save_personal_step(
            step=step, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
    )
    if done:
        # Comes with the undo of a deletion.
        if request.POST.get("is_done"):
            tracking.mark_personal_step(
                step=step, is_done=True, by=request.user, now=timezone.now()
            )
        messages.success(request, f"{step.title} is in your plan.")
        return redirect("roadmaps:enrollment_detail", enrollment.pk)
    context: dict[str, Any] = {"enrollment": enrollment, "step": step, "form": form}
    status = 422 if form.errors else 200
    return render(request, "roadmaps/personal_edit.html", context, status=status)


def _own_step(request: SignedInRequest, pk: int, number: int) -> PersonalStep:
    own = PersonalStep.objects.of(request.user).select_related("enrollment__version")
    return get_object_or_404(own, enrollment=pk, pk=number)


def _own_log(request: SignedInRequest, pk: int, number: int) -> TimeLog:
    own = TimeLog.objects.of(request.user).select_related(
        "enrollment__version__roadmap", "progress__step"
    )
    return get_object_or_404(own, enrollment=pk, pk=number)
