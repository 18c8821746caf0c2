"""Practice for interviews: one question at a time (rule 11)."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from profiles.models import InterviewMark
from profiles.requests import SignedInRequest
from profiles.services import practice as marking
from roadmaps.services.practice import read_practice
from roadmaps.views.roadmap import private
from roles.filters import InterviewQuestionFilter
from roles.models import InterviewQuestion
from roles.pages.catalog.questions import wish_in

NUMBER_MAX = 2**31 - 1


class MarkForm(forms.Form):
    """How the learner answered, and the number of the last answer they saw."""

    mark = forms.ChoiceField(
        choices=InterviewMark.Mark,
        error_messages={"required": "Say whether you knew it."},
    )
    seen = forms.IntegerField(min_value=0, max_value=NUMBER_MAX, required=False)


class SkipForm(forms.Form):
    """The question that another one is asked for instead of."""

    skip = forms.IntegerField(min_value=1, max_value=NUMBER_MAX, required=False)


@private
@require_safe
def practice(request: SignedInRequest) -> HttpResponse:
    """Ask the question that comes next of those that the address wants."""
    return _page(request, request.GET)


@private
@require_POST
def practice_mark(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note how the learner answered, then ask the next question."""
    question = get_object_or_404(InterviewQuestion.objects.readable(), pk=pk)
    form = MarkForm(request.POST)
    wish = _wish(request)
    if not form.is_valid():
        return _page(request, wish, form=form, status=422)
    try:
        marking.mark_question(
            user=request.user,
            question=question,
            mark=form.cleaned_data["mark"],
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
    except marking.MarkedMeanwhileError as error:
        messages.error(request, str(error))
    return redirect(_address(wish))


@private
@require_POST
def practice_undo(request: SignedInRequest) -> HttpResponse:
    """Take the last answer back, within ten minutes."""
    try:
        undone = marking.undo_last_mark(user=request.user, now=timezone.now())
    except InterviewMark.TooLateError as error:
        messages.error(request, str(error))
    else:
        said = "Your last answer is taken back." if undone else "Nothing to take back."
        messages.success(request, said)
    return redirect(_address(_wish(request)))


def _page(
    request: SignedInRequest,
    query: QueryDict,
    *,
    form: MarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    readable = InterviewQuestion.objects.readable()
    wanted = InterviewQuestionFilter(query, readable)
    skip = SkipForm(query)
    found = read_practice(
        user=request.user,
        # What no filter knows is left out, as in the list: an old address still opens.
        questions=wanted.qs if wanted.is_valid() else readable,
        skipped=skip.cleaned_data["skip"] if skip.is_valid() else None,
        now=timezone.now(),
    )
    context: dict[str, Any] = {
        "practice": found,
        "wish": wish_in(query) if wanted.is_valid() else "",
        "filters": wanted.form,
        "form": form or MarkForm(),
        "marks": InterviewMark.Mark.choices,
        "is_filtered": bool(wish_in(query)),
    }
    return render(request, "roadmaps/practice.html", context, status=status)


def _wish(request: SignedInRequest) -> QueryDict:
    sent = QueryDict(request.POST.get("wish", "")[:1000])
    return QueryDict(wish_in(sent))


def _address(wish: QueryDict) -> str:
    query = urlencode(list(wish.items()))
    return reverse("roadmaps:practice") + (f"?{query}" if query else "")
