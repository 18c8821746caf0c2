"""Invented content for the page that shows every shared part."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from careersite.common.paging import Paginator
from careersite.templatetags.ui import Item

TOKENS = (
    *("canvas", "surface", "sunken", "ink", "ink-2", "ink-3", "rule", "rule-strong"),
    *("link", "signal", "signal-soft", "ok", "ok-soft", "info", "info-soft"),
    *("warn", "warn-soft", "danger", "danger-soft", "track"),
)
STATE_MEANINGS = {
    "not_started": "Ready, nothing done yet",
    "locked": "A step before it is not done; worked out, never stored",
    "in_progress": "You are at it",
    "submitted": "Waiting for a mentor; does not hold up later steps",
    "changes_requested": "A mentor wants changes; shown first everywhere",
    "done": "Approved, or marked done where no review is needed",
    "skipped": "Not needed, with a reason",
    "waived": "Already known, with a ground",
}


@dataclass(frozen=True)
class Family:
    """Looks like a skill family to the badge."""

    code: str
    name: str
    color_slot: int


FAMILIES = tuple(
    Family(code, name, slot)
    for slot, (code, name) in enumerate(
        (
            ("PR", "Programming"),
            ("ML", "Math and machine learning"),
            ("DL", "Deep learning and LLMs"),
            ("DE", "Data engineering"),
            ("CL", "Cloud"),
            ("OP", "MLOps and deployment"),
            ("PS", "Professional and responsible AI"),
            ("XX", "Spare"),
        ),
        start=1,
    )
)


class ExampleForm(forms.Form):
    """One field of each kind, with errors when it is sent empty."""

    link = forms.URLField(
        label="Link to your work",
        help_text="A repository, document or video that your mentor can open.",
        assume_scheme="https",
    )
    note = forms.CharField(
        label="What should your mentor look at?", widget=forms.Textarea({"rows": 3})
    )
    hours = forms.DecimalField(label="Hours you spent", required=False)
    level = forms.ChoiceField(
        label="Your level",
        choices=[("1", "Aware"), ("2", "With guidance"), ("3", "On my own")],
        widget=forms.RadioSelect,
    )
    share = forms.BooleanField(label="Show this to my mentors", required=False)


def styleguide_parts(query: Mapping[str, str]) -> dict[str, object]:
    """Return what the styleguide shows; `page` in the query turns the example page."""
    paginator = Paginator(range(30), 10)
    return {
        "tokens": TOKENS,
        "states": STATE_MEANINGS,
        "families": FAMILIES,
        "levels": range(6),
        "example_form": ExampleForm({"link": "example", "hours": "4.5"}),
        "tab_items": [
            Item("#tabs", "Waiting for you", is_current=True, count=4),
            Item("#tabs", "With the learner", count=3),
            Item("#tabs", "Finished", count=27),
        ],
        "segment_items": [
            Item("#tabs", "Map", icon="network"),
            Item("#tabs", "List", is_current=True, icon="list"),
        ],
        "bar_segments": [
            ("done", 200),
            ("waived", 30),
            ("skipped", 20),
            ("submitted", 40),
            ("changes_requested", 36),
            ("in_progress", 30),
        ],
        "example_page": paginator.get_page(query.get("page", 2)),
    }
