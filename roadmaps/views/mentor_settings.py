"""A mentor's review days, limits, breaks and saved replies."""

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

from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.models import MentorLink
from profiles.requests import SignedInRequest
from profiles.services.mentoring import set_taking_mentees
from roadmaps.forms.mentor_settings import ReplyForm, TermsForm
from roadmaps.models import SavedReply
from roadmaps.services import partings, replies
from roadmaps.views.deleted import Deleted, say_deleted

FORM = ["GET", "HEAD", "POST"]


@require_POST
def mentees_taking(request: SignedInRequest) -> HttpResponse:
    """Say whether this mentor takes new mentees."""
    set_taking_mentees(mentor=request.user, is_taking="is_taking" in request.POST)
    return redirect("roadmaps:review_list")


@require_http_methods(FORM)
def mentor_terms_edit(request: SignedInRequest) -> HttpResponse:
    """State review days, limits and the promise."""
    profile = request.user.profile
    form = TermsForm(posted(request), instance=profile)
    if form.is_valid():
        profile.state_terms(**form.terms())
        messages.success(request, "Saved. Waits count by it from now on.")
        return redirect("roadmaps:mentor_terms_edit")
    status = 422 if form.is_bound else 200
    has_link = MentorLink.objects.of(request.user).exists()
    context = {"form": form, "profile": profile, "has_link": has_link}
    return render(request, "roadmaps/mentor_terms_edit.html", context, status=status)


@require_POST
def mentor_break(request: SignedInRequest) -> HttpResponse:
    """Take a break from all mentees, or come back."""
    if request.POST.get("is_paused") == "1":
        partings.take_break(mentor=request.user, now=timezone.now())
    else:
        partings.come_back(mentor=request.user)
    return redirect("roadmaps:mentor_terms_edit")


@require_safe
def reply_list(request: SignedInRequest) -> HttpResponse:
    """Show the saved replies."""
    found = SavedReply.objects.of(request.user)
    return render(request, "roadmaps/reply_list.html", {"replies": found})


@require_http_methods(FORM)
@once_per_form
def reply_add(request: SignedInRequest) -> HttpResponse:
    """Save a new reply."""
    return _edit(request, SavedReply(mentor=request.user))


@require_http_methods(FORM)
def reply_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a reply."""
    return _edit(request, _find(request, pk))


@require_POST
@once_per_form
def reply_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a reply; what was sent with it stays."""
    reply = _find(request, pk)
    replies.delete_reply(reply=reply)
    gone = Deleted(
        said=f"{reply.title} is deleted.",
        again=reverse("roadmaps:reply_add"),
        words={"title": reply.title, "text": reply.text},
        back=reverse("roadmaps:reply_list"),
        where="your replies",
    )
    return say_deleted(request, gone)


def _find(request: SignedInRequest, pk: int) -> SavedReply:
    return get_object_or_404(SavedReply.objects.of(request.user), pk=pk)


def _edit(request: SignedInRequest, reply: SavedReply) -> HttpResponse:
    form = ReplyForm(posted(request), instance=reply)
    if form.is_valid():
        try:
            replies.save_reply(reply=reply, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("roadmaps:reply_list")
    status = 422 if form.is_bound else 200
    context = {"form": form, "reply": reply}
    return render(request, "roadmaps/reply_edit.html", context, status=status)
