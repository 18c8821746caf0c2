"""The fit quiz and its result; nothing is stored (rule 10)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from roles.models import Quiz
from roles.pages import quiz as pages


@login_not_required
@require_safe
def quiz(request: HttpRequest) -> HttpResponse:
    """Ask how much each statement is like the reader; answers may come along."""
    current = Quiz.objects.current()
    if current is None:
        return render(request, "roles/quiz_none.html")
    items = pages.statements_of(current)
    asked = pages.read_answers(request.GET.dict(), items)
    context = {"quiz": current, "statements": pages.statements(items, asked)}
    return render(request, "roles/quiz.html", {**context, "choices": pages.CHOICES})


@login_not_required
@require_safe
def quiz_result(request: HttpRequest) -> HttpResponse:
    """Rank the roles by the answers in the address, with reasons."""
    current = Quiz.objects.current()
    if current is None:
        return redirect("roles:quiz")
    items = pages.statements_of(current)
    asked = pages.read_answers(request.GET.dict(), items)
    if asked.problems or not asked.answers:
        context = {
            "quiz": current,
            "statements": pages.statements(items, asked),
            "choices": pages.CHOICES,
            "is_refused": True,
            "is_empty": not asked.problems,
        }
        return render(request, "roles/quiz.html", context, status=422)
    result = pages.result_of(current, items, asked)
    return render(request, "roles/quiz_result.html", {"result": result})
