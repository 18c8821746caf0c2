"""A mentor's mentees: the table, one of them, all as a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careersite.common.htmx import render_page_or_partial
from careersite.common.paging import Paginator
from profiles.models import Mentorship
from profiles.requests import SignedInRequest
from roadmaps.forms.desk import MenteesForm
from roadmaps.forms.mentor_settings import NoteForm
from roadmaps.forms.step import ObjectionForm
from roadmaps.models import Enrollment
from roadmaps.services import desk, tracking
from roadmaps.services.confirmations import take_back_confirmation
from roadmaps.services.mentee import read_mentee
from roadmaps.services.mentee_export import mentee_rows
from roadmaps.services.plan import read_plan
from roadmaps.views.board import board_context, remember_view
from roadmaps.views.roadmap import private, shared_context
from roadmaps.views.step import perform
from roles.models import Skill

PAGE_SIZE = 25


class _Echo:
    """A file that hands back what is written, for a writer that streams."""

    def write(self, text: str) -> str:
        return text


@require_safe
def mentee_list(request: SignedInRequest) -> HttpResponse:
    """Show all mentees, a page at a time."""
    now = timezone.now()
    form = MenteesForm(request.GET)
    found = desk.mentee_enrollments(request.user, now=now, **form.wishes())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "mentees": desk.as_mentees(page, now=now),
    }
    return render_page_or_partial(
        request, "roadmaps/mentee_list.html", "roadmaps/_mentees.html", context
    )


@require_safe
def mentorship_list(request: SignedInRequest) -> HttpResponse:
    """Show with whom one can pause, end, block or report, a page at a time."""
    own = Mentorship.objects.active().by(request.user).select_related("learner")
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "roadmaps/mentorship_list.html", {"page": page})


@require_safe
def mentee_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """Stream everybody's progress, so that many mentees need little memory."""
    rows = mentee_rows(request.user, now=timezone.now())
    return StreamingHttpResponse(
        _lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="mentees.csv"'},
    )


@private
@require_safe
def mentee_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a mentee's roadmap and what else is shared, to read and to comment."""
    enrollment = _find(request, pk)
    mentee = read_mentee(enrollment, mentor=request.user, now=timezone.now())
    plan = read_plan(enrollment)
    context = {
        **board_context(request, plan),
        **shared_context(request, enrollment, plan),
        "mentee": mentee,
        "note_form": NoteForm(initial={"note": mentee.mentorship.private_note}),
    }
    response = render(request, "roadmaps/mentee_detail.html", context)
    return remember_view(request, response)


@require_POST
def mentee_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the mentor's private note."""
    enrollment = _find(request, pk)
    mentorship = Mentorship.objects.active().get(
        mentor=request.user, enrollments__enrollment=enrollment
    )
    form = NoteForm(request.POST)
    if form.is_valid():
        mentorship.note(form.cleaned_data["note"])
        return redirect("roadmaps:mentee_detail", pk=pk)
    context = {"note_form": form, "enrollment": enrollment}
    return render(request, "roadmaps/mentee_note.html", context, status=422)


@private
@require_POST
def waiver_object(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Object to a waiver: the step is the learner's to do again."""
    enrollment = _find(request, pk)
    row = get_object_or_404(enrollment.step_progress.with_step(), step_key=key)
    form = ObjectionForm(request.POST, auto_id=f"object-{key}_%s")
    return perform(
        request,
        row,
        {"object": form},
        lambda: tracking.object_to_waiver(
            progress=row, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
        said="Your objection is sent.",
    )


@require_POST
def confirmation_undo(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Take back a level that this mentor confirmed."""
    enrollment = _find(request, pk)
    skill = get_object_or_404(Skill, slug=slug)
    is_undone = take_back_confirmation(
        enrollment=enrollment, skill=skill, by=request.user, now=timezone.now()
    )
    if is_undone:
        messages.success(request, f"{skill.name} is no longer confirmed by you.")
    return redirect("roadmaps:mentee_detail", pk=pk)


def _find(request: SignedInRequest, pk: int) -> Enrollment:
    enrollments = Enrollment.objects.mentored_by(request.user).with_pace()
    return get_object_or_404(enrollments, pk=pk)


def _lines(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    return (writer.writerow(row) for row in rows)
