"""The learner's first page: what to do now, how far, what lacks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careersite.common.htmx import wants_fragment
from careersite.common.repeats import once_per_form
from profiles.requests import SignedInRequest
from profiles.services.days import today_of
from roadmaps.forms.step import TimeForm
from roadmaps.models import Enrollment
from roadmaps.pace import HOURS_MAX, HOURS_MIN
from roadmaps.services import tracking
from roadmaps.services.dashboard import Dashboard, Track, read_dashboard
from roadmaps.services.upgrade import offer
from roadmaps.views.roadmap import private

# Another form of the page asks for hours too.
TIME_IDS = "time_%s"
EVENT_WORDS = {
    "start": ("started", ""),
    "pause": ("put", "aside"),
    "finish": ("finished", ""),
    "submit": ("sent", "for review"),
    "take-back": ("took", "back"),
    "approve": ("approved", ""),
    "ask-changes": ("asked for changes on", ""),
    "reopen": ("reopened", ""),
    "skip": ("skipped", ""),
    "bring-back": ("brought", "back"),
    "waive": ("waived", ""),
    "unwaive": ("took the waiver of", "back"),
    "ask-help": ("asked for help with", ""),
    "undo": ("undid a change of", ""),
    "upgrade": ("moved", "to a newer version"),
}


class WhatIfForm(forms.Form):
    """Other hours a week, to see where they lead."""

    hours = forms.FloatField(
        label="If I did",
        min_value=HOURS_MIN,
        max_value=HOURS_MAX,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )


@private
@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Show the dashboard; `?hours=` answers what if, and saves nothing."""
    return _answer(request)


@private
@require_POST
@once_per_form
def time_log(request: SignedInRequest) -> HttpResponse:
    """Log time from the dashboard, on the step under way."""
    mine = Enrollment.objects.of(request.user).with_plan()
    enrollment = get_object_or_404(mine, pk=_number(request.POST.get("enrollment")))
    form = TimeForm(request.POST, auto_id=TIME_IDS)
    if form.is_valid() and _log(request, enrollment, form):
        messages.success(request, "Time logged.")
        return redirect("roadmaps:dashboard")
    return _answer(request, time_form=form, status=422)


def _log(request: SignedInRequest, enrollment: Enrollment, form: TimeForm) -> bool:
    """Log the time of a valid form; tell whether the service took it."""
    now = timezone.now()
    step = request.POST.get("step", "")
    try:
        tracking.log_time(
            enrollment=enrollment,
            progress=enrollment.step_progress.filter(step_key=step).first(),
            by=request.user,
            now=now,
            **form.words(today_of(enrollment.learner, now=now)),
        )
    except ValidationError as error:
        form.add_error("hours", error.messages)
        return False
    return True


def _answer(
    request: SignedInRequest, *, time_form: TimeForm | None = None, status: int = 200
) -> HttpResponse:
    shown = read_dashboard(user=request.user, now=timezone.now())
    context = {
        "dashboard": shown,
        "track": shown.track,
        "time_form": time_form or TimeForm(auto_id=TIME_IDS),
        "form": time_form,
        "events": [
            {"event": event, "words": EVENT_WORDS[event.action]}
            for event in shown.events
        ],
        **(_track_context(request, shown.track) if shown.track else {}),
        **_gap_context(shown),
    }
    if shown.track and wants_fragment(request) and "hours" in request.GET:
        return render(request, "roadmaps/_what_if.html", context)
    form = context.get("what_if")
    if form is not None and form.is_bound and not form.is_valid():
        status = 422
    return render(request, "roadmaps/dashboard.html", context, status=status)


def _asked_hours(form: WhatIfForm, *, planned: float) -> float | None:
    """Return the hours to work with: the planned ones until others are asked."""
    if not form.is_bound:
        return planned
    return form.cleaned_data["hours"] if form.is_valid() else None


def _track_context(request: SignedInRequest, track: Track) -> dict[str, Any]:
    """Return what belongs to the roadmap under way."""
    form = WhatIfForm(
        request.GET if "hours" in request.GET else None,
        initial={"hours": f"{track.pacing.hours_per_week:g}"},
    )
    hours = _asked_hours(form, planned=track.pacing.hours_per_week)
    return {
        "what_if": form,
        "what_if_finish": track.pacing.what_if(hours) if hours else None,
        "first": _suggested(track, track.next.first),
        "others": [_suggested(track, other) for other in track.next.others],
        "offer": offer(track.enrollment, track.plan.content.newest),
        "behind": track.pacing.behind,
    }


def _suggested(track: Track, suggestion: Any) -> dict[str, Any]:
    planned = track.plan.by_key.get(suggestion.key)
    return {"it": suggestion, "planned": planned}


def _gap_context(shown: Dashboard) -> dict[str, Any]:
    if shown.gap is None:
        return {"bars": [], "badges": []}
    skills = shown.gap.skills
    families = {skill.category.code: skill.category for skill in skills.values()}
    radar = shown.gap.radar
    return {
        "bars": [
            {"bar": bar, "skill": skills[bar.row.skill]} for bar in shown.gap.bars
        ],
        "badges": [(badge, families[badge.category]) for badge in radar.badges]
        if radar
        else [],
    }


def _number(text: str | None) -> int:
    """Return an id from a form; what is none finds nothing."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
