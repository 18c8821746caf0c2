"""A note that is there already: change it, by itself while typing, or delete it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from careersite.common.htmx import wants_fragment
from careersite.common.repeats import once_per_form
from profiles.requests import SignedInRequest
from roadmaps.forms.own import ChangedNoteForm
from roadmaps.models import Note
from roadmaps.services import tracking
from roadmaps.views.deleted import Deleted, say_deleted
from roadmaps.views.forms import add_errors
from roadmaps.views.roadmap import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Change a note; a second tab that changed it meanwhile is not written over."""
    note = _own_note(request, pk, number)
    if request.method != "POST":
        form = ChangedNoteForm(
            initial={"text": note.text, "row_version": note.row_version}
        )
        return _answer(request, note, form)
    form = ChangedNoteForm(request.POST)
    if not form.is_valid():
        return _answer(request, note, form, status=422)
    try:
        note = tracking.change_note(
            note=note, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except ValidationError as error:
        add_errors(form, error)
        return _answer(request, note, form, status=422)
    except tracking.StaleNoteError as error:
        return _conflict(request, error.note)
    if wants_fragment(request):
        return _answer(request, note, form)
    messages.success(request, "The note is saved.")
    return redirect(note.progress)


@private
@require_POST
@once_per_form
def note_delete(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Delete a note."""
    note = _own_note(request, pk, number)
    tracking.delete_note(note=note, by=request.user, now=timezone.now())
    row = note.progress
    gone = Deleted(
        said="The note is deleted.",
        again=reverse("roadmaps:step_note", args=[pk, row.step_key]),
        words={"text": note.text},
        back=row.get_absolute_url(),
        where=row.step.title,
    )
    return say_deleted(request, gone)


def _conflict(request: SignedInRequest, note: Note) -> HttpResponse:
    """Show both texts; a form sent once more from here writes over the other one."""
    typed = {"text": request.POST.get("text", ""), "row_version": note.row_version}
    form = ChangedNoteForm(initial=typed)
    return _answer(request, note, form, status=409, other=note.text)


def _answer(
    request: SignedInRequest,
    note: Note,
    form: ChangedNoteForm,
    *,
    status: int = 200,
    other: str = "",
) -> HttpResponse:
    """Answer with the page, or beside the form with what became of the words."""
    context = {
        "note": note,
        "row": note.progress,
        "form": form,
        "other": other,
        "is_kept": request.method == "POST" and status == 200,
    }
    name = "_note_kept" if wants_fragment(request) else "note_edit"
    return render(request, f"roadmaps/{name}.html", context, status=status)


def _own_note(request: SignedInRequest, pk: int, number: int) -> Note:
    own = Note.objects.of(request.user).select_related("progress__step")
    return get_object_or_404(own, progress__enrollment=pk, pk=number)
