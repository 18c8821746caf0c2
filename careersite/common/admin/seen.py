"""Two editors at once: what was saved meanwhile is never overwritten unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse

from careersite.common.branches import fingerprint, read_branch, to_json

SEEN = "seen"
STALE = "Somebody saved this while you were writing. Nothing of yours is saved yet."


@dataclass(frozen=True)
class Conflict:
    """One field with what is saved now and what the editor wrote."""

    label: str
    saved: str
    yours: str


def seen_now(row: Any) -> str:
    """Return the fingerprint of what `row` and its children hold."""
    return fingerprint(to_json(read_branch(row)))


class SeenForm(forms.ModelForm):
    """A form that refuses to save over what its editor has not seen."""

    is_stale = False

    def clean(self) -> dict[str, Any]:
        """Compare what was shown with what is saved now."""
        cleaned: dict[str, Any] = super().clean() or {}
        shown = self.data.get(SEEN)
        if self.instance.pk and shown is not None:
            self.is_stale = shown != seen_now(self.instance)
        if self.is_stale:
            self.add_error(None, STALE)
        return cleaned


class SeenMixin(admin.ModelAdmin):
    """A table whose forms are checked against what was saved meanwhile."""

    form = SeenForm
    change_form_template = "admin/content_change_form.html"

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Lock what is about to be saved, so that two saves come one after another."""
        found: Any = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and connection.in_atomic_block:
            rows = self.model._base_manager.select_for_update()  # noqa: SLF001
            rows.filter(pk=found.pk).first()
        return found

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        **options: Any,
    ) -> HttpResponse:
        """Show both texts where somebody else saved; save again to keep one's own."""
        row = options.get("obj")
        form = context["adminform"].form
        if row is not None:
            context["seen"] = seen_now(type(row)._base_manager.get(pk=row.pk))  # noqa: SLF001
        is_stale = getattr(form, "is_stale", False)
        context["conflicts"] = list(_conflicts(context)) if is_stale else []
        response = super().render_change_form(request, context, *args, **options)
        if is_stale:
            response.status_code = 409
        elif context.get("errors"):
            response.status_code = 422
        return response


def _conflicts(context: dict[str, Any]) -> Iterator[Conflict]:
    yield from _in_form(context["adminform"].form, "")
    for inline in context["inline_admin_formsets"]:
        for form in inline.formset.initial_forms:
            if form.instance.pk:
                yield from _in_form(form, f"{form.instance}: ")
        yield from _rows_of_others(inline.formset)


def _in_form(form: forms.ModelForm, start: str) -> Iterator[Conflict]:
    for name in form.changed_data:
        field = form.fields[name]
        bound = form[name]
        if name == "DELETE":
            yield Conflict(f"{start}delete", "", "yes")
            continue
        saved = form.get_initial_for_field(field, name)
        yield Conflict(
            f"{start}{bound.label}", _shown(field, saved), _shown(field, bound.data)
        )


def _rows_of_others(formset: Any) -> Iterator[Conflict]:
    """Rows that are saved by now and were not on the editor's page."""
    posted = {str(form.instance.pk) for form in formset.initial_forms}
    for row in formset.get_queryset():
        if str(row.pk) not in posted:
            yield Conflict(f"New {row._meta.verbose_name}", str(row), "")


def _shown(field: forms.Field, value: Any) -> str:
    """Write a value as its control shows it."""
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        row = (
            field.queryset.filter(pk=value).first() if str(value).isdecimal() else None
        )
        return str(row) if row else ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
