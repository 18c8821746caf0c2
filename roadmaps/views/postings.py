"""A pasted posting or CV, read for what it names; nothing of the text is kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from profiles.requests import SignedInRequest
from profiles.services import reading
from profiles.services.days import today_of
from roadmaps.forms.postings import CV, KeepForm, TextForm
from roadmaps.services.postings import read_posting


@require_http_methods(["GET", "HEAD", "POST"])
def posting_read(request: SignedInRequest) -> HttpResponse:
    """Read what was pasted, or keep what was ticked of a CV."""
    if request.method != "POST":
        form = TextForm(initial={"kind": request.GET.get("kind", "posting")})
        return render(request, "roadmaps/posting.html", {"form": form})
    form = TextForm(request.POST)
    if not form.is_valid():
        return render(request, "roadmaps/posting.html", {"form": form}, status=422)
    if form.cleaned_data["kind"] == CV:
        return _cv(request, form)
    day = today_of(request.user, now=timezone.now())
    posting = read_posting(user=request.user, text=form.cleaned_data["text"], day=day)
    context = {"form": form, "posting": posting}
    return render(request, "roadmaps/posting.html", context)


def _cv(request: SignedInRequest, form: TextForm) -> HttpResponse:
    day = today_of(request.user, now=timezone.now())
    found = reading.find_all(form.cleaned_data["text"], user=request.user, day=day)
    is_kept = "keep" in request.POST
    keep = KeepForm(found, request.POST if is_kept else None)
    if is_kept and keep.is_valid() and _keep(request, keep):
        return redirect("profiles:skill_list")
    context: dict[str, Any] = {"form": form, "found": found, "keep": keep}
    if found.certifications:
        own = request.user.earned_certifications
        earned = set(own.values_list("certification_id", flat=True))
        context["certifications"] = keep.certifications(earned)
    status = 422 if keep.errors else 200
    return render(request, "roadmaps/posting_cv.html", context, status=status)


def _keep(request: SignedInRequest, form: KeepForm) -> bool:
    """Keep what was ticked and tell whether it worked; errors go to the fields."""
    chosen = form.chosen(request.user)
    try:
        count = reading.keep(
            user=request.user, chosen=chosen, by=request.user, now=timezone.now()
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, kept_message(count))
    return True


def kept_message(count: int) -> str:
    """Say in words what was kept."""
    if not count:
        return "You ticked nothing new, so nothing changed."
    things = "1 thing is" if count == 1 else f"{count} things are"
    return f"{things} in your profile now. Rate what you left open."
