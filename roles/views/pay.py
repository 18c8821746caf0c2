"""All pay in one place, as a page and as a spreadsheet."""

import csv
from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from careersite.common.htmx import render_page_or_partial
from roles.models import SalaryBand
from roles.pages.pay_csv import pay_rows
from roles.pages.pay_explorer import filtered_bands, pay_explorer
from roles.reader import pay_country


@login_not_required
@require_safe
def pay_list(request: HttpRequest) -> HttpResponse:
    """Show pay by role, level, country, kind and source."""
    page = pay_explorer(request.GET, country=pay_country(request))
    return render_page_or_partial(
        request, "roles/pay_list.html", "roles/_pay_list.html", {"page": page}
    )


@login_not_required
@require_safe
def pay_csv(request: HttpRequest) -> HttpResponse:
    """Give the figures that an address asks for as a spreadsheet."""
    return pay_spreadsheet(filtered_bands(request.GET), "pay.csv")


def pay_spreadsheet(bands: Iterable[SalaryBand], name: str) -> HttpResponse:
    """Return figures as a CSV file of this name."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    csv.writer(response).writerows(pay_rows(bands))
    return response
