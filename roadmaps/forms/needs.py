"""Narrow a roadmap to steps that suit what one has."""

from collections.abc import Sequence
from typing import Any

from django import forms

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
