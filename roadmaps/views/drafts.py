"""What is typed at a step saves itself: evidence, comment, note."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from careersite.common.htmx import wants_fragment
from profiles.requests import SignedInRequest
from roadmaps.forms.drafts import DRAFT_FORMS, DraftForm
from roadmaps.models import StepDraft, StepProgress
from roadmaps.services.drafts import KeptDraft, StaleDraftError, kept, save_draft
from roadmaps.views.panel_forms import PANEL_FORMS, form_ids, unsent
from roadmaps.views.roadmap import find_enrollment, private
from roadmaps.views.step import answer_at


@private
@require_POST
def step_draft(request: SignedInRequest, pk: int, key: str, kind: str) -> HttpResponse:
    """Keep what stands in one of a step's forms, by itself or by button."""
    if kind not in DRAFT_FORMS:
        raise Http404
    row = _row(request, pk, key, kind)
    form = DRAFT_FORMS[kind](request.POST)
    if not form.is_valid():
        return _answer(request, row, kind, form, KeptDraft(), status=422)
    try:
        draft = save_draft(
            progress=row,
            kind=StepDraft.Kind(kind),
            words=form.words(),
            row_version=form.version(),
            by=request.user,
            now=timezone.now(),
        )
    except StaleDraftError as error:
        other = replace(kept(error.draft), is_other=True)
        return _answer(request, row, kind, form, other, status=409)
    return _answer(request, row, kind, form, kept(draft), status=200)


def _row(request: SignedInRequest, pk: int, key: str, kind: str) -> StepProgress:
    """Return the row: the learner's own, for a comment also a mentor's learner's."""
    enrollment = find_enrollment(request, pk)
    if kind != StepDraft.Kind.COMMENT and enrollment.learner_id != request.user.pk:
        raise Http404
    return get_object_or_404(enrollment.step_progress.with_step(), step_key=key)


def _answer(
    request: SignedInRequest,
    row: StepProgress,
    kind: str,
    form: DraftForm,
    draft: KeptDraft,
    *,
    status: int,
) -> HttpResponse:
    """Say whether it was kept: beside the form for htmx, else on the step's page."""
    if wants_fragment(request):
        context = {
            "kind": kind,
            "draft": draft,
            "row": row,
            "form": form,
            # The button that was pressed for this is gone, and had the focus.
            "was_over": "draft_over" in request.POST,
        }
        return render(request, "roadmaps/_draft_kept.html", context, status=status)
    if status == 200:
        messages.success(request, "Draft saved.")
        return redirect(row)
    typed = PANEL_FORMS[kind](request.POST, auto_id=form_ids(kind, row))
    sent = {kind: typed} if status == 422 else unsent({kind: typed})
    return answer_at(
        request,
        row,
        sent=sent,
        draft={kind: draft} if draft.is_other else None,
        status=status,
    )
