"""The forms of the desk, as a browser would send them back."""

from django.urls import reverse


def address(row):
    """Return where the desk changes a row."""
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]
    )


def form_of(client, row):
    """Return what the form of `row` holds, ready to send back."""
    context = client.get(address(row)).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {
        form[name].html_name: form[name].value()
        for form in forms
        for name in form.fields
    }
    values["seen"] = context.get("seen", "")
    return {name: "" if value is None else value for name, value in values.items()}
