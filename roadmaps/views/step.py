"""The step panel: what it shows and what is done in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from careersite.common.htmx import push_once, wants_fragment
from careersite.common.paging import Paginator
from careersite.common.repeats import once_per_form
from profiles.requests import SignedInRequest
from profiles.services.days import today_of
from roadmaps.forms.own import NoteForm
from roadmaps.forms.step import ACTIONS, CommentForm, TickForm, TimeForm
from roadmaps.models import Enrollment, Resource, StepDraft, StepProgress
from roadmaps.services import tracking
from roadmaps.services.drafts import KeptDraft, drop_draft, read_drafts
from roadmaps.services.linking import Thing, profile_things
from roadmaps.services.own_words import minutes_at, visible_notes
from roadmaps.services.plan import Plan, read_plan
from roadmaps.services.step_detail import COMMENTS_SHOWN, comments_at, read_step
from roadmaps.views.board import board_context, remember_view
from roadmaps.views.forms import add_errors
from roadmaps.views.panel_forms import (
    form_ids,
    homeless,
    linkable,
    panel_forms,
    unsent,
)
from roadmaps.views.roadmap import (
    find_enrollment,
    neighbors,
    private,
    shared_context,
)

DRAFT_VERSION = re.compile(r"[0-9]{1,9}")
# After these the focus stays where it is; after the others it goes to the title.
KEEPS_FOCUS = ("tick", "comment", "time", "note", "link")


@private
@require_safe
def step_detail(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Show a step: alone for htmx, else beside the map."""
    enrollment = find_enrollment(request, pk)
    get_object_or_404(enrollment.step_progress, step_key=key)
    return answer(request, enrollment, key)


