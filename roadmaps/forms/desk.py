"""How a mentor narrows the desk."""

from typing import Any

from django import forms

from profiles.models import User
from roadmaps.services import desk


class DeskForm(forms.Form):
    """Text, roadmap and order; all may be left out."""

    q = forms.CharField(required=False, max_length=80, label="Learner or step")
    roadmap = forms.ChoiceField(required=False)
    order = forms.ChoiceField(
        required=False,
        choices=[
            ("longest", "Longest wait first"),
            ("newest", "Newest first"),
            ("learner", "By learner"),
        ],
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(self, data: Any, *, mentor: User) -> None:
        super().__init__(data)
        choices = desk.roadmaps_of(mentor).values_list("slug", "title")
        self.fields["roadmap"] = forms.ChoiceField(
            required=False,
            choices=[("", "All roadmaps"), *choices],
            widget=forms.Select(attrs={"class": "select"}),
        )

    def wishes(self) -> dict[str, str]:
        """Return what the desk takes; what is not understood is left out."""
        self.is_valid()
        return {
            "text": self.cleaned_data.get("q", ""),
            "roadmap": self.cleaned_data.get("roadmap", ""),
            "order": self.cleaned_data.get("order") or "longest",
        }


class MenteesForm(forms.Form):
    """A name, and only those who need attention; both may be left out."""

    q = forms.CharField(required=False, max_length=80, label="Learner")
    attention = forms.BooleanField(required=False, label="Needs attention")

    def wishes(self) -> dict[str, Any]:
        """Return what the desk takes; what is not understood is left out."""
        self.is_valid()
        return {
            "text": self.cleaned_data.get("q", ""),
            "needs_attention": self.cleaned_data.get("attention", False),
        }
