"""Where a learner worked and studied."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.forms.experience import EducationForm, ExperienceForm, WorkForm
from profiles.models import EducationEntry, WorkEntry
from profiles.requests import SignedInRequest
from profiles.services import experience


@dataclass(frozen=True, slots=True)
class Kind:
    """Work or study: its rows, its form and the word for one of it."""

    model: type[WorkEntry] | type[EducationEntry]
    form: type[ExperienceForm]
    word: str


KINDS = {
    "work": Kind(WorkEntry, WorkForm, "job"),
    "education": Kind(EducationEntry, EducationForm, "study"),
}


@require_safe
def experience_list(request: SignedInRequest) -> HttpResponse:
    """List work and study, the latest first."""
    context = {
        "work": request.user.work_entries.all(),
        "education": request.user.education_entries.all(),
    }
    return render(request, "profiles/experience_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def experience_add(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add a job or a study."""
    found = _kind(kind)
    return _edit(request, found, found.model(user=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def experience_edit(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Change one of the learner's entries."""
    return _edit(request, _kind(kind), _own(request, kind, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def experience_delete(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Delete an entry once confirmed."""
    entry = _own(request, kind, pk)
    if request.method == "POST":
        entry.delete()
        messages.success(request, "The entry is deleted.")
        return redirect("profiles:experience_list")
    return render(request, "profiles/experience_delete.html", {"entry": entry})


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _own(request: SignedInRequest, kind: str, pk: int) -> experience.Entry:
    own = _kind(kind).model.objects.of(request.user)
    return cast("experience.Entry", get_object_or_404(own, pk=pk))


def _edit(
    request: SignedInRequest, kind: Kind, entry: experience.Entry
) -> HttpResponse:
    form = kind.form(posted(request), instance=entry)
    if request.method == "POST" and form.is_valid() and _save(form):
        messages.success(request, "The entry is saved.")
        return redirect("profiles:experience_list")
    context = {"form": form, "entry": entry, "word": kind.word}
    status = 422 if form.errors else 200
    return render(request, "profiles/experience_edit.html", context, status=status)


def _save(form: ExperienceForm) -> bool:
    """Save and tell whether it worked; the reasons why not go to the fields."""
    try:
        experience.save_entry(form.save(commit=False))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
