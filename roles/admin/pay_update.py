"""Update pay: a prefilled workbook out, a plan in, published as one act."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.admin import PUBLISH
from roles.admin.importing import uploaded, workbook_response
from roles.models import PayUpdate, SourceFamily
from roles.services import pay_update
from roles.services.imports import ChangedSincePlanError
from roles.services.publishing import PublishRefusedError
from roles.sheets import SheetError, write_xlsx

REFUSALS = (ChangedSincePlanError, PayUpdate.WrongStateError, PublishRefusedError)
CHANGE = "roles.change_salaryband"
SHOWN_MAX = 20


class FamilyForm(forms.Form):
    """Which figures the workbook holds."""

    family = forms.ModelChoiceField(
        queryset=SourceFamily.objects.filter(
            editions__salarybands_printed__status="published"
        ).distinct(),
        to_field_name="slug",
        required=False,
        empty_label="All sources",
        label="Figures of",
    )


class PayUpdateForm(forms.Form):
    """The filled-in workbook and the edition that it speaks for."""

    title = forms.CharField(
        max_length=200,
        label="Name of the new edition",
        help_text="As the document is titled, such as AI salary guide, autumn 2026.",
    )
    published_on = forms.DateField(
        label="Its date",
        help_text="The day it was published, year-month-day.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    file = forms.FileField(
        label="Workbook",
        help_text="The file from above with changed cells. Lines may be left out.",
    )

    def clean_published_on(self) -> Any:
        """Refuse a day to come: what is not out yet is no source."""
        day = self.cleaned_data["published_on"]
        if day > timezone.now().date():
            raise forms.ValidationError("This day is still to come.")
        return day


def start_view(request: HttpRequest) -> HttpResponse:
    """Offer the workbook, take it back filled in, and list earlier updates."""
    _check(request)
    if request.method != "POST":
        return _start_page(request, PayUpdateForm())
    form = PayUpdateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start_page(request, form, status=422)
    given = form.cleaned_data
    try:
        update = pay_update.plan(
            rows=uploaded(given["file"]),
            file_name=given["file"].name,
            title=given["title"],
            published_on=given["published_on"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except SheetError as error:
        return _start_page(request, form, faults=error.faults, status=422)
    return HttpResponseRedirect(reverse("admin:pay_update_plan", args=[update.pk]))


@require_safe
def sheet_view(request: HttpRequest) -> HttpResponse:
    """Give the workbook, filled with what readers see now."""
    _check(request)
    form = FamilyForm(request.GET)
    if not form.is_valid():
        return _start_page(request, PayUpdateForm(), family_form=form, status=422)
    family = form.cleaned_data["family"]
    names, rows = pay_update.prefilled(family)
    book = write_xlsx(names, rows, title="Pay", to_fill_in=pay_update.TO_FILL_IN)
    return workbook_response(book, f"pay-{family.slug if family else 'all'}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def plan_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show old and new with its jumps; on POST publish all of it, or take it back."""
    _check(request)
    update = get_object_or_404(PayUpdate, pk=min(pk, 2**62))
    if request.method == "POST":
        return _act(request, update)
    context = {
        "update": update,
        "jump_count": sum(bool(one["jumps"]) for one in update.rows),
        "families": sorted({one["family"] for one in update.rows}),
        "may_publish": request.user.has_perm(PUBLISH),
    }
    return _page(request, "plan", f"Pay update: {update.title}", context)


def _act(request: HttpRequest, update: PayUpdate) -> HttpResponse:
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    by: Any = request.user
    action, now = request.POST.get("action"), timezone.now()
    level = messages.SUCCESS
    try:
        if action == "publish":
            pay_update.publish(update=update, by=by, now=now)
            text = f"{len(update.rows)} new figures are published."
        elif action == "undo":
            pay_update.undo(update=update, now=now)
            text = "All of it is taken back: the older figures count again."
        else:
            raise Http404
    except REFUSALS as error:
        text, level = f"Nothing was changed. {error}", messages.ERROR
    messages.add_message(request, level, text)
    return HttpResponseRedirect(reverse("admin:pay_update_plan", args=[update.pk]))


def _start_page(
    request: HttpRequest,
    form: PayUpdateForm,
    *,
    family_form: FamilyForm | None = None,
    faults: Any = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "family_form": family_form or FamilyForm(),
        "faults": faults,
        "updates": PayUpdate.objects.defer("rows")[:SHOWN_MAX],
        "to_fill_in": pay_update.TO_FILL_IN,
    }
    return _page(request, "start", "Update pay", context, status=status)


def _page(
    request: HttpRequest,
    name: str,
    title: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    shared = {**admin.site.each_context(request), "title": title}
    template = f"admin/pay_update/{name}.html"
    return TemplateResponse(request, template, shared | context, status=status)


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
