"""Import and export of flat tables: upload, plan, confirm, undo."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from careersite.common.admin import PUBLISH
from roles.models import ImportBatch
from roles.services import imports
from roles.sheets import (
    BYTES_MAX,
    Fault,
    Row,
    SheetError,
    read_sheet,
    write_csv,
    write_xlsx,
)

SHOWN_MAX = 200
REFUSALS = (
    imports.ChangedSincePlanError,
    imports.PublisherNeededError,
    ImportBatch.WrongStateError,
)


def workbook_response(book: bytes, name: str) -> HttpResponse:
    """Return a workbook to keep as a file."""
    return HttpResponse(
        book,
        content_type="application/vnd.openxmlformats-officedocument"
        ".spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def uploaded(file: Any) -> list[Row]:
    """Read an uploaded file; raises SheetError. One too large is not even read."""
    if file.size > BYTES_MAX:
        raise SheetError([Fault(0, "", "The file is larger than 5 MB.")])
    return read_sheet(file.name, file.read())


class UploadForm(forms.Form):
    """A file of rows."""

    file = forms.FileField(
        label="File",
        help_text="XLSX, CSV (UTF-8) or JSON, at most 5 MB and 5,000 rows. The first "
        "line names the columns, as in an export; columns left out stay as they are.",
    )


class ImportMixin(admin.ModelAdmin):
    """A table that is exported to a file and imported with a plan."""

    change_list_template = "admin/import/change_list.html"

    def get_urls(self) -> list[Any]:
        """Add the pages of import and export."""
        base = f"{self.opts.app_label}_{self.opts.model_name}"
        pages: list[tuple[str, Any, str]] = [
            ("export.csv", self.csv_view, "export_csv"),
            ("export.xlsx", self.xlsx_view, "export_xlsx"),
            ("export.json", self.json_view, "export_json"),
            ("import/", self.import_view, "import"),
            ("import/<int:pk>/", self.plan_view, "import_plan"),
        ]
        return [
            *(
                path(place, self.admin_site.admin_view(view), name=f"{base}_{name}")
                for place, view, name in pages
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Link import and export above the list."""
        links = [
            ("Export XLSX", "export_xlsx"),
            ("Export CSV", "export_csv"),
            ("Export JSON", "export_json"),
        ]
        if self._may_import(request):
            links.append(("Import", "import"))
        addresses = [(text, self._url(name)) for text, name in links]
        more = {"sheet_links": [*self.more_links(request), *addresses]}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def more_links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return what else stands above the list: text and address."""
        return []

    def csv_view(self, request: HttpRequest) -> HttpResponse:
        """Give every row as CSV that comes back in without a change."""
        self._check_view(request)
        names = imports.columns_of(self.model)
        text = write_csv(names, imports.export_rows(self.model))
        name = f'attachment; filename="{self.opts.model_name}.csv"'
        return HttpResponse(
            "\ufeff" + text,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": name},
        )

    def xlsx_view(self, request: HttpRequest) -> HttpResponse:
        """Give every row as a workbook that comes back in without a change."""
        self._check_view(request)
        names = imports.columns_of(self.model)
        title = str(self.opts.verbose_name_plural)
        book = write_xlsx(names, imports.export_rows(self.model), title=title)
        return workbook_response(book, f"{self.opts.model_name}.xlsx")

    def json_view(self, request: HttpRequest) -> HttpResponse:
        """Give every row as JSON."""
        self._check_view(request)
        name = f'attachment; filename="{self.opts.model_name}.json"'
        return JsonResponse(
            imports.export_rows(self.model),
            safe=False,
            headers={"Content-Disposition": name},
        )

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Read a file and show its plan; with a fault, show all of them."""
        if not self._may_import(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._upload_page(request, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._upload_page(request, form, status=422)
        try:
            batch = self._planned(request, form.cleaned_data["file"])
        except SheetError as error:
            return self._upload_page(request, form, error.faults, status=422)
        return HttpResponseRedirect(self._url("import_plan", batch.pk))

    def plan_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a plan; on POST apply it, or undo what was applied."""
        if not self._may_import(request):
            raise PermissionDenied
        batches = ImportBatch.objects.filter(model_label=self.opts.label)
        batch = get_object_or_404(batches, pk=min(pk, 2**62))
        if request.method == "POST":
            return self._act(request, batch)
        context = {
            "batch": batch,
            "rows": batch.rows[:SHOWN_MAX],
            "more": max(0, len(batch.rows) - SHOWN_MAX),
            "created": sum(one["action"] == imports.CREATE for one in batch.rows),
            "updated": sum(one["action"] == imports.UPDATE for one in batch.rows),
        }
        return self._sheet_page(
            request, "plan", f"Import of {batch.file_name}", context
        )

    def _act(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        action = request.POST.get("action")
        by: Any = request.user
        how: Any = {
            "batch": batch,
            "model": self.model,
            "by": by,
            "now": timezone.now(),
            "may_publish": by.has_perm(PUBLISH),
        }
        try:
            if action == "apply":
                imports.apply(**how)
                text = f"{len(batch.rows)} rows are written."
            elif action == "undo":
                imports.undo(**how)
                text = "All of it is taken back."
            else:
                raise Http404
        except REFUSALS as error:
            text = f"Nothing was written. {error}"
            self.message_user(request, text, messages.ERROR)
        else:
            self.message_user(request, text)
        return HttpResponseRedirect(self._url("import_plan", batch.pk))

    def _planned(self, request: HttpRequest, file: Any) -> ImportBatch:
        return imports.plan(
            model=self.model,
            rows=uploaded(file),
            file_name=file.name,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            may_publish=request.user.has_perm(PUBLISH),
        )

    def _upload_page(
        self,
        request: HttpRequest,
        form: UploadForm,
        faults: list[Fault] | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        batches = ImportBatch.objects.filter(model_label=self.opts.label)
        context = {
            "form": form,
            "faults": faults or [],
            "columns": imports.columns_of(self.model),
            "batches": [
                (batch, self._url("import_plan", batch.pk))
                for batch in batches.defer("rows")[:20]
            ],
        }
        title = f"Import {self.opts.verbose_name_plural}"
        return self._sheet_page(request, "upload", title, context, status=status)

    def _sheet_page(
        self,
        request: HttpRequest,
        name: str,
        title: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "list_url": self._url("changelist"),
            "import_url": self._url("import"),
        }
        template = f"admin/import/{name}.html"
        return TemplateResponse(request, template, shared | context, status=status)

    def _url(self, name: str, *args: Any) -> str:
        table = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"admin:{table}_{name}", args=args)

    def _may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and super().has_change_permission(
            request
        )

    def _check_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied
