"""One round on the mentor's desk: read, write, decide, undo."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careersite.common.htmx import wants_fragment
from careersite.common.navigation import Tab
from profiles.models import User
from profiles.requests import SignedInRequest
from roadmaps.forms.review import ReviewForm
from roadmaps.models import Review, SavedReply, Submission
from roadmaps.services import desk, review
from roadmaps.services.replies import insert_reply
from roadmaps.services.review import ReviewConflictError, StaleReviewError
from roadmaps.services.review.reading import Reading, find_round, read_round
from roadmaps.services.terms import terms_of

CHANGES_TAB = "changes"


def of_reviewers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 to whoever may not, or from this moment no longer, review a round."""

    @wraps(view)
    def answer(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Submission.DoesNotExist as gone:
            raise Http404 from gone

    return answer


@require_safe
@of_reviewers
def review_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a round; `?view=changes` shows what changed since the one before."""
    submission = find_round(pk, by=request.user)
    reading = read_round(submission, by=request.user)
    return _page(request, reading, ReviewForm(reading=reading))


@require_POST
@of_reviewers
def review_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the draft, by button or by itself; the first one starts the review."""
    submission = find_round(pk, by=request.user)
    reading = read_round(submission, by=request.user)
    form = ReviewForm(_with_reply(request), reading=reading)
    try:
        is_saved = form.is_valid() and _save(form, by=request.user)
    except StaleReviewError as stale:
        return _stale(request, form, stale)
    if wants_fragment(request):
        return _saved_fragment(request, form, status=200 if is_saved else 422)
    if not is_saved:
        return _page(request, reading, form, status=422)
    return redirect(_address(request, submission))


@require_POST
@of_reviewers
def review_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the draft, then approve, ask for changes or comment."""
    submission = find_round(pk, by=request.user)
    reading = read_round(submission, by=request.user)
    form = ReviewForm(request.POST, reading=reading)
    decision = request.POST.get("decision", "")
    if decision not in Review.Decision.values:
        form.add_error(None, "Choose how you answer.")
    try:
        if not (form.is_valid() and _save(form, by=request.user)):
            return _page(request, reading, form, status=422)
        review.decide(
            submission=submission,
            decision=Review.Decision(decision),
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as refused:
        form.add_refusal(refused)
        return _page(request, reading, form, status=422)
    except StaleReviewError as stale:
        return _stale(request, form, stale)
    except ReviewConflictError as conflict:
        return _conflict(request, submission, conflict)
    return redirect(_address(request, submission))


@require_POST
@of_reviewers
def review_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Turn the decision back into a draft."""
    return _act(request, pk, review.undo_decision)


@require_POST
@of_reviewers
def review_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the decision come into effect at once."""
    return _act(request, pk, review.send_now)


def _act(request: SignedInRequest, pk: int, verb: Any) -> HttpResponse:
    submission = find_round(pk, by=request.user)
    act = partial(verb, submission=submission, by=request.user, now=timezone.now())
    try:
        act()
    except ReviewConflictError as conflict:
        return _conflict(request, submission, conflict)
    return redirect(_address(request, submission))


def _with_reply(request: SignedInRequest) -> QueryDict:
    """Return the form as it was sent, with a saved reply put in where one is asked."""
    if "insert" not in request.POST:
        return request.POST
    data = request.POST.copy()
    data["message"] = insert_reply(
        data.get("message", ""), reply_id=data.get("reply", ""), by=request.user
    )
    return data


def _is_evening(request: SignedInRequest) -> bool:
    return "evening" in request.GET or "evening" in request.POST


def _address(request: SignedInRequest, submission: Submission) -> str:
    """Return the round's page; an evening of reviews goes on."""
    address = submission.get_absolute_url()
    return f"{address}?evening=1" if _is_evening(request) else address


def _save(form: ReviewForm, *, by: User) -> bool:
    """Save the draft and tell whether it could be kept; raises StaleReviewError."""
    draft = form.to_draft()
    try:
        review.save_draft(
            submission=form.reading.submission,
            draft=draft,
            by=by,
            now=timezone.now(),
            known=form.known,
        )
    except ValidationError as refused:
        form.add_refusal(refused)
    else:
        form.known = draft.version
    return form.is_valid()


def _saved_fragment(
    request: SignedInRequest, form: ReviewForm, *, status: int, **more: object
) -> HttpResponse:
    """Answer an autosave: when it was saved, or why not, and what may be decided."""
    submission = find_round(form.reading.submission.pk, by=request.user)
    reading = read_round(submission, by=request.user)
    context = {
        "reading": reading,
        "form": form,
        "is_oob": True,
        "is_evening": _is_evening(request),
        # The button that was pressed for this is gone, and had the focus.
        "was_over": "draft_over" in request.POST,
        **_standing(reading),
        **more,
    }
    return render(request, "roadmaps/_draft_saved.html", context, status=status)


def _stale(
    request: SignedInRequest, form: ReviewForm, stale: StaleReviewError
) -> HttpResponse:
    """Show what another tab kept beside what was typed here; neither is lost."""
    if wants_fragment(request):
        return _saved_fragment(request, form, status=409, other=stale.kept)
    return _page(request, form.reading, form, status=409, other=stale.kept)


def _conflict(
    request: SignedInRequest, submission: Submission, conflict: ReviewConflictError
) -> HttpResponse:
    """Show the round as it is now, why it was refused, and the kept draft."""
    submission = find_round(submission.pk, by=request.user)
    reading = read_round(submission, by=request.user)
    form = ReviewForm(reading=reading)
    return _page(request, reading, form, status=409, conflict=conflict)


def _page(
    request: SignedInRequest,
    reading: Reading,
    form: ReviewForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    is_changes = request.GET.get("view") == CHANGES_TAB and reading.before is not None
    context = {
        "reading": reading,
        "submission": reading.submission,
        "wait": desk.wait_words(
            reading.submission.submitted_at, terms_of(request.user), now=timezone.now()
        ),
        "form": form,
        "conflict": None,
        "other": None,
        "own_draft": review.read_draft(reading.own) if reading.own else None,
        "is_evening": _is_evening(request),
        "replies": SavedReply.objects.of(request.user),
        "latest_id": reading.rounds[-1].pk,
        "is_oob": False,
        "is_changes": is_changes,
        "tabs": _tabs(reading, is_changes=is_changes),
        **_standing(reading),
        **_queue(request, reading.submission),
        **more,
    }
    return render(request, "roadmaps/review_detail.html", context, status=status)


def _standing(reading: Reading) -> dict[str, object]:
    """Return how many criteria the saved draft calls met and to be changed."""
    verdicts = (
        [row.verdict for row in reading.own.verdicts.all()] if reading.own else []
    )
    met, changes = verdicts.count("met"), verdicts.count("change")
    return {
        "met_count": met,
        "can_approve": met == len(reading.criteria)
        or bool(reading.own and reading.own.approval_reason),
        "can_ask": changes > 0 or not reading.criteria,
    }


def _queue(request: SignedInRequest, current: Submission) -> dict[str, object]:
    """Return the place in the queue and what comes next."""
    waiting = list(
        desk.rounds(request.user, tab="waiting").values_list("pk", flat=True)[:100]
    )
    others = [pk for pk in waiting if pk != current.pk]
    place = waiting.index(current.pk) if current.pk in waiting else None
    following = others[place or 0 :] or others
    tail = "?evening=1" if _is_evening(request) else ""
    return {
        "place": None if place is None else place + 1,
        "waiting_count": len(waiting),
        "next_url": reverse("roadmaps:review_detail", args=[following[0]]) + tail
        if following
        else "",
    }


def _tabs(reading: Reading, *, is_changes: bool) -> list[Tab]:
    current = reading.submission
    tabs = [
        Tab(
            row.get_absolute_url(),
            f"Round {row.round}",
            row.pk == current.pk and not is_changes,
        )
        for row in reversed(reading.rounds)
    ]
    if reading.before:
        changes = f"{current.get_absolute_url()}?view={CHANGES_TAB}"
        tabs.append(Tab(changes, "What changed", is_changes))
    return tabs
