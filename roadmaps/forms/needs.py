"""Narrow a roadmap to steps that suit what one has."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from roadmaps.models import Step

COSTS = [("free", "Free, no card"), ("card", "Free, card or not")]


class NeedsForm(forms.Form):
    """Which device, what it may cost, in which language."""

    device = forms.ChoiceField(
        label="Device", required=False, choices=[("", "Any"), *Step.Device.choices]
    )
    cost = forms.ChoiceField(
        label="Cost", required=False, choices=[("", "Any"), *COSTS]
    )
    language = forms.ChoiceField(label="Language", required=False)

    def __init__(self, data: Any = None, *, languages: Sequence[str]) -> None:
        super().__init__(data, auto_id="needs_%s")
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", "Any"),
            *((name, name) for name in languages),
        ]


@lru_cache(maxsize=64)
def drawn(
    languages: tuple[str, ...], device: str, cost: str, language: str
) -> SafeString:
    """Return the labelled fields; kept, since few choices stand on many pages."""
    asked = {"device": device, "cost": cost, "language": language}
    form = NeedsForm(languages=languages)
    form.initial = asked
    return format_html_join(
        "",
        '<span class="needs-field"><label for="{}">{}</label>{}</span>',
        ((field.id_for_label, field.label, field) for field in form),
    )
