"""Results of the fit quiz that a learner keeps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from careersite.common.repeats import once_per_form
from profiles.models import QuizResult
from profiles.requests import SignedInRequest
from profiles.services.practice import keep_result
from roles.pages.quiz import answered


@require_safe
def quiz_result_list(request: SignedInRequest) -> HttpResponse:
    """List what the learner kept, the newest first."""
    results = QuizResult.objects.of(request.user).select_related("quiz")
    return render(request, "profiles/quiz_result_list.html", {"results": results})


@require_POST
def quiz_result_keep(request: SignedInRequest) -> HttpResponse:
    """Keep the result of the answers sent; the ranking is worked out here."""
    result = answered(request.POST.dict())
    if result is None:
        messages.error(request, "There was no answer to keep.")
        return redirect("roles:quiz")
    try:
        _, is_new = keep_result(
            user=request.user,
            quiz=result.quiz,
            version=result.version,
            answers=result.asked.answers,
            ranking=result.as_kept(),
            now=timezone.now(),
        )
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        said = "The result is kept." if is_new else "You keep this result already."
        messages.success(request, said)
    return redirect("profiles:quiz_result_list")


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def quiz_result_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a kept result once confirmed."""
    result = get_object_or_404(QuizResult.objects.of(request.user), pk=pk)
    if request.method == "POST":
        result.delete()
        messages.success(request, "The result is deleted.")
        return redirect("profiles:quiz_result_list")
    return render(request, "profiles/quiz_result_delete.html", {"result": result})
