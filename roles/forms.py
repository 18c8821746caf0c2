"""What readers send."""

import re
from typing import Any, cast

from django import forms

from roles.models import Report

OUR_ADDRESS = re.compile(r"/(?!/)[^\s\\]{0,299}")


class ReportForm(forms.ModelForm):
    """A problem, in plain text."""

    class Meta:
        model = Report
        fields = ["page", "kind", "text"]
        labels = {
            "page": "Page",
            "kind": "What is wrong?",
            "text": "Tell us in your words",
        }
        help_texts = {
            "page": "Its address on this site, such as /roles/. May stay empty.",
            "text": "Which figure or sentence, and what it should be. If you know a "
            "document that says so, name it. Please name no people.",
        }
        error_messages = {
            "kind": {"required": "Choose what is wrong."},
            "text": {"required": "Tell us what the problem is."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [("", "Choose one"), *Report.Kind.choices]

    def clean_page(self) -> str:
        """Return the address; raises ValidationError where it leads elsewhere."""
        page: str = self.cleaned_data["page"]
        if page and not OUR_ADDRESS.fullmatch(page):
            raise forms.ValidationError(
                "Give an address on this site, which begins with one slash."
            )
        return page


def page_named(about: str) -> str:
    """Return an address of this site, else nothing."""
    return about if OUR_ADDRESS.fullmatch(about) else ""