@private
@require_POST
def step_act(request: SignedInRequest, pk: int, key: str, action: str) -> HttpResponse:
    """Do one of the learner's actions at a step."""
    row = own_row(request, pk, key)
    wanted = ACTIONS.get(action)
    if wanted is None:
        raise Http404
    form = wanted.form(request.POST, auto_id=form_ids(action, row))
    return perform(
        request,
        row,
        {action: form},
        lambda: wanted.perform(
            progress=row, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
        said=f"Step {row.step.number} {wanted.said}",
    )


@private
@require_POST
def step_tick(request: SignedInRequest, pk: int, key: str, what: str) -> HttpResponse:
    """Tick a part or a resource, or take the tick away."""
    row = own_row(request, pk, key)
    form = TickForm(request.POST)
    return perform(
        request,
        row,
        {"tick": form},
        lambda: _tick(request, row, what, **form.cleaned_data),
        said="",
    )


@private
@require_POST
@once_per_form
def step_log_time(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Note the hours of a day."""
    row = own_row(request, pk, key)
    form = TimeForm(request.POST, auto_id=form_ids("time", row))
    now = timezone.now()
    return perform(
        request,
        row,
        {"time": form},
        lambda: tracking.log_time(
            enrollment=row.enrollment,
            progress=row,
            by=request.user,
            now=now,
            **form.words(today_of(request.user, now=now)),
        ),
        said="Time logged.",
    )


@private
@require_POST
@once_per_form
def step_comment(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Add a comment, by the learner or one of the mentors."""
    enrollment = find_enrollment(request, pk)
    row = get_object_or_404(enrollment.step_progress.with_step(), step_key=key)
    form = CommentForm(request.POST, auto_id=form_ids("comment", row))
    return perform(
        request,
        row,
        {"comment": form},
        lambda: tracking.add_comment(
            progress=row, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
        said="Comment posted.",
    )


@private
@require_safe
def comment_list(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Show all comments at a step page by page, the newest first."""
    enrollment = find_enrollment(request, pk)
    row = get_object_or_404(enrollment.step_progress.with_step(), step_key=key)
    pages = Paginator(comments_at(row), COMMENTS_SHOWN)
    page = pages.get_page(request.GET.get("page"))
    context = {"row": row, "page": page}
    return render(request, "roadmaps/comment_list.html", context)


@private
@require_POST
@once_per_form
def step_note(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Write a note at a step."""
    row = own_row(request, pk, key)
    form = NoteForm(request.POST, auto_id=form_ids("note", row))
    return perform(
        request,
        row,
        {"note": form},
        lambda: tracking.add_note(
            progress=row, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
        said="Note kept.",
    )


def perform(
    request: SignedInRequest,
    row: StepProgress,
    sent: dict[str, forms.Form],
    act: Callable[[], object],
    *,
    said: str,
) -> HttpResponse:
    """Act on a valid form; answer 422 or 409 with everything that was typed."""
    form = next(iter(sent.values()))
    shown = partial(answer_at, request, row)
    if not form.is_valid():
        return shown(sent=sent, status=422)
    try:
        with transaction.atomic():
            act()
            _drop_draft(request, row, next(iter(sent)))
    except ValidationError as error:
        add_errors(form, error)
        return shown(sent=sent, status=422)
    except tracking.RefusedError as error:
        return shown(sent=unsent(sent), refusal=error, status=409)
    if said:
        messages.success(request, said)
    if wants_fragment(request):
        return shown(done=next(iter(sent)))
    to_dashboard = request.POST.get("back") == "dashboard"
    return redirect("roadmaps:dashboard" if to_dashboard else row)


def answer_at(
    request: SignedInRequest, row: StepProgress, **words: Any
) -> HttpResponse:
    """Render the step of a row as `answer` does; the plan is read anew."""
    enrollment = find_enrollment(request, row.enrollment_id)
    return answer(request, enrollment, row.step_key, **words)


def answer(
    request: SignedInRequest,
    enrollment: Enrollment,
    key: str,
    *,
    sent: dict[str, forms.Form] | None = None,
    refusal: tracking.RefusedError | None = None,
    draft: Mapping[str, KeptDraft] | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the step with its forms, as a fragment or as a whole page.

    `sent` are forms that come back with what was typed, `done` is the one whose
    words were taken: it starts anew, all others keep what stands in them. `draft`
    replaces what is said of a form's draft.
    """
    sent, is_fragment = sent or {}, wants_fragment(request)
    plan = read_plan(enrollment)
    context: dict[str, Any] = {
        **shared_context(request, enrollment, plan),
        **_step_context(request, plan, key, sent=sent, done=done),
        "sent": sent,
        "form": next(iter(sent.values())) if sent and status == 422 else None,
        "refusal": refusal,
        "is_fragment": is_fragment,
    }
    context["drafts"] = {**context["drafts"], **(draft or {})}
    if not is_fragment or context["is_answer"]:
        context |= board_context(request, plan, selected=key)
    template = "_step_answer" if is_fragment else "enrollment_detail"
    response = render(request, f"roadmaps/{template}.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return push_once(request, remember_view(request, response))


def _step_context(
    request: SignedInRequest,
    plan: Plan,
    key: str,
    *,
    sent: Mapping[str, forms.Form],
    done: str,
) -> dict[str, Any]:
    """Return what the panel of one step shows; `sent` and `done` as in `answer`."""
    now, is_answer = timezone.now(), request.method == "POST"
    detail = read_step(plan, key, now=now)
    drafts = read_drafts(detail.row, user=request.user)
    things = profile_things(detail.row, reader=request.user)
    own_forms = panel_forms(detail, drafts, things, kept=is_answer, done=done)
    return {
        "plan": plan,
        "detail": detail,
        "planned": detail.planned,
        "row": detail.row,
        "own_projects": [one for one in things if one.kind == "project"],
        "own_certifications": [one for one in things if one.kind != "project"],
        "linked": [one for one in things if one.link],
        "linkable": linkable(things),
        "notes": visible_notes(detail.row, reader=request.user),
        "logged_minutes": minutes_at(detail.row),
        "neighbors": neighbors(plan, key),
        "forms": {**own_forms, **sent},
        "drafts": drafts,
        "done": done,
        "homeless": homeless(sent, detail),
        "today": today_of(detail.row.enrollment.learner, now=now),
        "is_answer": is_answer,
        "takes_focus": wants_fragment(request) and not _keeps_focus(done, things),
    }


def own_row(request: SignedInRequest, pk: int, key: str) -> StepProgress:
    """Return the learner's own row, else answer 404."""
    rows = StepProgress.objects.of(request.user).with_step()
    return get_object_or_404(rows, enrollment=pk, step_key=key)


def _keeps_focus(done: str, things: Sequence[Thing]) -> bool:
    """Tell whether what was used is still there: nothing may be left to link."""
    return done in KEEPS_FOCUS and (done != "link" or bool(linkable(things)))


def _drop_draft(request: SignedInRequest, row: StepProgress, kind: str) -> None:
    """Empty the draft of the form whose words were taken."""
    known_of = request.POST.get("draft_version", "")
    if kind not in StepDraft.Kind.values or not DRAFT_VERSION.fullmatch(known_of):
        return
    drop_draft(
        progress=row,
        kind=StepDraft.Kind(kind),
        row_version=int(known_of),
        by=request.user,
        now=timezone.now(),
    )


def _tick(
    request: SignedInRequest, row: StepProgress, what: str, *, key: str, is_ticked: bool
) -> None:
    by, now = request.user, timezone.now()
    if what == "part":
        tracking.tick_part(
            progress=row, part_key=key, is_ticked=is_ticked, by=by, now=now
        )
        return
    offered = Resource.objects.of_step(row.enrollment.roadmap_id, row.step_key)
    resource = get_object_or_404(offered, key=key)
    tracking.tick_resource(
        progress=row, resource=resource, is_ticked=is_ticked, by=by, now=now
    )
