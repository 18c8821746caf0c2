"""Readers say what is wrong."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from roles.forms import ReportForm, page_named

HOUR_SECONDS = 3600


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a problem in plain text from anybody, five an hour."""
    if request.method != "POST":
        about = page_named(request.GET.get("about", ""))
        return _form(request, ReportForm(initial={"page": about}), 200)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, form, 422)
    if not ratelimit.consume(request, action="report"):
        form.add_error(None, "Five reports an hour are the limit. Try again later.")
        answer = _form(request, form, 429)
        answer["Retry-After"] = HOUR_SECONDS
        return answer
    form.instance.made_at = timezone.now()
    form.save()
    return redirect("roles:report_thanks")


@login_not_required
@require_safe
def report_thanks(request: HttpRequest) -> HttpResponse:
    """Say that it arrived."""
    return render(request, "roles/report_thanks.html")


def _form(request: HttpRequest, form: ReportForm, status: int) -> HttpResponse:
    return render(request, "roles/report.html", {"form": form}, status=status)
