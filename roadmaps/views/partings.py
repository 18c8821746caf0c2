"""Pause, end, block and report: from either side of a mentorship."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.models import Block, Mentorship, User
from profiles.requests import SignedInRequest
from profiles.services import safety
from roadmaps.forms.mentors import ReportForm
from roadmaps.services import partings

FORM = ["GET", "HEAD", "POST"]


@require_POST
def mentorship_pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pause or resume, from either side."""
    mentorship = _find(request.user, pk)
    is_paused = request.POST.get("is_paused") == "1"
    change = partings.pause_mentorship if is_paused else partings.resume_mentorship
    change(mentorship=mentorship, by=request.user, now=timezone.now())
    return redirect(_home(mentorship, request.user))


@require_http_methods(FORM)
@once_per_form
def mentorship_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, then end, from either side."""
    mentorship = _find(request.user, pk)
    if request.method == "POST":
        partings.end_mentorship(
            mentorship=mentorship, by=request.user, now=timezone.now()
        )
        return redirect(_home(mentorship, request.user))
    context = _context(mentorship, request.user)
    return render(request, "roadmaps/mentorship_end.html", context)


@require_http_methods(FORM)
def mentorship_block(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, then shut the other side out."""
    mentorship = _find_any(request.user, pk)
    if request.method == "POST":
        partings.block_person(
            mentorship=mentorship, by=request.user, now=timezone.now()
        )
        messages.success(request, f"You blocked {mentorship.other_side(request.user)}.")
        return redirect(_home(mentorship, request.user))
    context = _context(mentorship, request.user)
    return render(request, "roadmaps/mentorship_block.html", context)


@require_http_methods(FORM)
def mentorship_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the operators what the other side did, also of an ended mentorship."""
    mentorship = _find_any(request.user, pk)
    form = ReportForm(posted(request))
    if form.is_valid():
        try:
            safety.report_abuse(
                mentorship=mentorship,
                text=form.cleaned_data["text"],
                by=request.user,
                now=timezone.now(),
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Thank you. We look at it and write to you.")
            return redirect(_home(mentorship, request.user))
    context = {**_context(mentorship, request.user), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "roadmaps/mentorship_report.html", context, status=status)


@require_POST
@once_per_form
def block_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody in again."""
    found = get_object_or_404(Block.objects.by(request.user), pk=pk)
    safety.unblock(block=found)
    return redirect("roadmaps:mentor_list")


def _find(person: User, pk: int) -> Mentorship:
    """Return a mentorship under way, of either side, else answer 404."""
    own = Mentorship.objects.active().with_party(person)
    return get_object_or_404(own.select_related("learner", "mentor__profile"), pk=pk)


def _find_any(person: User, pk: int) -> Mentorship:
    """Return a mentorship of either side, also one that ended."""
    own = Mentorship.objects.with_party(person)
    return get_object_or_404(own.select_related("learner", "mentor__profile"), pk=pk)


def _home(mentorship: Mentorship, person: User) -> str:
    is_learner = mentorship.learner_id == person.pk
    return "roadmaps:mentor_list" if is_learner else "roadmaps:mentorship_list"


def _context(mentorship: Mentorship, person: User) -> dict[str, object]:
    return {
        "mentorship": mentorship,
        "other": mentorship.other_side(person),
        "home": reverse(_home(mentorship, person)),
    }
