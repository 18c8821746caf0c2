"""The résumé that a learner brings along and takes away."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.posted import posted
from profiles.forms.resume import ResumeForm
from profiles.requests import SignedInRequest
from profiles.resume import ResumeError
from profiles.services import accounts, resume
from profiles.services.days import today_of
from profiles.services.resume_export import export_resume


@require_http_methods(["GET", "HEAD", "POST"])
def resume_import(request: SignedInRequest) -> HttpResponse:
    """Show what a file would add; keep it once the learner says so."""
    accounts.ensure_profile(user=request.user)
    form = ResumeForm(posted(request), request.FILES or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        if "keep" in request.POST and _keep(request, form):
            return redirect("profiles:resume_import")
        plan = _plan(request, form)
    context = {"form": form, "plan": plan}
    status = 422 if form.errors else 200
    return render(request, "profiles/resume.html", context, status=status)


@require_safe
def resume_export(request: SignedInRequest) -> HttpResponse:
    """Hand the résumé out as a file."""
    accounts.ensure_profile(user=request.user)
    day = today_of(request.user, now=timezone.now())
    found = export_resume(user=request.user, day=day)
    return HttpResponse(
        json.dumps(found, ensure_ascii=False, indent=2),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="resume.json"'},
    )


def _plan(request: SignedInRequest, form: ResumeForm) -> resume.ResumePlan | None:
    """Return the plan; what cannot be read is told at the field."""
    try:
        return resume.plan_resume(
            user=request.user, text=form.cleaned_data["text"], now=timezone.now()
        )
    except ResumeError as error:
        form.add_error("file" if request.FILES else "text", str(error))
        return None


def _keep(request: SignedInRequest, form: ResumeForm) -> bool:
    """Keep what the file adds and tell whether it worked."""
    try:
        plan = resume.keep_resume(
            user=request.user,
            text=form.cleaned_data["text"],
            by=request.user,
            now=timezone.now(),
        )
    except ResumeError:
        return False  # The plan that follows says why.
    except ValidationError as refusal:
        form.add_error(None, refusal.messages[0])
        return False
    things = "1 thing" if plan.count == 1 else f"{plan.count} things"
    messages.success(request, f"{things} from the file stand in your profile now.")
    return True
