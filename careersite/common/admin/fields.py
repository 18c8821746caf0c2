"""Form fields of the desk: plain controls with names, clean under the policy."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.db.models import TextField, URLField
from django.forms import Select, SelectMultiple
from django.http import HttpRequest

from careersite.common.paging import Paginator

HTTPS_ADDRESSES: Any = {URLField: {"assume_scheme": "https"}}
# Beyond this a list is no help: its place is taken by a number and a search.
LISTED_MAX = 500
# Characters in a long text of content; the longest that is there is not a tenth of it.
TEXT_MAX = 10_000


class DeskMixin(BaseModelAdmin):
    """What every table and inline of the desk shares.

    Fields named in `autocomplete_fields` are plain lists, read once a form, which
    every keyboard and reader can search by typing.
    """

    formfield_overrides = HTTPS_ADDRESSES
    names_controls = False
    # Of a list; an inline has no use for them.
    paginator: Any = Paginator
    list_per_page = 50
    list_max_show_all = 100
    show_full_result_count = False

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Limit long texts, and name controls in tables, which have no label."""
        if isinstance(db_field, TextField) and db_field.max_length is None:
            options.setdefault("max_length", TEXT_MAX)
        field: Any = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and self.names_controls:
            name = str(field.label or db_field.verbose_name)
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = name
        return field

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Offer a list, or a number with a search where there are many."""
        if db_field.name not in self.get_autocomplete_fields(request):
            return super().formfield_for_foreignkey(db_field, request, **options)
        rows = db_field.related_model.objects.all()
        if rows.count() > LISTED_MAX:
            relation = db_field.remote_field
            options.setdefault(
                "widget", ForeignKeyRawIdWidget(relation, self.admin_site)
            )
            return super().formfield_for_foreignkey(db_field, request, **options)
        options.setdefault("widget", Select())
        field: Any = super().formfield_for_foreignkey(db_field, request, **options)
        field.choices = list(field.choices)
        return field

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Offer a list."""
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", SelectMultiple())
        return super().formfield_for_manytomany(db_field, request, **options)
