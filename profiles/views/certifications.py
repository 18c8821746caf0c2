"""What a learner has earned."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.paging import Paginator
from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.forms.portfolio import CertificationForm
from profiles.models import EarnedCertification
from profiles.requests import SignedInRequest
from profiles.services import portfolio
from profiles.services.days import today_of

PAGE_SIZE = 20


@require_safe
def certification_list(request: SignedInRequest) -> HttpResponse:
    """List the learner's certificates, the first to expire first."""
    earned = request.user.earned_certifications.select_related(
        "certification__provider", "certification__successor"
    )
    context = {
        "page": Paginator(earned, PAGE_SIZE).get_page(request.GET.get("page")),
        "today": today_of(request.user, now=timezone.now()),
    }
    return render(request, "profiles/certification_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def certification_add(request: SignedInRequest) -> HttpResponse:
    """Add a certificate."""
    return _edit(request, EarnedCertification(user=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def certification_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one of the learner's certificates."""
    return _edit(request, get_object_or_404(request.user.earned_certifications, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def certification_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a certificate once confirmed."""
    earned = get_object_or_404(request.user.earned_certifications, pk=pk)
    if request.method == "POST":
        now = timezone.now()
        portfolio.delete_certification(earned=earned, by=request.user, now=now)
        messages.success(request, "The certification is deleted.")
        return redirect("profiles:certification_list")
    return render(request, "profiles/certification_delete.html", {"earned": earned})


def _edit(request: SignedInRequest, earned: EarnedCertification) -> HttpResponse:
    form = CertificationForm(posted(request), instance=earned)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        messages.success(request, "The certification is saved.")
        return redirect("profiles:certification_list")
    context = {"form": form, "earned": earned}
    status = 422 if form.errors else 200
    return render(request, "profiles/certification_edit.html", context, status=status)


def _save(request: SignedInRequest, form: CertificationForm) -> bool:
    """Save and tell whether it worked; the reasons why not go to the fields."""
    earned = form.save(commit=False)
    try:
        portfolio.save_certification(earned=earned, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
